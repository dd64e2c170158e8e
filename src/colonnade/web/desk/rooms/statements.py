"""What a donor gets, at the desk: statements as they were issued, the certified ones beside them, and links to read them by."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from wagtail.admin.widgets.button import HeaderButton

from colonnade.money.links import address_of
from colonnade.money.models import CertifiedStatement, DonorLink, DonorStatement
from colonnade.money.queries import Statement, differences_of, does_not_add_up
from colonnade.money.queries.certified import line_words
from colonnade.money.queries.statement_rows import COMMITTED
from colonnade.renderers.papers.statements import told
from colonnade.values.languages import known
from colonnade.web.desk.money import certified as certifying
from colonnade.web.desk.money import statements
from colonnade.web.desk.money.acts import Acting
from colonnade.web.desk.rights import AddingPolicy, may
from colonnade.web.desk.views import RecordPage
from colonnade.web.desk.viewsets import RecordViewSet


class IssuedPage(RecordPage):
    """An issued statement: its lines, each leading to its lines of the ledger, and the certified one beside it."""

    template_name = "desk/money/donor_statement.html"

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return []

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        one, user = self.object, self.request.user
        held = Statement.from_plain(one.content["statement"])
        certified = certifying.beside(one, user)
        compared = {line.key: line for line in differences_of(certified)} if certified else {}
        behind = set(one.rows.values_list("key", flat=True))
        rows = statements.table_of(held)
        shown = {row["key"] for row in rows}
        # A class that only the certified statement has is told among the others, with nought beside it.
        direct = next(at for at, row in enumerate(rows) if row["key"] == "direct")
        rows[direct:direct] = [
            {"key": key, "label": line.words, "amount": told(line.provisional, "en")}
            for key, line in compared.items()
            if key not in shown
        ]
        for row in rows:
            beside = compared.get(row["key"])
            row |= {
                "behind": row["key"] in behind,
                "bound": f"{COMMITTED}{row['key'].partition(':')[2]}" if row.get("committed", "–") not in ("", "–") else "",
                "certified": told(beside.certified, "en") if beside and beside.certified is not None else "",
                "differs": told(beside.amount, "en") if beside and beside.amount and beside.amount.value else "",
            }  # fmt: skip
        return super().get_context_data(
            held=held, rows=rows, certified=certified, currency=held.currency,
            sentences=[line.sentence for line in compared.values() if line.sentence],
            wrong_sums=does_not_add_up(certified) if certified else [],
            certified_url=reverse("certifiedstatement:inspect", args=(certified.pk,)) if certified else "",
            may_key=not certified and certifying.may_key(one, user), later=getattr(one, "superseded_by", None),
            languages=statements.LANGUAGES_OFFERED, language=known(get_language() or "en"), **kwargs,
        )  # fmt: skip


class DonorStatements(RecordViewSet):
    model = DonorStatement
    icon = "doc-full-inverse"
    policy = AddingPolicy
    inspect_view_class = IssuedPage
    list_display: ClassVar = ["code", "fund", "agreement", "first_day", "last_day", "issued_on", "issued_by"]
    list_related = ("fund", "agreement", "issued_by", "source")
    list_filter_fields = ("fund",)
    year_field = "last_day"
    search_fields: ClassVar = ["code", "fund__name", "agreement__title"]
    belonging = ((CertifiedStatement, "statement"),)
    not_shown = ("content",)


class CertifiedPage(RecordPage):
    """What headquarters certified, as it was keyed in, with every figure's history."""

    template_name = "desk/money/certified.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        one = self.object
        lines = [
            (
                line.words,
                told(line.certified, "en"),
                told(line.provisional, "en"),
                line.keyed_by,
                line.sentence,
            )
            for line in differences_of(one)
            if line.certified is not None
        ]
        changes = [
            (held.history_date, held.history_user, line_words(held.key), f"{held.value:,}", held.history_change_reason or "")
            for line in one.lines.all()
            for held in line.history.select_related("history_user").order_by("history_date")[1:]
        ]  # fmt: skip
        return super().get_context_data(
            lines=lines, corrections=sorted(changes, key=lambda change: change[0]), wrong_sums=does_not_add_up(one),
            currency=one.statement.fund.currency, **kwargs,
        )  # fmt: skip


class CertifiedStatements(Acting, RecordViewSet):
    model = CertifiedStatement
    icon = "tick-inverse"
    inspect_view_class = CertifiedPage
    list_display: ClassVar = ["code", "reference", "statement", "certified_on", "keyed_by", "keyed_at"]
    list_related = ("statement", "keyed_by", "source")
    year_field = "certified_on"
    search_fields: ClassVar = ["code", "reference", "statement__code"]
    acts: ClassVar = {"correct": certifying.CORRECT}

    def open_acts(self, record) -> list[str]:
        return [] if record.withdrawn_on else list(self.acts)


class LinkPage(RecordPage):
    """A donor's link with its address, for whoever may make one."""

    template_name = "desk/money/donor_link.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        one = self.object
        opens = not one.closed_on and not one.withdrawn_on and one.ends_on >= date.today()
        shown = opens and may(self.request.user, "add", DonorLink)
        return super().get_context_data(opens=opens, link=address_of(one) if shown else "", **kwargs)


class DonorLinks(Acting, RecordViewSet):
    model = DonorLink
    icon = "link"
    inspect_view_class = LinkPage
    list_display: ClassVar = ["code", "holder", "fund", "agreement", "ends_on", "closed_on", "made_by"]
    list_related = ("fund", "agreement", "made_by", "source")
    list_filter_fields = ("fund",)
    search_fields: ClassVar = ["code", "holder", "fund__name"]
    not_shown = ("link_version",)
    acts: ClassVar = {"close": statements.CLOSE_LINK}

    def open_acts(self, record) -> list[str]:
        return [] if record.closed_on else list(self.acts)
