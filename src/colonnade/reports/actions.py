"""What happens to reports: they are laid on the desk, frozen as editions, and printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction

from colonnade.figures.actions import freeze_edition
from colonnade.figures.models import Edition
from colonnade.records.errors import Refused
from colonnade.renderers.document import Document, from_plain, to_plain
from colonnade.renderers.formats import FORMATS
from colonnade.reports.arrangements import committee
from colonnade.reports.compiling import compile_report
from colonnade.reports.models import Report
from colonnade.reports.sweeping import unswept
from colonnade.values.period import Period


@transaction.atomic
def lay_committee_report(**facts: object) -> Report:
    """Put the shipped committee report on the desk, once; an office's own changes to it stay."""
    report, new = Report.objects.get_or_create(
        code="committee", defaults={"title": "Report to the committee", **facts}
    )
    if new:
        report.slides = report._meta.get_field("slides").to_python(committee.stream())
        report.save()
    return report


def find_report(code: str) -> Report:
    """A report by its code; refused with the codes there are."""
    report = Report.objects.filter(code=code).first()
    if report is None:
        known = ", ".join(Report.objects.values_list("code", flat=True)) or "none yet; run `colonnade init`"
        raise Refused(f"There is no report “{code}”. There are: {known}.")
    return report


@transaction.atomic
def publish(
    *, report: Report, period: Period, as_of: date, by: str = "", language: str = "", code: str = "", address: str = "",
    public: bool = True, note: str = "",
) -> Edition:  # fmt: skip
    """Freeze a report as an edition: from then on it prints with the numbers of today, for ever.

    ``note`` is printed with it: why it is published, or what differs from the one before.
    """
    code = code or next_code(report, as_of)
    compiled = compile_report(
        report, period=period, as_of=as_of, language=language, edition=code, address=address
    )
    notes = (*compiled.document.notes, *filter(None, (note.strip(),)))
    document = replace(compiled.document, printed_from=code, notes=notes)
    return freeze_edition(
        code=code, report=report.code, title=document.title, period=period, document=to_plain(document),
        measurements=compiled.measurements, by=by, language=document.language, public=public,
    )  # fmt: skip


def next_code(report: Report, as_of: date) -> str:
    """``committee-2014-04-09``, then ``committee-2014-04-09-2``."""
    stem = f"{report.code}-{as_of.isoformat()}"
    taken = set(Edition.objects.filter(code__startswith=stem).values_list("code", flat=True))
    number = 1
    while (code := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return code


def document_of(edition: Edition) -> Document:
    """The document of an edition, exactly as it was frozen."""
    document: Document = from_plain(edition.document)
    return document


def print_document(document: Document, suffixes: tuple[str, ...] = ()) -> dict[str, bytes]:
    """A document in every format asked for, by suffix; all of them where none is named."""
    wanted = [made for made in FORMATS if not suffixes or made.SUFFIX in suffixes]
    missing = set(suffixes) - {made.SUFFIX for made in wanted}
    if missing:
        known = ", ".join(made.SUFFIX for made in FORMATS)
        raise Refused(f"There is no format {', '.join(sorted(missing))}. There are: {known}.")
    with unswept():
        return {made.SUFFIX: made.render(document) for made in wanted}
