"""What the public site begins with: its root, its languages, its menu, and the way of a page to the public."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.html import escape
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from colonnade.office.models import Office
from colonnade.office.queries import statements_on
from colonnade.outreach.models import EditorialTask, Home, Stories, Story, WrittenPage
from colonnade.programme.models import Priority
from colonnade.records.queries import standing
from colonnade.web.desk.roles import AUTHORS
from colonnade.web.models import MenuEntry
from colonnade.web.site import menu

REVIEWERS = ("Communications", "Programme officer", "Head")
PUBLISHERS = ("Communications", "Head")
"""Who may review and publish, by role. A person of two roles still takes one step only."""

WORKFLOW = "Author, reviewer, publisher"


@transaction.atomic
def lay_site(name: str = "") -> Home:
    """The root of what is written and all that belongs to it. Safe to repeat: what is there is left as it is."""
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    home = _home(name)
    _rights(home.get_parent())
    _workflow(home.get_parent())
    if not MenuEntry.objects.exists():
        news = Stories.objects.first()
        for order, section in enumerate(MenuEntry.Section.values):
            MenuEntry.objects.create(order=10 * (order + 1), section=section, shown=section in menu.USUAL)
        MenuEntry.objects.create(order=25, page=news)
    menu.forget()
    return home


def _home(name: str) -> Home:
    locale = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
    home = Home.objects.filter(locale=locale).first()
    if home is None:
        root = Page.get_first_root_node()
        home = root.add_child(instance=Home(title=name or "Colonnade", slug="office", locale=locale))
        publish(home)
    site = Site.objects.filter(is_default_site=True).first() or Site(
        hostname="localhost", is_default_site=True
    )
    if site.root_page_id != home.pk:
        welcome = site.root_page if site.pk else None
        site.root_page = home
        site.save()
        # The page that comes with Wagtail says how to begin with Wagtail.
        if welcome is not None and welcome.specific_class in (None, Page) and welcome.depth == 2:
            welcome.delete()
    if not Stories.objects.filter(locale=locale).exists():
        home.refresh_from_db()
        publish(home.add_child(instance=Stories(title="News and stories", slug="news", locale=locale)))
    return home


def publish(page: Page) -> Page:
    """Put a page that comes with the product, or with the sample, before the public: it was read by those who made it."""
    page.save_revision().publish()
    return page


def _rights(root: Page) -> None:
    """Authors write pages and pictures; the head takes a page off. Nobody has the right to publish by themselves."""
    page_rights = {name: ["add_page", "change_page"] for name in AUTHORS}
    page_rights["Head"].append(
        "publish_page"
    )  # which allows taking off: see outreach.models.written.NobodyAlone
    files = Collection.get_first_root_node()
    for name, rights in page_rights.items():
        group, _new = Group.objects.get_or_create(name=name)
        for permission in Permission.objects.filter(
            content_type__app_label="wagtailcore", codename__in=rights
        ):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
        kept = Permission.objects.filter(
            codename__in=["add_picture", "change_picture", "choose_picture", "add_document", "change_document", "choose_document"]
        )  # fmt: skip
        for permission in kept:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=files, permission=permission
            )


def _workflow(root: Page) -> None:
    """Two steps after the author's, each taken by somebody who took none before."""
    if WorkflowPage.objects.filter(page=root, workflow__name=WORKFLOW).exists():
        return
    workflow = Workflow.objects.create(name=WORKFLOW)
    for order, (step, roles) in enumerate((("Review", REVIEWERS), ("Publication", PUBLISHERS))):
        task = EditorialTask.objects.create(name=step)
        task.groups.set(Group.objects.filter(name__in=roles))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    # In place of the workflow that comes with Wagtail: one approval, by anybody.
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})


# The sample ------------------------------------------------------------------------------------------------------

TRANSLATED = {
    "ar": ("الولاية", "ما الغرض من المكتب", "يساعد المكتب الدول الأعضاء، ولا سيما البلدان النامية وأقل البلدان نموا، على تعزيز قدرتها على الحوكمة بالابتكار والحكومة الإلكترونية وتكنولوجيا المعلومات والاتصالات من أجل التنمية المستدامة."),
    "fr": ("Le mandat", "À quoi sert le Bureau", "Le Bureau aide les États Membres, en particulier les pays en développement et les pays les moins avancés, à renforcer leur capacité de gouvernance par l’innovation, l’administration en ligne et les technologies de l’information et des communications, au service du développement durable."),
}  # fmt: skip
"""The mission of the sample office in further languages: our own translation, and the page says so."""

UNOFFICIAL = {"ar": "ترجمة غير رسمية.", "fr": "Traduction non officielle."}


@transaction.atomic
def lay_sample_pages() -> None:
    """Pages of the sample office, in the words of its own record. Made once."""
    home = lay_site(getattr(Office.objects.first(), "name", ""))
    if WrittenPage.objects.exists():
        return
    mandate = _sample_page(home, "The mandate", "mandate", "What the office is for", _statements())
    for code, (title, summary, text) in TRANSLATED.items():
        page = mandate.copy_for_translation(Locale.objects.get(language_code=code), copy_parents=True)
        page.title, page.draft_title, page.summary = title, title, summary
        page.body = [("text", f"<p>{text}</p>"), ("text", f"<p><i>{UNOFFICIAL[code]}</i></p>")]
        publish(page)
    _sample_page(home, "Priorities", "priorities", "What the office puts first, year by year", _priorities())
    news = Stories.objects.filter(locale=home.locale).get()
    story = Story(
        title="The Committee hears of eight years of work", slug="committee-2014", kind=Story.Kind.NEWS, on=date(2014, 4, 9),
        summary="On 9 April 2014 the office told the Committee of Experts on Public Administration what it has done since 2006.",
        body=[
            ("text", "<p>The account covers the years from 2006 to 2013: research, capacity-building, and communication and outreach.</p>"),
            ("figure", {"key": "capacity.participations", "period": "2006-2013"}),
            ("records", {"kind": "reports", "most": 3}),
        ],
    )  # fmt: skip
    publish(news.add_child(instance=story))
    MenuEntry.objects.create(order=15, page=mandate)
    menu.forget()


def _sample_page(home: Home, title: str, slug: str, summary: str, body: list) -> WrittenPage:
    home.refresh_from_db()
    page = WrittenPage(title=title, slug=slug, summary=summary, body=body)
    return publish(home.add_child(instance=page))  # type: ignore[return-value]


def _statements() -> list:
    """Vision and mission as they stand today, else as the record last had them."""
    told = [held for kind in ("mission", "vision") for held in statements_on(date.today(), kind)]
    return [
        part for held in told for part in (("heading", held.heading), ("text", f"<p>{escape(held.text)}</p>"))
    ]


def _priorities() -> list:
    body, year = [], None
    for priority in standing(Priority.objects).order_by("-year", "number"):
        if priority.year != year:
            year = priority.year
            body.append(("heading", str(year)))
            body.append(("text", ""))
        body[-1] = ("text", f"{body[-1][1]}<li>{escape(priority.title)}</li>")
    return [(kind, f"<ol>{text}</ol>" if kind == "text" else text) for kind, text in body]
