"""Which state of a publication follows which, which need a reason, and what it takes to be published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from colonnade.research.models import Licence, Product, Slip
from colonnade.values.dates import PartialDate

S = Product.State

WAY: Final[tuple[str, ...]] = tuple(map(str, (S.PLANNED, S.DRAFT, S.REVIEW, S.CLEARED, S.PUBLISHED)))
"""The way of a publication that nothing stops."""

WORKED_ON: Final[tuple[str, ...]] = WAY[:-1]
"""It is still to come out."""

ISSUED: Final[frozenset[str]] = frozenset(map(str, (S.PUBLISHED, S.SUPERSEDED)))
"""It came out and stands; one that was superseded came out no less."""

SHOWN: Final[frozenset[str]] = ISSUED | {str(S.WITHDRAWN)}
"""It has a public page; of one that was withdrawn the page says only that, and why."""

REASON_NEEDED: Final[frozenset[str]] = frozenset(map(str, (S.WITHDRAWN, S.ABANDONED, S.SUPERSEDED)))

LICENCES: Final[dict[str, str]] = {
    str(Licence.CC_BY): "https://creativecommons.org/licenses/by/4.0/",
    str(Licence.CC_BY_IGO): "https://creativecommons.org/licenses/by/3.0/igo/",
    str(Licence.CC_BY_NC_SA_IGO): "https://creativecommons.org/licenses/by-nc-sa/3.0/igo/",
    str(Licence.CC_BY_NC_ND_IGO): "https://creativecommons.org/licenses/by-nc-nd/3.0/igo/",
    str(Licence.PUBLIC_DOMAIN): "https://creativecommons.org/publicdomain/mark/1.0/",
}
"""Where the terms of a licence stand."""


def next_states(product: Product) -> tuple[str, ...]:
    """Where a publication may go from here by moving it; publishing is an act of its own."""
    now = product.state
    if now == S.PUBLISHED:
        return (str(S.SUPERSEDED), str(S.WITHDRAWN))
    if now == S.SUPERSEDED:
        return (str(S.PUBLISHED), str(S.WITHDRAWN))
    if now == S.WITHDRAWN:
        return (str(S.PUBLISHED),)
    if now == S.ABANDONED:
        return (str(S.PLANNED), str(S.DRAFT))
    place = WAY.index(now)
    ahead = WAY[place + 1 : place + 2] if WAY[place + 1] != S.PUBLISHED else ()
    return (*ahead, *WAY[max(0, place - 1) : place], str(S.ABANDONED))


def due(product: Product, slips: Sequence[Slip]) -> PartialDate | None:
    """When a publication is to come out as last said."""
    return slips[-1].to if slips else product.planned


class Outcome:
    """What became of a planned release."""

    ON_TIME, LATE, OVERDUE, TO_COME, ABANDONED = "on_time", "late", "overdue", "to_come", "abandoned"


def outcome(state: str, planned: PartialDate, published: PartialDate | None, day: date) -> str:
    """What became of a release by the day: in time if it came out by the last day of what was first planned."""
    if state == S.ABANDONED:
        return Outcome.ABANDONED
    if state in SHOWN and published and published.first_day <= day:
        return Outcome.ON_TIME if published.first_day <= planned.last_day else Outcome.LATE
    return Outcome.OVERDUE if planned.last_day < day else Outcome.TO_COME


def missing_to_publish(product: Product) -> list[str]:
    """What a publication still lacks before it can be published, each in a few words."""
    versions = list(product.versions.filter(withdrawn_on=None).prefetch_related("files"))
    lacking = []
    if product.withdrawn_on:
        lacking.append(_("it was withdrawn from the record"))
    if product.state in SHOWN:
        lacking.append(_("it was published already"))
    elif product.state == S.ABANDONED:
        lacking.append(_("it was abandoned: plan it anew first"))
    elif product.state != S.CLEARED:
        lacking.append(_("clearance"))
    if not versions:
        lacking.append(_("a language version"))
    elif not any(one.address or handed_out(one) for one in versions):
        lacking.append(_("a file, or the web address where it stands"))
    if versions and not any(one.status in ("original", "official") for one in versions):
        lacking.append(_("an original or an official version"))
    return lacking


def handed_out(version) -> bool:
    held = [one for one in version.files.all() if one.withdrawn_on is None]
    replaced = {one.replaces_id for one in held}
    return any(one.pk not in replaced for one in held)
