"""The sections of a country's page, a function each, and the list of them in their order."""

from __future__ import annotations

from typing import Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from colonnade.money.models import Agreement
from colonnade.money.queries import agreements_with
from colonnade.outreach.queries import quotes_allowed
from colonnade.people.queries import usable
from colonnade.places.queries import country_names
from colonnade.programme.queries import partners_in
from colonnade.records.models import partial
from colonnade.research.models import Product
from colonnade.values.period import Period
from colonnade.values.words import date_words, period_words
from colonnade.web.countries.composing import Asked, Composer, Line, Said, Section
from colonnade.web.desk.rights import may_see

QUOTES_AT_MOST = 6


def hosted(asked: Asked) -> Section:
    """Events held in the country."""
    told = asked.published("capacity.events_held", host=asked.country.code)
    return Section(
        "hosted", _("Events held here"), asked.lines(told), (asked.count(told, _("Events held here")),)
    )


def attended(asked: Asked) -> Section:
    """Events at which the country was represented, and how many took part for it: a small number is not told."""
    code = asked.country.code
    told = asked.published("capacity.country_participations", country=code)
    officials = asked.published("capacity.participations", country=code)
    counts = (
        asked.count(told, _("Events with participants from here")),
        asked.count(officials, _("Participations of officials")),
    )
    note = _(
        "Somebody at three events counts three times. Of events counted by heads it is not known who came from where."
    )
    return Section("attended", _("Events attended"), asked.lines(told), counts, note=note)


def missions(asked: Asked) -> Section:
    """Advisory missions to the country and study tours in it."""
    told = asked.published("capacity.missions_and_tours", host=asked.country.code)
    return Section(
        "missions", _("Advisory missions and study tours"), asked.lines(told), (asked.count(told),)
    )


def studies(asked: Asked) -> Section:
    """Studies that are about the country."""
    told = asked.published("research.studies", covered=asked.country.code)
    return Section("studies", _("Studies"), asked.lines(told), (asked.count(told, _("Studies on it")),))


def products(asked: Asked) -> Section:
    """What was published about the country."""
    told = asked.published("research.products", covered=asked.country.code)
    kinds = {str(kind): capfirst(str(words)) for kind, words in Product.Kind.choices}
    notes = {product.ref: kinds.get(product.kind, "") for product in asked.record.products}
    counts = (asked.count(told, _("Publications on it")),)
    return Section("products", _("Publications"), asked.lines(told, notes), counts)


def cases(asked: Asked) -> Section:
    """Cases of good practice from the country."""
    told = asked.published("research.cases", country=asked.country.code)
    return Section(
        "cases", _("Good practices"), asked.lines(told), (asked.count(told, _("Cases from here")),)
    )


def quotes(asked: Asked) -> Section:
    """Words of people from the country that may be printed on the web today, whatever day the page is asked as at."""
    held = [quote for quote in quotes_allowed(asked.today, "web") if quote.country_id == asked.country.pk]
    shown = (
        set(usable().filter(pk__in={q.person_id for q in held}).values_list("pk", flat=True))
        if held
        else set()
    )
    name_of = country_names(asked.language, asked.today) if held else {}
    said = [
        Said(
            quote.printed,
            " ".join(filter(None, (quote.person.form_of_address, quote.person.full_name))) if quote.with_name else "",
            ", ".join(filter(None, (
                *((quote.function, quote.body) if quote.with_function else ()), name_of.get(asked.country.code, ""),
            ))),
            quote.language, quote.code,
        )
        for quote in held if quote.person_id in shown
    ]  # fmt: skip
    return Section("quotes", _("What people from here said"), quotes=tuple(said[:QUOTES_AT_MOST]))


def partners(asked: Asked) -> Section:
    """Organisations of the country that were partners, with the years in which they were."""
    lines = []
    for name, parts, years in partners_in(asked.country.code):
        held = {part.activity.starts_on.year for part in parts if part.activity.starts_on} | {
            y.year for y in years
        }
        roles = dict.fromkeys(str(part.get_role_display()) for part in parts)
        lines.append(Line(name, years_words(held), note=", ".join(roles)))
    return Section("partners", _("Partners"), tuple(lines))


def years_words(years: set[int]) -> str:
    """Years as a reader says them: 2010, 2012–2014."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(period_words(Period.of_years(run[0], run[-1])) for run in runs)


def agreements(asked: Asked) -> Section | None:
    """Agreements with organisations of the country: for those of the staff who may read agreements."""
    if not asked.staff or not may_see(asked.user, Agreement):
        return None
    lines = []
    for held in agreements_with(asked.country.code):
        signed = partial(held.signed_on, held.signed_precision)
        when = date_words(signed, asked.language) if signed else ""
        ends = _("until %(day)s") % {"day": date_words(held.ends_on, asked.language)} if held.ends_on else ""
        note = " · ".join(filter(None, (held.partner.name, ends)))
        lines.append(Line(held.title, when, asked.page_of(held.ref), note))
    return Section("agreements", _("Agreements"), tuple(lines))


COMPOSERS: Final[tuple[Composer, ...]] = (
    hosted,
    attended,
    missions,
    studies,
    products,
    cases,
    partners,
    agreements,
    quotes,
)
"""Who says what of a country, in the order of the page. A part that is added stands here."""
