"""The page of an outreach activity or a material: what it reached, each count in its own unit."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from colonnade.outreach.models import Promotion
from colonnade.outreach.queries import Reached, reach_of_materials, reach_of_promotion
from colonnade.values.languages import known
from colonnade.values.words import number_words
from colonnade.web.desk.views import RecordPage


class ReachedPage(RecordPage):
    """A record with what it reached: flows summed over their days, stocks as they were last read."""

    template_name = "desk/outreach/reached.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        tongue = known(get_language() or "en")
        told = [
            (
                unit,
                "" if unit.total is None else number_words(unit.total, tongue),
                [(row, number_words(row.number, tongue)) for row in unit.rows],
            )
            for unit in self._reached()
        ]
        return super().get_context_data(reached=told, **kwargs)

    def _reached(self) -> list[Reached]:
        if isinstance(self.object, Promotion):
            return reach_of_promotion(self.object)
        return reach_of_materials([self.object]).get(self.object.pk, [])
