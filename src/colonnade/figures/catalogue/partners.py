"""The figures of partners: who they are on a day, what was done together, and what was agreed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from colonnade.figures.definition import Distinct, Figure, Row
from colonnade.figures.dimensions import AGREEMENT_KIND, KIND, PARTNER_KIND, PARTNER_ROLE, PILLAR, YEAR
from colonnade.figures.reading import Reading
from colonnade.figures.scope import Scope
from colonnade.programme.partnering import JointFact
from colonnade.values.period import Period
from colonnade.values.units import ACTIVITIES, AGREEMENTS, PARTNERS, PARTS


class Active(Figure):
    """Different organisations that are partners on the as-of date, each counted once.

    A partner is party to a cooperation agreement in force that day, was named a partner of that year, or had a part in
    an activity that began in that year up to that day. Whoever merely sent participants is none.
    """

    key = "partners.active"
    label = _("Partners")
    unit = PARTNERS
    additive = False
    dimensions = (PARTNER_KIND,)
    clock = "the as-of date"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        day = scope.as_of
        for agreed in record.agreements(day):
            yield from self._row(
                agreed.ref, agreed.title, day.isoformat(), dict(agreed.parties), agreed.source, scope
            )
        for named in record.partners_of_years:
            if named.year == day.year:
                held = {named.organisation: named.kind}
                yield from self._row(named.ref, named.title, str(named.year), held, named.source, scope)
        so_far = Period(day.replace(month=1, day=1), day)
        for joint in record.joint:
            if joint.starts.first_day in so_far:
                held = {code: kind for code, kind, _role in joint.parts}
                yield from self._row(joint.ref, joint.title, str(joint.starts), held, joint.source, scope)

    def _row(
        self, ref: str, title: str, on: str, kinds: Mapping[str, str], source: str, scope: Scope
    ) -> Iterable[Row]:
        wanted = scope.narrowed.get("partner_kind")
        kept = {code: kind for code, kind in kinds.items() if wanted in (None, kind)}
        shares: dict[str, set[str]] = {}
        for code, kind in kept.items():
            shares.setdefault(kind, set()).add(code)
        if kept:
            told = {kind: Distinct(frozenset(codes)) for kind, codes in shares.items()}
            yield Row(ref, title, on, Distinct(frozenset(kept)), told, {}, source)


def joint_in(record: Reading, period: Period) -> list[JointFact]:
    """The activities of the period that were done together with others."""
    return [joint for joint in record.joint if joint.starts.first_day in period]


def facets(joint: JointFact) -> dict[str, tuple[str, ...]]:
    return {"year": (str(joint.starts.first_day.year),), "pillar": (joint.pillar,), "kind": (joint.kind,)}


class JointActivities(Figure):
    """Activities that took place in the period together with at least one partner, each counted once.

    An activity inside another that was itself done together counts with it, not beside it.
    """

    key = "partners.joint_activities"
    label = _("Activities with partners")
    unit = ACTIVITIES
    dimensions = (YEAR, PILLAR, KIND)
    clock = "the first day of the activity"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        together = joint_in(record, scope.period)
        codes = {joint.code for joint in together}
        for joint in together:
            if joint.inside not in codes:
                yield Row(joint.ref, joint.title, str(joint.starts), 1, {}, facets(joint), joint.source)


class PartsTaken(Figure):
    """What partners contributed to the activities of the period, as the parts they took: host, funder, organiser.

    Each part of each organisation in each activity is one; a body that hosts and pays has two. Money is no part of it.
    """

    key = "partners.parts_taken"
    label = _("Parts taken by partners")
    unit = PARTS
    dimensions = (YEAR, PARTNER_ROLE, PARTNER_KIND, PILLAR)
    clock = "the first day of the activity"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        wanted = scope.narrowed
        for joint in joint_in(record, scope.period):
            kept = [
                (role, kind)
                for _code, kind, role in joint.parts
                if wanted.get("partner_role") in (None, role) and wanted.get("partner_kind") in (None, kind)
            ]
            if kept:
                shares = Counter(role if by == "partner_role" else kind for role, kind in kept)
                told = dict(shares) if by in ("partner_role", "partner_kind") else {}
                yield Row(
                    joint.ref, joint.title, str(joint.starts), len(kept), told, facets(joint), joint.source
                )


class AgreementsInForce(Figure):
    """Cooperation agreements that hold on the as-of date: signed, begun, and neither run out nor ended.

    Memoranda, exchanges of letters and framework agreements; agreements that bring money are not among them.
    """

    key = "partners.agreements_in_force"
    label = _("Cooperation agreements in force")
    unit = AGREEMENTS
    dimensions = (AGREEMENT_KIND,)
    clock = "the as-of date"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for agreed in record.agreements(scope.as_of):
            facets = {"agreement_kind": (agreed.kind,)}
            yield Row(agreed.ref, agreed.title, agreed.begins.isoformat(), 1, {}, facets, agreed.source)
