"""One issue at the desk: its words language by language, its blocks from the record, to whom it goes, and sending it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages as notes
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from colonnade.office.models import ActivityKind
from colonnade.outreach.actions import (
    approve_newsletter,
    compose_newsletter,
    fix_recipients,
    return_newsletter,
    stop_newsletter,
    submit_newsletter,
)
from colonnade.outreach.actions.newsletter import LARGEST
from colonnade.outreach.models import NewsletterIssue, NewsletterText
from colonnade.outreach.queries import subscribers
from colonnade.outreach.queries.newsletter import outcomes
from colonnade.outreach.rules.newsletter import LEAVE, OWN
from colonnade.people.outbox import post as post_letter
from colonnade.places.models import CountryGroup
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.values.languages import LANGUAGES, direction
from colonnade.web.desk.newsletter.asking import composed_from
from colonnade.web.desk.rights import may, may_see
from colonnade.web.newsletter.composing import KINDS, Kind, frozen, frozen_in_all
from colonnade.web.newsletter.pages import offered_themes
from colonnade.web.newsletter.segments import persons_in

APPROVE = "outreach.approve_newsletterissue"


@dataclass(frozen=True)
class BlockForm:
    """A block as the page shows it in one language. ``original`` is what the first language says, to translate from."""

    number: int
    kind: str
    name: Any
    heading: str
    heading_hint: str
    words: str
    original: str
    choices: list[tuple[str, str, bool]]
    lines: str
    picks: bool


class IssuePage(WagtailAdminTemplateMixin, TemplateView):
    """What the pages of one issue share: the issue, the right, the way back."""

    header_icon = "mail"
    right = "view"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.issue = get_object_or_404(NewsletterIssue, pk=kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_see(request.user, NewsletterIssue):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.issue)

    def get_page_subtitle(self) -> str:
        return self.issue.code

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("newsletterissue:index"), "label": _("Newsletters")},
            {"url": "", "label": str(self.issue)},
        ]

    @property
    def language(self) -> str:
        """The language whose words are on the page."""
        asked = self.request.GET.get("words", "")
        return asked if asked in LANGUAGES else (self.issue.languages or ["en"])[0]


class ComposePage(IssuePage):
    """The issue's working page: everything that is left to do with it, and after sending what became of it."""

    template_name = "desk/newsletter/issue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        issue, user = self.issue, self.request.user
        changes = may(user, "change", NewsletterIssue) and issue.is_open
        approver = user.has_perm(APPROVE) and user.get_username() not in (
            issue.written_by,
            issue.submitted_by,
        )
        told = super().get_context_data(
            issue=issue, language=self.language, direction=direction(self.language), changes=changes, seal=issue.seal,
            subject=issue.subjects.get(self.language, ""),
            subject_hint=issue.subjects.get((issue.languages or ["en"])[0], ""),
            tabs=[(code, name, code == self.language, code in issue.subjects) for code, name in LANGUAGES.items()],
            offered=[(code, name, code in issue.languages) for code, name in LANGUAGES.items()],
            kinds=[(key, kind.name) for key, kind in KINDS.items()],
            may_submit=changes and issue.state == NewsletterIssue.State.DRAFT,
            may_return=changes and issue.state in (NewsletterIssue.State.SUBMITTED, NewsletterIssue.State.APPROVED),
            may_approve=approver and issue.state == NewsletterIssue.State.SUBMITTED,
            may_send=user.has_perm(APPROVE) and issue.state == NewsletterIssue.State.APPROVED,
            may_stop=user.has_perm(APPROVE) and issue.state == NewsletterIssue.State.SENDING,
            waits=issue.state == NewsletterIssue.State.SUBMITTED and not approver,
            letters=letters_of(issue), outcomes=outcomes(issue) if issue.fixed_at else [],
            preview=reverse("newsletter_preview", args=(issue.pk, self.language, "html")),
            preview_text=reverse("newsletter_preview", args=(issue.pk, self.language, "text")),
            **kwargs,
        )  # fmt: skip
        if issue.is_open:
            told |= {"blocks": self._blocks(), "segment": self._segment(), "count": self._count()}
        return told

    def _count(self) -> int:
        return subscribers(self.issue.segment, persons_in(self.issue.segment, timezone.localdate())).count()

    def _blocks(self) -> list[BlockForm]:
        first, day = (self.issue.languages or ["en"])[0], timezone.localdate()
        return [
            _block_form(number, block, KINDS[block["kind"]], self.language, first, day)
            for number, block in enumerate(self.issue.blocks)
        ]

    def _segment(self) -> list[tuple[str, Any, list[tuple[str, str, bool]]]]:
        """What may be chosen from: name, heading, and each part with its words and whether it is chosen."""
        held = self.issue.segment
        kinds = standing(ActivityKind.objects).filter(pillar__code="capacity").order_by("name")
        groups = standing(CountryGroup.objects).order_by("name")
        offered = (
            ("languages", _("Language"), list(LANGUAGES.items())),
            ("themes", _("Theme wished"), list(offered_themes().values_list("code", "name"))),
            ("groups", _("Came from a country of"), list(groups.values_list("code", "name"))),
            ("kinds", _("Took part in"), list(kinds.values_list("code", "plural"))),
        )
        return [
            (name, heading, [(code, words, code in held.get(name, ())) for code, words in parts])
            for name, heading, parts in offered
            if parts
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act = request.POST.get("act", "save")
        if not may(request.user, "change", NewsletterIssue):
            raise PermissionDenied
        if not self.issue.is_open:
            notes.error(request, _("It was sent and is not changed any more."))
        elif request.POST.get("seal", "") != self.issue.seal:
            notes.error(
                request,
                _("Somebody else changed it meanwhile. What they wrote is shown; please add yours again."),
            )
        else:
            told = composed_from(request.POST, self.issue, self.language)
            try:
                compose_newsletter(issue=self.issue, by=request.user.get_username(), **told)
            except Refused as refusal:
                notes.error(request, str(refusal))
            else:
                if act == "save":
                    notes.success(request, _("Saved."))
        anchor = "#blocks" if act != "save" else ""
        return redirect(f"{reverse('newsletter_issue', args=(self.issue.pk,))}?words={self.language}{anchor}")


def _block_form(
    number: int, block: dict[str, Any], kind: Kind, language: str, first: str, day: Any
) -> BlockForm:
    refs, choices = block["refs"], []
    if kind.offer:
        offered = kind.offer(day)
        known = {ref for ref, _words in offered}
        older = [(ref, ref) for ref in refs if ref not in known]
        choices = [(ref, words, ref in refs) for ref, words in (*older, *offered)]
    return BlockForm(
        number, block["kind"], kind.name, block["heading"].get(language, ""),
        block["heading"].get(first, "") or str(kind.heading), block["words"].get(language, ""),
        block["words"].get(first, "") if language != first else "", choices, "\n".join(refs), kind.offer is not None,
    )  # fmt: skip


def letters_of(issue: NewsletterIssue) -> list[tuple[Any, int]]:
    """What became of the letters, in words and numbers; nothing before they were fixed."""
    if not issue.fixed_at:
        return []
    told = (
        ("fixed", _("recipients")),
        ("sent", _("taken by the mail servers")),
        ("failed", _("could not be sent")),
        ("not_written", _("not written to")),
        ("bounced", _("came back")),
        ("complained", _("complained")),
        ("left", _("left after it")),
    )
    return [(words, issue.count(what)) for what, words in told]


class Act(IssuePage):
    """A button of the issue's page: each asks for its right, does its step, and says what was done."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        do = {
            "submit": self._submit, "return": self._return, "approve": self._approve, "send": self._send,
            "stop": self._stop, "test": self._test,
        }.get(kwargs["act"])  # fmt: skip
        if do is None:
            raise Http404
        try:
            notes.success(request, do())
        except Refused as refusal:
            notes.error(request, str(refusal))
        return redirect(f"{reverse('newsletter_issue', args=(self.issue.pk,))}?words={self.language}")

    def _asked(self, right: str) -> str:
        user = self.request.user
        allowed = user.has_perm(APPROVE) if right == "approve" else may(user, right, NewsletterIssue)
        if not allowed:
            raise PermissionDenied
        return user.get_username()

    def _submit(self) -> str:
        submit_newsletter(issue=self.issue, by=self._asked("change"))
        return _("It waits for somebody else to approve it.")

    def _return(self) -> str:
        self._asked("change")
        return_newsletter(issue=self.issue)
        return _("It is a draft again.")

    def _approve(self) -> str:
        by = self._asked("approve")
        approve_newsletter(issue=self.issue, by=by, texts=frozen_in_all(self.issue, timezone.localdate()))
        return _("It is approved, and frozen in every language as it is now.")

    def _send(self) -> str:
        self._asked("approve")
        number = fix_recipients(
            issue=self.issue, persons=persons_in(self.issue.segment, timezone.localdate())
        )
        return _("It goes to %(number)d subscribers, a few a minute.") % {"number": number}

    def _stop(self) -> str:
        self._asked("approve")
        stop_newsletter(issue=self.issue)
        return _("No more of it is sent.")

    def _test(self) -> str:
        """To oneself, in the language of the page; its links to leave lead nowhere."""
        self._asked("change")
        user = self.request.user
        if not user.email:
            raise Refused(_("Your account has no e-mail address to send it to."))
        text = text_of(self.issue, self.language)
        place = f"{self.request.scheme}://{self.request.get_host()}{reverse('newsletter')}"
        words = {
            name: getattr(text, name).replace(LEAVE, place).replace(OWN, place) for name in ("text", "html")
        }
        post_letter(
            key=f"newsletter-test/{self.issue.code}/{user.pk}/{timezone.now().isoformat()}", to_address=user.email,
            subject=f"[{_('test')}] {text.subject}", body=words["text"], html=words["html"], language=self.language,
            ref=self.issue.ref,
        )  # fmt: skip
        return _("A test in %(language)s is on its way to %(address)s.") % {
            "language": LANGUAGES[self.language], "address": user.email,
        }  # fmt: skip


def text_of(issue: NewsletterIssue, language: str) -> Any:
    """As it was frozen; before that, as it would be today."""
    held = NewsletterText.objects.filter(issue=issue, language=language).first()
    return held or frozen(issue, language, timezone.localdate())


class Preview(View):
    """The issue as a reader gets it, by itself: it may run nothing and fetch nothing."""

    def get(self, request: HttpRequest, pk: int, language: str, form: str) -> HttpResponse:
        if not may_see(request.user, NewsletterIssue):
            raise PermissionDenied
        if language not in LANGUAGES or form not in ("html", "text"):
            raise Http404
        issue = get_object_or_404(NewsletterIssue, pk=pk)
        try:
            text = text_of(issue, language)
        except Refused as refusal:
            return HttpResponse(str(refusal), content_type="text/plain; charset=utf-8", status=422)
        place = reverse("newsletter")
        words = (text.html if form == "html" else text.text).replace(LEAVE, place).replace(OWN, place)
        kind = "text/html" if form == "html" else "text/plain"
        response = HttpResponse(words, content_type=f"{kind}; charset=utf-8")
        response["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
        )
        response["X-Letter-Bytes"] = f"{len((text.text + text.html).encode())} of {LARGEST}"
        return response


URLS = [
    path("<int:pk>/", ComposePage.as_view(), name="newsletter_issue"),
    path("<int:pk>/preview/<str:language>/<str:form>/", Preview.as_view(), name="newsletter_preview"),
    path("<int:pk>/<slug:act>/", Act.as_view(), name="newsletter_act"),
]
