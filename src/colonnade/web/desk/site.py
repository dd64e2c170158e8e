"""The public site at the desk: its menu, what waits to be read by somebody else, and what a page may not do."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import TaskState

from colonnade.figures.catalogue import CATALOGUE
from colonnade.outreach.queries import quotes_allowed
from colonnade.web.desk.viewsets import RecordViewSet
from colonnade.web.models import MenuEntry
from colonnade.web.site import menu


class MenuEntries(RecordViewSet):
    """The order in which the public finds the parts of the record and what is written."""

    model = MenuEntry
    icon = "list-ol"
    menu_order = 260
    menu_label = gettext_lazy("Menu of the site")
    add_to_admin_menu = True
    lines = (("section", "page"), ("order", "shown"))
    list_display = ["__str__", "order", "shown"]
    list_related = ("page",)
    search_fields = ["section", "page__title"]

    def kept(self, record, before) -> None:
        menu.forget()


def waiting(user) -> tuple[int, tuple[tuple[str, str, str], ...]]:
    """Pages that wait for a step this account may take: how many, and the first few with their places and steps."""
    states = TaskState.objects.reviewable_by(user).select_related("task", "workflow_state")
    rows = [(state, state.workflow_state.content_object) for state in states.order_by("started_at")]
    told = tuple(
        (str(page), reverse("wagtailadmin_pages:edit", args=(page.pk,)), str(state.task.name))
        for state, page in rows[:6]
    )
    return len(rows), told


def say_what_is_missing(request, page) -> None:
    """After a page was saved: figures and quotes it names that the record does not have are left out of it, and said."""
    body = getattr(page.get_latest_revision_as_object(), "body", ())
    allowed = None
    for block in body:
        if block.block_type == "figure" and block.value["key"] not in CATALOGUE:
            key = block.value["key"]
            messages.warning(
                request, _("There is no figure “%(key)s”: the page leaves it out.") % {"key": key}
            )
        if block.block_type == "quote":
            allowed = allowed or {quote.code for quote in quotes_allowed(timezone.localdate(), "web")}
            code = block.value["code"]
            if code not in allowed:
                said = _("The quote “%(code)s” is not in the ledger, or the consent to it does not reach the web: the page leaves it out.")  # fmt: skip
                messages.warning(request, said % {"code": code})


def keep_translations_pages(request, page) -> None:
    """A translation stays a page that is written and approved like any other, and is not filled in by segments."""
    if request.method == "POST" and "localize-restart-translation" in request.POST:
        raise PermissionDenied
