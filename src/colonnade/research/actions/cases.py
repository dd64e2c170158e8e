"""From a submission that was selected to a case on the site."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.records.errors import Refused, refuse_unsound
from colonnade.research.actions.submissions import locked
from colonnade.research.models import Case, Submission


@transaction.atomic
def draft_case(*, submission: Submission) -> Case:
    """Begin the case of a submission that was selected, with its words as they were written; once."""
    held = locked(submission)
    if held.state != Submission.State.SELECTED:
        raise Refused(_("%(code)s was not selected: no case comes of it.") % {"code": held.code})
    if before := Case.objects.filter(submission=held).first():
        return before
    call = held.call
    case = Case(
        code=f"C-{held.code}"[:60], submission=held, call=call, country=held.country,
        organisation_name=held.nominee or held.organisation_name, year=_year(held), category=held.category,
        language=held.language, title=held.title, problem=held.problem, done=held.done, results=held.results,
        lessons=held.lessons, sources=held.evidence, licence=call.licence,
    )  # fmt: skip
    refuse_unsound(case)
    case.save()
    if call.activity:
        case.themes.set(call.activity.themes.all())
    return case


@transaction.atomic
def publish_case(*, case: Case, on: date | None = None) -> Case:
    """Put a case on the site."""
    held = Case.objects.select_for_update(of=("self",)).select_related("submission").get(pk=case.pk)
    if held.withdrawn_on:
        raise Refused(_("%(code)s is withdrawn: restore it first.") % {"code": held.code})
    if held.published_on:
        raise Refused(_("%(code)s was published on %(day)s.") % {"code": held.code, "day": held.published_on})
    refuse_unpublishable(held)
    held.published_on = on or date.today()
    held.save(update_fields=["published_on"])
    return held


def refuse_unpublishable(case: Case) -> None:
    """A case of a submission is published once two have selected it, and no case without its licence."""
    if case.submission and case.submission.state != Submission.State.SELECTED:
        raise Refused(_("%(code)s was not selected: no case comes of it.") % {"code": case.submission.code})
    if not case.licence.strip():
        raise Refused(
            _("Say under which licence %(code)s may be used: readers will ask.") % {"code": case.code}
        )


def _year(held: Submission) -> int:
    closes = held.call.closes_at
    return closes.astimezone(held.call.zone).year if closes else date.today().year
