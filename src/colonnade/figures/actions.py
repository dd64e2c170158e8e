"""What happens to figures: a report is frozen as an edition, an opening figure is entered or replaced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from pyroaring import BitMap

from colonnade.figures.definition import Distinct, Measurement, Row
from colonnade.figures.measure import find
from colonnade.figures.models import Edition, EditionFigure, EditionRow, OpeningFigure
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.values.numbers import Amount, Bounds, Number, Ratio
from colonnade.values.period import Period


def plain_number(value: Number) -> Any:
    """A value as JSON keeps it: a number, ``[low, high]``, ``{"USD": "12.50"}``, ``{"share": ["31", 50]}``, ``{"decimal": "0.4204"}``, or null."""
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, Bounds):
        return [value.low, value.high]
    if isinstance(value, Amount):
        return {value.currency: str(value.value)}
    if isinstance(value, Ratio):
        of_money = [value.currency] if value.currency else []
        return {"share" if value.share else "mean": [str(value.top), value.of, *of_money]}
    return value


@transaction.atomic
def freeze_edition(
    *, code: str, report: str, title: str, period: Period, document: Mapping[str, Any],
    measurements: Sequence[Measurement], by: str = "", language: str = "en", public: bool = True,
) -> Edition:  # fmt: skip
    """Keep a report as it is published: its document, every value, each with its rows and what they contributed.

    The latest edition of the same report is superseded; it is not changed and prints as before.
    """
    if Edition.objects.filter(code=code).exists():
        raise Refused(
            f"There is an edition {code} already, and an edition is never changed. Give this one another code."
        )
    latest = Edition.objects.filter(report=report, superseded_by=None).order_by("-frozen_at", "-pk").first()
    edition = Edition(
        code=code, report=report, title=title, first_day=period.first, last_day=period.last,
        as_of=measurements[0].scope.as_of if measurements else period.last, language=language, frozen_by=by,
        supersedes=latest, public=public, document=document,
    )  # fmt: skip
    _save_once(edition)
    once = {measurement.address: measurement for measurement in measurements}
    figures = EditionFigure.objects.bulk_create([_figure(edition, measured) for measured in once.values()])
    rows = [
        _row(figure, row)
        for figure, measured in zip(figures, once.values(), strict=True)
        for row in measured.rows
    ]
    EditionRow.objects.bulk_create(rows, batch_size=1000)
    return edition


def _save_once(edition: Edition) -> None:
    """Two who publish at the same moment: the one edition stands, the other is refused rather than superseding it unseen."""
    try:
        with transaction.atomic():
            edition.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(
            "Another edition of this report was published at the same moment. Look at it; if this one is still wanted, "
            "publish it again."
        ) from error


def _figure(edition: Edition, measured: Measurement) -> EditionFigure:
    figure = measured.figure
    return EditionFigure(
        edition=edition, address=measured.address, key=figure.key, label=str(figure.label),
        definition=figure.definition, unit=figure.unit.code, value=plain_number(measured.value),
        reported=measured.reported, completeness=measured.completeness, caveats=list(measured.caveats),
        seal=measured.seal,
    )  # fmt: skip


def _row(figure: EditionFigure, row: Row) -> EditionRow:
    kept = EditionRow(
        figure=figure, ref=row.ref, label=row.label[:400], on=row.on[:30], source=row.source[:1000]
    )
    if isinstance(row.contribution, Distinct):
        keys = row.contribution.keys
        kept.amount = row.contribution.stated or None
        if isinstance(keys, BitMap):
            kept.persons = keys.serialize()
        else:
            kept.keys = sorted(keys)
    elif isinstance(row.contribution, Ratio):
        kept.amount, kept.among = row.contribution.top, row.contribution.of
    else:
        contribution = row.contribution
        kept.amount = contribution.value if isinstance(contribution, Amount) else contribution
    return kept


@transaction.atomic
def enter_opening_figure(*, opening: OpeningFigure) -> OpeningFigure:
    """Enter what was reported before the record began, or refuse what would count twice or cannot be told apart."""
    refuse_twice_told(opening)
    opening.full_clean()
    opening.save()
    return opening


def refuse_twice_told(opening: OpeningFigure) -> None:
    """Refuse an opening figure that is narrowed by what cannot narrow it, or that tells a fact another tells."""
    figure = find(opening.figure)
    if figure.ratio:
        raise Refused(
            f"{opening.code}: {figure.label} is worked out from what it divides, and cannot be reported alone."
        )
    for name in opening.parts:
        if not figure.dimension(name).whole:
            raise Refused(
                f"{opening.code}: an opening figure cannot be narrowed by {figure.dimension(name).label}."
            )
    for other in standing(OpeningFigure.objects).filter(figure=opening.figure).exclude(pk=opening.pk):
        if other.period.overlaps(opening.period) and _touch(other.parts, opening.parts):
            raise Refused(
                f"{opening.code} overlaps {other.code} ({other}): the same fact would count twice. "
                "Withdraw one of them, or narrow it."
            )


def _touch(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Could a row fall in both? Not where they name different parts of one dimension."""
    return all(other.get(name, part) == part for name, part in one.items())
