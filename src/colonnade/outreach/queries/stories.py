"""What the room knows of the news and stories it published, in the form figures count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from colonnade.outreach.models import Story


@dataclass(frozen=True, slots=True)
class StoryFact:
    """News or a story, once whatever number of languages it is read in."""

    pk: int
    title: str
    on: date
    languages: tuple[str, ...]

    @property
    def ref(self) -> str:
        return f"outreach/story/{self.pk}"


def story_facts() -> list[StoryFact]:
    """Every story the public can read, in order of days: the version written first stands for the others."""
    rows = Story.objects.live().public().filter(alias_of=None).order_by("pk")
    versions: dict[object, list[tuple[int, str, date, str]]] = {}
    for key, *told in rows.values_list("translation_key", "pk", "title", "on", "locale__language_code"):
        versions.setdefault(key, []).append(tuple(told))
    facts = [
        StoryFact(*held[0][:3], tuple(language for *_told, language in held)) for held in versions.values()
    ]
    return sorted(facts, key=lambda fact: (fact.on, fact.pk))
