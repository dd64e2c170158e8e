"""The outbox at the desk: which letters left, which wait and why, and what to do about those that could not be sent."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column

from colonnade.people.models import Message
from colonnade.people.outbox import cancel, try_again
from colonnade.records.errors import Refused
from colonnade.values.languages import LANGUAGES, direction
from colonnade.web.desk.rights import RecordPolicy, may
from colonnade.web.desk.views import OfARecord, RecordPage
from colonnade.web.desk.viewsets import RecordViewSet

ACTS = {
    "again": (
        try_again,
        _("The letter will be sent in a few seconds, if the mail server takes it."),
    ),
    "cancel": (cancel, _("The letter will not be sent.")),
}
NOT_SENT = {Message.State.WAITING, Message.State.FAILED}


def time_words(moment: datetime | None) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT") if moment else ""


def time_column(name: str, label: Any) -> Column:
    return Column(
        name, label=label, accessor=lambda row: time_words(getattr(row, name)), sort_key=name, classname="day"
    )


class LetterPolicy(RecordPolicy):
    """Letters are written by what happens in the record, never by hand; to change one is to send it again or cancel it."""

    forbidden = frozenset({"add", "delete", "withdraw"})


class LetterPage(RecordPage):
    """One letter as it was written, what became of it, and what can be done."""

    template_name = "desk/letter.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        held, user = self.object, self.request.user
        acts = held.state in NOT_SENT and may(user, "change", Message)
        place = [*held.ref.split("/", 2), "", ""]
        return super().get_context_data(
            written=time_words(held.made_at),
            sent=time_words(held.sent_at),
            next_try=time_words(held.next_try_at) if held.state == Message.State.WAITING else "",
            failed=held.state == Message.State.FAILED,
            language=LANGUAGES.get(held.language, held.language),
            direction=direction(held.language),
            files=[(file, self.viewset.file_address(file)) for file in held.files.all()],
            person_url=self.viewset.url_of(held.person, user) if held.person else "",
            ref_url=reverse("record", args=place[:3]) if all(place[:3]) else "",
            again_url=self.viewset.address("again", held) if acts and held.to_address else "",
            cancel_url=self.viewset.address("cancel", held) if acts else "",
            **kwargs,
        )


class LetterAct(OfARecord, View):
    """A button of the letter's page."""

    act = ""

    def post(self, request, *args, **kwargs):
        do, said = ACTS[self.act]
        try:
            do(message=self.object)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, said)
        return redirect(self.back())


class LetterFile(OfARecord, View):
    """A file that went with a letter, as it went."""

    right = "view"

    def get(self, request, *args, **kwargs):
        file = get_object_or_404(self.object.files, pk=kwargs["file"])
        return FileResponse(BytesIO(bytes(file.content)), as_attachment=True, filename=file.name)


class Letters(RecordViewSet):
    """What leaves the office by mail, and what could not."""

    model = Message
    policy = LetterPolicy
    icon = "mail"
    menu_label = _("Letters")
    inspect_view_class = LetterPage
    list_display = [
        "__str__",
        "to_address",
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        time_column("made_at", _("Written")),
        time_column("sent_at", _("Sent")),
        Column("last_error", label=_("What happened")),
    ]
    list_filter_fields = ("state",)
    ordering = "-pk"
    search_fields = ["subject", "to_address", "to_name", "ref"]

    def get_urlpatterns(self) -> list:
        conv = self.pk_path_converter
        acts = [
            path(f"{act}/<{conv}:pk>/", self.construct_view(LetterAct, act=act), name=act) for act in ACTS
        ]
        file = path(f"file/<{conv}:pk>/<int:file>/", self.construct_view(LetterFile), name="file")
        return [*super().get_urlpatterns(), *acts, file]

    def file_address(self, file) -> str:
        return reverse(self.get_url_name("file"), args=(file.message_id, file.pk))
