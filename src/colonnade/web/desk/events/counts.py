"""Two sources of one fact side by side, what does not fit together, what is late, and the closing of attendance."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from colonnade.capacity.actions import (
    accept_late_marks,
    choose_source,
    close_attendance,
    record_head_count,
    reopen_attendance,
    settle_attendance,
    use_head_count,
)
from colonnade.capacity.models import Event, HeadCount
from colonnade.capacity.queries import (
    Gaps,
    attendance_grid,
    closings_of,
    counted_people,
    gaps,
    late_marks,
)
from colonnade.capacity.queries.attendance import CountedPeople
from colonnade.records.errors import Refused
from colonnade.records.models import Source
from colonnade.records.queries import standing
from colonnade.web.desk.events.room import RoomPage


class HeadCountForm(forms.ModelForm):
    """How many somebody counted, and where that is written."""

    source = forms.ModelChoiceField(
        label=gettext_lazy("Source"), queryset=Source.objects.all(), required=False
    )

    class Meta:
        model = HeadCount
        fields = ("people", "women", "countries", "qualifier", "source", "source_detail")
        labels = {"qualifier": gettext_lazy("Qualifier, such as “about”"),
                  "source_detail": gettext_lazy("Place in the source, or who counted")}  # fmt: skip


class CountsPage(RoomPage):
    """Before attendance is closed, everything that does not fit together is said here in words."""

    part = "event_counts"
    template_name = "desk/events/counts.html"
    acts = {
        "count": (lambda page: page.may("add", HeadCount), "add_count"),
        "use": (lambda page: page.may("change", HeadCount), "use_count"),
        "counts_from": (lambda page: page.may("change", Event), "choose"),
        "close": (RoomPage.may_close, "close"),
        "reopen": (RoomPage.may_close, "reopen"),
        "accept": (RoomPage.may_close, "accept"),
        "settle": (RoomPage.may_mark, "settle"),
    }

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        grid = attendance_grid(self.event)
        found, counted = gaps(grid), counted_people(self.event)
        kwargs.setdefault("form", HeadCountForm())
        return super().get_context_data(
            gaps=found,
            sentences=gap_sentences(found, self.event),
            counted=counted,
            difference=difference_words(counted),
            sources=Event.CountsFrom.choices,
            late=list(late_marks(self.event)),
            closings=closings_of(self.event),
            may_count=self.may("add", HeadCount),
            may_choose=self.may("change", Event),
            **kwargs,
        )

    def add_count(self) -> HttpResponse | None:
        form = HeadCountForm(self.request.POST, instance=HeadCount(event=self.event, code="new"))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        record_head_count(event=self.event, **form.cleaned_data)
        messages.success(self.request, _("The head count is kept."))
        return None

    def use_count(self) -> None:
        key = self.request.POST["use"]
        held = standing(HeadCount.objects).filter(event=self.event, pk=key if key.isdigit() else 0).first()
        if held is None:
            raise Refused(_("This head count was withdrawn meanwhile."))
        use_head_count(head_count=held)

    def choose(self) -> None:
        if self.request.POST["counts_from"] in Event.CountsFrom.values:
            held = choose_source(event=self.event, counts_from=self.request.POST["counts_from"])
            told = {"source": held.get_counts_from_display()}
            messages.success(self.request, _("Figures count from: %(source)s.") % told)

    def close(self) -> None:
        close_attendance(event=self.event, by=self.request.user)
        messages.success(
            self.request, _("Attendance is closed. What comes from now on is late, and is said so.")
        )

    def reopen(self) -> None:
        reopen_attendance(
            event=self.event, because=self.request.POST.get("because", ""), by=self.request.user
        )
        messages.success(self.request, _("Attendance is open again."))

    def accept(self) -> None:
        wanted = set(self.request.POST.getlist("mark"))
        numbers = [mark.number for mark in late_marks(self.event) if str(mark.number) in wanted]
        many = accept_late_marks(event=self.event, numbers=numbers, by=self.request.user)
        messages.success(self.request, _("%(many)s late marks count now.") % {"many": many})

    def settle(self) -> None:
        many = settle_attendance(event=self.event)
        messages.success(self.request, _("Worked out again: %(many)s people changed.") % {"many": many})


def gap_sentences(found: Gaps, event: Event) -> list[str]:
    """What does not fit together, each in a sentence; nothing where all is well."""
    said = []
    if found.unmarked:
        said.append(
            ngettext(
                "%(many)s person on the list was never marked, and is absent once attendance is closed.",
                "%(many)s people on the list were never marked, and are absent once attendance is closed.",
                found.unmarked,
            ) % {"many": found.unmarked}
        )  # fmt: skip
    if found.sessions_unmarked:
        told = {"numbers": ", ".join(str(column.number) for column in found.sessions_unmarked)}
        said.append(
            ngettext(
                "Nobody is marked in session %(numbers)s. If no attendance was taken there, say so at the session: it counts in the share.",
                "Nobody is marked in sessions %(numbers)s. If no attendance was taken there, say so at the session: it counts in the share.",
                len(found.sessions_unmarked),
            ) % told
        )  # fmt: skip
    if found.without_seat:
        names = ", ".join(line.name for line in found.without_seat[:6])
        said.append(
            _("Marked present without a seat: %(names)s. Admit them on the grid's page, or they do not count.") % {"names": names}
        )  # fmt: skip
    if found.unmarked == found.listed and found.listed and not event.attendance_closed_on:
        return [_("Nobody is marked yet. Closed like this, statuses entered by hand stay as they are.")]
    return said


def difference_words(counted: CountedPeople) -> str:
    """The gap between the names and the head count that figures would use."""
    used = counted.used
    if used is None or used.people is None:
        return _("There is no head count of people beside the names.")
    gap = used.people - counted.names
    told = {"names": counted.names, "people": used.people, "gap": abs(gap), "qualifier": used.qualifier}
    if gap == 0:
        return (
            _("%(names)s names count, and the head count says %(qualifier)s %(people)s: they agree.") % told
        )
    if gap > 0:
        return _("%(names)s names count, and the head count says %(qualifier)s %(people)s: %(gap)s came without a name on the list.") % told  # fmt: skip
    return _("%(names)s names count, and the head count says %(qualifier)s %(people)s: %(gap)s names more than were counted.") % told  # fmt: skip


URLS = [path("<int:pk>/attendance/counts/", CountsPage.as_view(), name="event_counts")]
