"""How a cell that names a country, or a group of countries, is read; and the sheets of what others measure of countries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from colonnade.places.models import Country, CountryGroup, Indicator, IndicatorValue
from colonnade.places.recognise import Ambiguous, Recognised, Recogniser, recogniser
from colonnade.records.intake.cells import Fault, folded, listing
from colonnade.records.intake.kinds import ORDER, YEAR, Kind, Number, Ref, Text, Whole
from colonnade.records.intake.sheets import Column, Sheet, code, provenance
from colonnade.records.intake.wide import Wide
from colonnade.records.queries import standing


class CountryRef(Ref):
    """A country by any of its names, old ones too, or by its code. ``NA`` is Namibia."""

    marks_are_words = True

    def __init__(self, *, many: bool = False) -> None:
        super().__init__(Country, many=many)
        self.index: Recogniser | None = None

    def ready(self, held: dict[str, Any]) -> Kind:
        """The same kind with the names of today's record, read once for all columns of a file."""
        bound = CountryRef(many=self.many)
        bound.index = held["countries"] if "countries" in held else recogniser()
        held["countries"] = bound.index
        return bound

    def one(self, word: str) -> str:
        answer = (self.index or recogniser()).read(word)
        if isinstance(answer, Recognised):
            return answer.country.code
        if isinstance(answer, Ambiguous):
            meant = " or ".join(f"{country.name_en} ({country.code})" for country in answer.candidates)
            codes = " or ".join(country.code for country in answer.candidates)
            raise Fault(f"“{word}” may mean {meant}.", f"Write {codes}.", question=True)
        if answer.body:
            raise Fault(
                f"“{word}” is not a country.", "Leave the country empty and name it as the organisation."
            )
        near = " or ".join(f"{country.name_en} ({country.code})" for country in answer.suggestions)
        do = f"Did you mean {near}?" if near else "Write its name, or its code of three letters."
        raise Fault(f"“{word}” is not a country or area that is known.", do)

    def options(self) -> Sequence[str]:
        """The English names, each of which means one country; with the code where the name alone does not."""
        if self.many:
            return ()
        index = recogniser()
        return sorted(
            country.name_en if isinstance(index.read(country.name_en), Recognised) else country.code
            for country in standing(Country.objects)
        )

    def about(self) -> str:
        return "countries, between semicolons" if self.many else "country"


class GroupRef(Ref):
    """A group of countries by its code or its name."""

    def __init__(self) -> None:
        super().__init__(CountryGroup)
        self.known: dict[str, str] = {}

    def ready(self, held: dict[str, Any]) -> Kind:
        bound = GroupRef()
        pairs = list(standing(CountryGroup.objects).values_list("code", "name"))
        bound.known = {folded(name): code for code, name in pairs} | {folded(code): code for code, _ in pairs}
        return bound

    def one(self, word: str) -> str:
        if folded(word) in self.known:
            return self.known[folded(word)]
        codes = sorted(set(self.known.values()))
        raise Fault(
            f"“{word}” is not a group of countries that is known.", f"Choose among: {listing(codes)}."
        )

    def options(self) -> Sequence[str]:
        return tuple(standing(CountryGroup.objects).order_by("code").values_list("code", flat=True))

    def about(self) -> str:
        return "group of countries, such as LDC"


INDICATORS = Sheet(
    name="Indicators",
    model=Indicator,
    about="Series that others work out for countries, such as an index; their values stand on the next sheet.",
    columns=(
        code("Short, as the publisher calls the series: EGDI."),
        Column("name", Text(), "In full.", required=True),
        Column("short_name", Text()),
        Column("unit", Text(), "What its values mean: from 0 to 1."),
        Column("decimals", Whole(0, 6), "How many decimals are printed; 4 if empty."),
        Column("publisher", Text(), "Who works it out.", required=True),
        Column("licence", Text(), "On what terms the values may be shown; printed with them.", label="Terms of use"),
        Column("order", ORDER, "The place among the others."),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-IN-1", "name": "Index of online services", "unit": "from 0 to 1", "decimals": "3",
         "publisher": "The publisher", "licence": "free with the source named", "source": "EXAMPLE-SRC-1"},
        {"code": "EXAMPLE-IN-2", "name": "Households with Internet", "unit": "per cent", "decimals": "1",
         "publisher": "National office of statistics"},
    ),
)  # fmt: skip


def items() -> dict[str, str]:
    """The indicators of the record by what a column may call them: code, short name or name, folded."""
    held = list(standing(Indicator.objects).values_list("name", "short_name", "code"))
    return {folded(words): code for *names, code in held for words in (*names, code) if words}


INDICATOR_VALUES = Sheet(
    name="Indicator values",
    model=IndicatorValue,
    many=True,
    about="What an indicator says of a country in one edition. A table with a column for each indicator is read as well.",
    columns=(
        code("The indicator, the country and the year with hyphens between: EGDI-WSM-2014."),
        Column("indicator", Ref(Indicator), "Code of the indicator.", required=True),
        Column("country", CountryRef(), required=True),
        Column("year", YEAR, "The year of the edition.", required=True, label="Edition"),
        Column("value", Number(6), "Empty where the country was not assessed."),
        Column("rank", Whole(1), "As the publisher prints it."),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-IN-1-WSM-2014", "indicator": "EXAMPLE-IN-1", "country": "Samoa", "year": "2014",
         "value": "0.4204", "rank": "111"},
        {"code": "EXAMPLE-IN-1-KOR-2014", "indicator": "EXAMPLE-IN-1", "country": "Republic of Korea", "year": "2014",
         "value": "0.9462", "rank": "1"},
    ),
    wide=Wide(
        item="indicator", value="value", beside="rank", items=items,
        shared={"country": ("country", "country name", "iso3", "iso 3", "iso code", "iso-3166"),
                "year": ("year", "edition", "survey", "survey year")},
    ),
)  # fmt: skip

SHEETS = (INDICATORS, INDICATOR_VALUES)
