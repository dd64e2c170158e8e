"""The words that the scripts of attendance say, in the reader's language. Names in braces are filled in by the script."""

from __future__ import annotations

from django.utils.translation import gettext as _


def grid_words() -> dict[str, str]:
    return {
        "grid": _("Attendance: people by sessions"),
        "person": _("Person"),
        "code": _("Code"),
        "session": _("Session {number}"),
        "present": _("present"),
        "absent": _("absent"),
        "unmarked": _("not marked"),
        "said": _("{name}, session {number}: {state}"),
        "saved": _("All is saved."),
        "saving": _("Saving {many}…"),
        "waiting": _("NOT SAVED YET: {many} marks wait on this computer. They are sent as soon as the network is back; you can close the page."),
        "refused": _("Not saved: {why}"),
        "signed_out": _("NOT SAVED YET: {many} marks wait on this computer. Sign in again in another window; then they are sent."),
        "late": _("Attendance is closed: what is marked now is late, and counts once it is accepted."),
        "found": _("{many} found. Enter goes there, the down arrow to the next."),
        "none": _("Nobody of this name or code. Somebody who came without registration is added below."),
        "all_done": _("{many} marked present in session {number}."),
        "filled": _("{many} below marked {state}."),
        "undone": _("Taken back."),
        "nothing": _("Nothing to take back."),
        "wrong": _("“{typed}”: no such code. A character is wrong: look at the sheet again."),
        "nobody": _("“{typed}”: a right code, of nobody at this event."),
        "no_part": _("“{typed}”: there is no session of this number."),
        "done": _("{code} {name}: present, session {number}"),
        "away": _("Leave out"),
        "total": _("Present"),
        "no_seat": _("no seat"),
        "others": _("{many} changed by others."),
    }  # fmt: skip
