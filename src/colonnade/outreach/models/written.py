"""What the office writes for the public: pages, news and stories, each in as many languages as somebody wrote it in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Case, Value, When
from django.http import Http404
from django.urls import Resolver404, resolve
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import (
    AbstractGroupApprovalTask,
    Page,
    PagePermissionTester,
    Revision,
    TaskState,
    WorkflowState,
)
from wagtail.url_routing import RouteResult

from colonnade.outreach.blocks import Body, not_allowed
from colonnade.outreach.models.pictures import Picture


class NobodyAlone(PagePermissionTester):
    """Who may do what with a written page. Nobody publishes by themselves, nor deletes; not even an administrator."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False


class Written(Page):
    """A page somebody wrote. Its languages are pages of their own, under one ``translation_key``.

    It is published by the workflow alone: see ``EditorialTask``. A page in one language that
    only stands in for another (an alias) says nothing in that language.
    """

    localize_default_translation_mode = "simple"

    summary = models.CharField(
        _("in a sentence or two"), max_length=300, blank=True, help_text=_("Shown in lists, in feeds and where the page is shared.")
    )  # fmt: skip
    body = StreamField(Body(), blank=True, verbose_name=_("text"))

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    promote_panels = [FieldPanel("slug")]
    settings_panels: list = []
    show_in_menus_default = False

    class Meta:
        abstract = True

    def permissions_for_user(self, user):
        return NobodyAlone(user, self)

    @cached_property
    def language(self) -> str:
        return str(self.locale.language_code)


RESERVED = frozenset({"documents", "embed", "feeds", "media", "share", "static"})
"""First words that lead to no page, but to something below them."""


def taken(slug: str) -> bool:
    """Is the first word of an address one of the record's own?"""
    if slug in RESERVED:
        return True
    for path in (f"/{slug}/", f"/{slug}/x/"):
        try:
            if resolve(path).url_name != "wagtail_serve":
                return True
        except Resolver404:
            continue
    return False


class FirstWord(Written):
    """A written page whose word may stand first in an address, and so must not be one of the record's."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.slug and taken(self.slug):
            raise ValidationError(
                {"slug": _("“/%(slug)s/” is an address of the record. Choose another.") % {"slug": self.slug}}
            )


class Home(Page):
    """The root of what is written: its text introduces the first page, which itself comes from the record."""

    localize_default_translation_mode = "simple"

    introduction = StreamField(Body(), blank=True, verbose_name=_("introduction"))

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    promote_panels = [FieldPanel("slug")]
    settings_panels: list = []
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["outreach.WrittenPage", "outreach.Stories"]

    class Meta:
        verbose_name = _("first page")

    def permissions_for_user(self, user):
        return NobodyAlone(user, self)

    def route(self, request, path_components):
        """A page below, in the reader's language where it was written in it."""
        if not path_components:
            return super().route(request, path_components)
        found = page_at("/".join(path_components))
        if found is None:
            raise Http404
        return RouteResult(found)


def page_at(path: str) -> Page | None:
    """The page at an address, in the reader's language where it was written in it. Three questions.

    The address carries no language, so the page is looked for in the tree of each.
    """
    homes = Home.objects.values_list("url_path", flat=True)
    here = Page.objects.live().filter(url_path__in=[f"{home}{path.strip('/')}/" for home in homes])
    told = Page.objects.live().filter(translation_key__in=here.values("translation_key"), alias_of=None)
    held = list(_in_order(told))
    if not held:
        return None
    page = held[0].specific
    page.locale = held[0].locale
    page.held_versions = [one for one in held if one.translation_key == page.translation_key]  # it names them
    return page


def _in_order(pages):
    """Those in the reader's language first, then those in the language the office writes in first."""
    first = Case(When(locale__language_code=get_language(), then=Value(0)), default=Value(1))
    return pages.select_related("locale").order_by(first, "locale_id", "pk")


def versions(page: Page) -> list[Page]:
    """The page in each language in which it was written and published, that of the reader first."""
    return list(_in_order(Page.objects.live().filter(translation_key=page.translation_key, alias_of=None)))


