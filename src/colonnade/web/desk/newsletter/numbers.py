"""Those who have the newsletter, in numbers: how many, in which languages, and what became of each issue."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from colonnade.outreach.models import NewsletterIssue, SubscriberCount, Subscription
from colonnade.outreach.queries.newsletter import by_language, states
from colonnade.records.queries import standing
from colonnade.values.languages import LANGUAGES
from colonnade.web.desk.rights import may_see

SHOWN = 24
"""Issues in the table: about two years of a monthly newsletter. All of them stand in their list."""


class Numbers(WagtailAdminTemplateMixin, TemplateView):
    """Counts and no names: open to everybody who may see newsletters."""

    template_name = "desk/newsletter/numbers.html"
    page_title = _("Newsletter in numbers")
    header_icon = "list-ul"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_see(request.user, NewsletterIssue):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        issues = {"url": reverse("newsletterissue:index"), "label": _("Newsletters")}
        return [*self.breadcrumbs_items, issues, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told, now = states(), by_language()
        issues = standing(NewsletterIssue.objects).exclude(sent_on=None).order_by("-sent_on", "-pk")[:SHOWN]
        return super().get_context_data(
            total=sum(now.values()),
            languages=[(LANGUAGES.get(code, code), code, number) for code, number in now.items()],
            states=[(label, told.get(state, 0)) for state, label in Subscription.State.choices if state != Subscription.State.CONFIRMED],
            issues=[
                (issue, reverse("newsletter_issue", args=(issue.pk,)),
                 [issue.count(what) for what in ("fixed", "sent", "bounced", "complained", "left")])
                for issue in issues
            ],
            counted=standing(SubscriberCount.objects).order_by("-on").values_list("on", flat=True).first(),
            figure=reverse("desk_figures:figure", args=("outreach.subscribers",)),
            **kwargs,
        )  # fmt: skip


URLS = [path("numbers/", Numbers.as_view(), name="newsletter_numbers")]
