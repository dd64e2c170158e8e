"""How a cell that names a country, or a group of countries, is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from colonnade.places.models import Country, CountryGroup
from colonnade.places.recognise import Ambiguous, Recognised, Recogniser, recogniser
from colonnade.records.intake.cells import Fault, folded, listing
from colonnade.records.intake.kinds import Kind, Ref
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