def in_language(page: Page) -> Page | None:
    """The page in the reader's language, else in the first in which there is one."""
    return next(iter(versions(page)), None)


class WrittenPage(FirstWord):
    """A general page: the mandate, the priorities, how to reach the office."""

    parent_page_types = ["outreach.Home", "outreach.WrittenPage"]
    subpage_types = ["outreach.WrittenPage"]
    template = "site/page.html"

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")


class Stories(FirstWord):
    """The page under which news and stories stand, newest first."""

    max_count = 1
    parent_page_types = ["outreach.Home"]
    subpage_types = ["outreach.Story"]
    template = "site/stories.html"

    class Meta:
        verbose_name = _("page of news and stories")


class Story(Written):
    """News, or a story of what the office's work led to. A picture stands with what it shows in words, or not at all."""

    class Kind(models.TextChoices):
        NEWS = "news", _("news")
        STORY = "story", _("story")

    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices, default=Kind.NEWS)
    on = models.DateField(_("date"), default=date.today)
    picture = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    picture_alt = models.CharField(_("what the picture shows, in words"), max_length=250, blank=True)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("kind"), FieldPanel("on"), FieldPanel("summary")], _("What and when")),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], _("Picture")),
        FieldPanel("body"),
    ]
    parent_page_types = ["outreach.Stories"]
    subpage_types: list = []
    template = "site/story.html"

    class Meta:
        verbose_name = _("news or story")
        verbose_name_plural = _("news and stories")

    def clean(self) -> None:
        super().clean()
        if self.picture and not self.picture_alt.strip():
            raise ValidationError({"picture_alt": _("Say what the picture shows: not everybody sees it.")})
        if self.picture and not self.picture.allowed_on(date.today()):
            raise ValidationError({"picture": not_allowed(self.picture)})


class EditorialTask(AbstractGroupApprovalTask):
    """A step of the way to the public, taken by somebody who neither wrote the page nor took another step.

    Two of them make a workflow in which author, reviewer and publisher are three persons. An
    administrator is held to it like everybody else; whoever changes a page on its way has written it.
    """

    class Meta:
        verbose_name = _("review by somebody else")
        verbose_name_plural = _("reviews by somebody else")

    @classmethod
    def get_description(cls) -> str:
        return str(
            _(
                "Somebody of these groups, who neither wrote the page nor approved it before, approves it or asks for changes"
            )
        )

    def get_actions(self, obj, user):
        return super().get_actions(obj, user) if may_judge(obj, user) else []

    def get_task_states_user_can_moderate(self, user, **kwargs):
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        held = states.select_related("workflow_state")
        mine = [state.pk for state in held if may_judge(state.workflow_state.content_object, user)]
        return states.filter(pk__in=mine)

    def on_action(self, task_state, user, action_name: str, **kwargs: Any):
        """Approve or send back; refused, however it was asked, to one of those who wrote or approved."""
        if not may_judge(task_state.workflow_state.content_object, user):
            raise PermissionDenied(
                _("Who wrote a page or approved it takes no further step with it: ask a colleague.")
            )
        return super().on_action(task_state, user, action_name, **kwargs)


def may_judge(page: Page, user) -> bool:
    """Is the account none of those who wrote the page since it was last published, or approved it since?"""
    return user is not None and user.pk not in hands_on(page)


def hands_on(page: Page) -> set[int]:
    """The accounts that wrote the page since it was last published, or approved a step of its way now."""
    state = page.current_workflow_state
    hands = writers(page, state)
    if state is not None:
        steps = TaskState.objects.filter(workflow_state=state, status=TaskState.STATUS_APPROVED)
        hands |= set(steps.exclude(finished_by=None).values_list("finished_by_id", flat=True))
    return hands


def writers(page: Page, state: WorkflowState | None) -> set[int]:
    """The accounts that wrote the page since it was last published, or handed it in."""
    written = Revision.objects.for_instance(page)
    if page.live_revision_id:
        written = written.filter(pk__gt=page.live_revision_id)
    hands = set(written.exclude(user=None).values_list("user_id", flat=True))
    return hands | ({state.requested_by_id} - {None} if state is not None else set())
