"""The way of a publication: planned, put off, moved from state to state, published, and issued in more languages."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.records.errors import Refused, refuse_unsound
from colonnade.research.models import LanguageVersion, Product, Slip
from colonnade.research.queries.studies import clearance_of, why_not_published
from colonnade.research.rules.products import (
    ISSUED,
    REASON_NEEDED,
    S,
    due,
    handed_out,
    missing_to_publish,
    next_states,
)
from colonnade.values.dates import PartialDate


@transaction.atomic
def put_off(*, product: Product, to: PartialDate, because: str, on: date | None = None) -> Slip:
    """Say that a publication comes out later than was last said, and why. The first plan stays."""
    held = _locked(product)
    slips = list(held.slips.all())
    last = due(held, slips)
    if held.state in ISSUED or held.state in (S.WITHDRAWN, S.ABANDONED):
        raise Refused(
            _("%(code)s is %(state)s: only what is still to come can be put off.")
            % {"code": held.code, "state": held.get_state_display()}
        )
    if last is None:
        raise Refused(
            _("%(code)s has no planned release yet. Enter when it is first planned for.")
            % {"code": held.code}
        )
    if not because.strip():
        raise Refused(_("Say why %(code)s is put off: the reason is kept with it.") % {"code": held.code})
    if to.last_day <= last.last_day:
        raise Refused(
            _("%(to)s is not later than %(last)s, as was last said. A slip only moves forward.")
            % {"to": to, "last": last}
        )
    slip = Slip(
        product=held,
        to_on=to.first_day,
        to_precision=to.precision,
        said_on=on or date.today(),
        because=because.strip(),
    )
    slip.save()
    return slip


@transaction.atomic
def move_product(
    *, product: Product, to: str, because: str = "", superseded_by: Product | None = None
) -> Product:
    """Move a publication to another state. Whoever withdraws, abandons or supersedes one says why."""
    held = _locked(product)
    if to not in next_states(held):
        raise Refused(
            _("%(code)s is %(state)s and cannot become “%(to)s” from there.")
            % {
                "code": held.code,
                "state": held.get_state_display(),
                "to": S(to).label if to in S.values else to,
            }
        )
    if to in REASON_NEEDED and not because.strip():
        raise Refused(
            _("Say why %(code)s becomes “%(to)s”: the reason is printed on its page.")
            % {"code": held.code, "to": S(to).label}
        )
    held.state, held.state_reason = to, because.strip()
    held.superseded_by = superseded_by if to == S.SUPERSEDED else None
    refuse_unsound(held)
    if to == S.CLEARED and held.own:
        _refuse_uncleared(held)
    held.save(update_fields=["state", "state_reason", "superseded_by"])
    return held


@transaction.atomic
def publish_product(*, product: Product, on: PartialDate) -> Product:
    """Publish what is cleared, in every language version that can be handed out; refused with all that is missing."""
    held = _locked(product)
    lacking = missing_to_publish(held)
    if lacking:
        raise Refused(
            _("%(code)s cannot be published yet. Missing: %(lacking)s.")
            % {"code": held.code, "lacking": "; ".join(lacking)}
        )
    if on.first_day > date.today():
        raise Refused(_("%(day)s is still to come: publish it on its day.") % {"day": on})
    if held.own and clearance_of(held):  # what was entered as cleared, without its steps, is history
        _refuse_uncleared(held)
    held.state, held.state_reason = str(S.PUBLISHED), ""
    held.published_on, held.published_precision = on.first_day, on.precision
    held.save(update_fields=["state", "state_reason", "published_on", "published_precision"])
    for version in held.versions.filter(withdrawn_on=None, released=False):
        if version.address or handed_out(version):
            _release(version, on)
    return held


@transaction.atomic
def release_version(*, version: LanguageVersion, on: PartialDate) -> LanguageVersion:
    """Issue a publication in one more language."""
    product = _locked(version.product)
    held = LanguageVersion.objects.select_for_update().get(pk=version.pk)
    if held.withdrawn_on:
        raise Refused(
            _("%(code)s was withdrawn (%(why)s).") % {"code": held.code, "why": held.withdrawn_because}
        )
    if held.released:
        raise Refused(_("%(code)s is released already.") % {"code": held.code})
    if product.state not in ISSUED:
        raise Refused(
            _("%(code)s is not published yet: publish it, and its languages with it.")
            % {"code": product.code}
        )
    if not (held.address or handed_out(held)):
        raise Refused(
            _("%(code)s cannot be released yet. Missing: a file, or the web address where it stands.")
            % {"code": held.code}
        )
    if on.first_day > date.today():
        raise Refused(_("%(day)s is still to come: release it on its day.") % {"day": on})
    _release(held, on)
    return held


def _release(version: LanguageVersion, on: PartialDate) -> None:
    version.released, version.released_on, version.released_precision = True, on.first_day, on.precision
    version.save(update_fields=["released", "released_on", "released_precision"])


def _refuse_uncleared(product: Product) -> None:
    """The steps of clearance are taken, for the newest text; or the head decided without them."""
    if why := why_not_published(product):
        raise Refused(why)


def _locked(product: Product) -> Product:
    held = Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
    if held.withdrawn_on:
        raise Refused(
            _("%(code)s was withdrawn from the record (%(why)s).")
            % {"code": held.code, "why": held.withdrawn_because}
        )
    return held
