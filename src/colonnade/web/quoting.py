"""Quotes on pages: how they are placed and printed in public, and where the words of somebody stand at this moment.

A page never holds words. It names codes, and what may be printed today through the web is asked each time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Model, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page

from colonnade.figures.queries import editions_quoting
from colonnade.outreach.models import Quote
from colonnade.outreach.queries import quotes_allowed
from colonnade.places.queries import country_names
from colonnade.reports.blocks import QuotesBlock
from colonnade.reports.models import Report
from colonnade.values.languages import direction, known


@dataclass(frozen=True)
class Printed:
    """Words as a public page prints them: no more of their author than the consent reaches."""

    code: str
    text: str
    name: str
    attribution: str
    language: str

    @property
    def direction(self) -> str:
        return direction(known(self.language))


def printed(codes: str = "", channel: str = str(Quote.Channel.WEB)) -> list[Printed]:
    """The quotes that may be printed today, in the office's order; of these codes where any are named."""
    today = date.today()
    quotes = quotes_allowed(today, channel, codes.split())
    names = country_names(known(get_language() or "en"), today) if any(q.country for q in quotes) else {}
    return [
        Printed(
            quote.code, quote.printed, quote.name_printed,
            quote.attribution(names.get(quote.country.code, "") if quote.country else ""), quote.language,
        )
        for quote in quotes
    ]  # fmt: skip


class PublicQuotesBlock(QuotesBlock):
    """Quotes on a page of the site: their codes, and nothing of their words. What may not be printed is not there."""

    channel = blocks.StaticBlock(admin_text=_("the web"), label=_("channel"))

    class Meta:
        template = "quotes/quotes.html"
        icon = "openquote"
        label = _("Quotes")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "quotes": printed(value.get("codes") or "")}


# --- where words stand -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Use:
    """One place in which a quote stands: an edition that printed it, a report arranged to, a page that shows it.

    ``how`` is ``latest``, ``older``, ``arranged`` or ``page``.
    """

    how: str
    title: str
    url: str

    @property
    def words(self) -> Any:
        return _USES[self.how]


_USES = {
    "latest": _("printed in the latest edition"),
    "older": _("printed in an edition that was superseded"),
    "arranged": _("placed in a report"),
    "page": _("shown on a page of the site"),
}


def uses(quotes: Collection[Quote]) -> dict[str, list[Use]]:
    """Where each of these quotes stands today: asked of the editions, of the reports and of the live pages themselves."""
    found: dict[str, list[Use]] = {quote.code: [] for quote in quotes}
    for code, editions in editions_quoting(list(found)).items():
        for edition in editions:
            how = "older" if hasattr(edition, "superseded_by") else "latest"
            url = reverse("record", args=("figures", "edition", edition.code))
            found[code].append(Use(how, f"{edition.title} ({edition.code})", url))
    if not found:
        return found
    for row, channel, codes in _placed():
        how = "page" if isinstance(row, Page) else "arranged"
        for quote in quotes:
            named = quote.code in codes or not codes
            if named and channel in quote.channels and _use(how, row) not in found[quote.code]:
                found[quote.code].append(_use(how, row))
    return found


def _use(how: str, row: Any) -> Use:
    if isinstance(row, Page):
        return Use(how, row.title, reverse("wagtailadmin_pages:edit", args=(row.pk,)))
    url = reverse("record", args=("reports", "report", row.code)) if isinstance(row, Report) else ""
    return Use(how, str(row), url)


def _placed() -> Iterator[tuple[Model, str, frozenset[str]]]:
    """Every block of quotes in whatever stands: its record or page, the channel, and the codes it names (all where none)."""
    for model in apps.get_models():
        streams = [field.name for field in model._meta.concrete_fields if isinstance(field, StreamField)]
        if not streams or hasattr(model, "instance_type"):  # histories hold what was
            continue
        for name in streams:
            for row in _with_quotes(model, name):
                for block, value in _blocks(getattr(row, name)):
                    if isinstance(block, QuotesBlock):
                        channel = value.get("channel") or str(Quote.Channel.WEB)
                        yield row, channel, frozenset((value.get("codes") or "").split())


def _with_quotes(model: type[Model], name: str) -> Any:
    """The rows whose stream may hold quotes: of pages those that are live, of records those that stand."""
    rows = model._default_manager.annotate(told=Cast(name, TextField())).filter(told__contains='"codes"')
    if issubclass(model, Page):
        return rows.filter(live=True)
    return rows.filter(withdrawn_on=None) if hasattr(model, "withdrawn_on") else rows


def _blocks(value: Any) -> Iterator[tuple[blocks.Block, Any]]:
    """Every block inside a stream, however deep."""
    children = [(one.block, one.value) for one in value] if isinstance(value, blocks.StreamValue) else []
    if isinstance(value, blocks.StructValue):
        children = [(one.block, one.value) for one in value.bound_blocks.values()]
    elif isinstance(value, blocks.list_block.ListValue):
        children = [(one.block, one.value) for one in value.bound_blocks]
    for block, held in children:
        yield block, held
        yield from _blocks(held)
