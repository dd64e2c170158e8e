"""The office as at a day: its name, its statements, its posts and who holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from colonnade.office.models import Holding, Instrument, KindOfWork, Office, Pillar, Post, Statement, Theme
from colonnade.records.errors import Refused
from colonnade.records.queries import standing, valid_on


def the_office() -> Office:
    """The office whose record this is; refused where `colonnade init` was not run."""
    office = Office.objects.order_by("pk").first()
    if office is None:
        raise Refused("No office is set up yet. Run `colonnade init` and give its name.")
    return office


def office_name_on(day: date, language: str = "en") -> tuple[str, str]:
    """The office's name and short name on a day: a dated one where held, else today's."""
    office = the_office()
    held = valid_on(office.names.filter(language=language), day).order_by("-valid_from").first()
    return (held.name, held.short_name or office.short_name) if held else (office.name, office.short_name)


@dataclass(frozen=True, slots=True)
class PostFact:
    """A post on a day: who holds it, or that it is vacant. ``holder`` is empty where the record does not name them."""

    pk: int
    code: str
    title: str
    category: str
    grade: str
    reports_to: int | None
    holder: str
    acting: bool
    filled: bool
    source: str

    @property
    def ref(self) -> str:
        return f"office/post/{self.code}"


def posts_on(day: date) -> list[PostFact]:
    """Every post that exists on the day, in the office's order, with its holder: two queries."""
    holdings = {
        h.post_id: h
        for h in valid_on(standing(Holding.objects), day).select_related("person").order_by("acting")
    }
    facts = []
    for post in valid_on(standing(Post.objects), day).select_related("source"):
        held = holdings.get(post.pk)
        facts.append(PostFact(
            post.pk, post.code, post.title, post.category, post.grade, post.reports_to_id,
            held.person.full_name if held and held.person else "", bool(held and held.acting), held is not None,
            post.source.title if post.source else "",
        ))  # fmt: skip
    return facts


def statements_on(day: date, kind: str) -> list[Statement]:
    """The statements of a kind that hold on the day."""
    return list(valid_on(standing(Statement.objects), day).filter(kind=kind).order_by("valid_from", "code"))


def first_statement(day: date, kinds: Sequence[str]) -> Statement | None:
    """Of the kinds of statement, in this order, the first of which one holds on the day; one query."""
    held = valid_on(standing(Statement.objects), day).filter(kind__in=kinds).order_by("valid_from", "code")
    return min(held, key=lambda statement: kinds.index(statement.kind), default=None)


def founding_instruments(day: date) -> list[Instrument]:
    """What founded the office, in order of date, as far as it had happened by the day."""
    return list(standing(Instrument.objects).filter(founding=True, on__lte=day).order_by("on"))


def pillars_on(day: date) -> list[tuple[Pillar, list[KindOfWork]]]:
    """Each pillar of the day with its kinds of work: two queries."""
    works: dict[int, list[KindOfWork]] = {}
    for work in valid_on(standing(KindOfWork.objects), day):
        works.setdefault(work.pillar_id, []).append(work)
    return [(pillar, works.get(pillar.pk, [])) for pillar in valid_on(standing(Pillar.objects), day)]


def theme_focuses() -> list[tuple[Theme, list[Theme]]]:
    """Each focus with its themes, in order of the time it was valid: “2006–2009: Governance”."""
    themes: dict[int, list[Theme]] = {}
    for theme in standing(Theme.objects).filter(focus__isnull=False).order_by("order", "code"):
        themes.setdefault(theme.focus_id, []).append(theme)  # type: ignore[arg-type]
    focuses = standing(Theme.objects).filter(focus=None).order_by("valid_from", "order", "code")
    return [(focus, themes.get(focus.pk, [])) for focus in focuses]


@dataclass(frozen=True, slots=True)
class SignatoryFact:
    """Who signs for the office on a day. ``signed_for`` is the post whose place they take, where they act for its holder."""

    name: str
    function: str
    signed_for: str = ""


def signatory_on(day: date) -> SignatoryFact | None:
    """The holder of the office's first post on the day, or whoever acts for them; None where the record names nobody.

    The first post is the one that reports to none. Whoever acts signs in their own function, for the head.
    """
    posts = valid_on(standing(Post.objects), day)
    head = posts.filter(reports_to=None).order_by("order", "code").first()
    if head is None:
        return None
    holdings = valid_on(standing(Holding.objects), day).exclude(person=None).select_related("person", "post")
    held = holdings.filter(post=head).order_by("-acting", "-valid_from").first()
    if held is None:
        return None
    if not held.acting:
        return SignatoryFact(held.person.full_name, head.title)
    own = holdings.filter(person=held.person, acting=False).order_by("post__order").first()
    return SignatoryFact(held.person.full_name, own.post.title if own else "Officer-in-Charge", head.title)
