"""The page of an outreach activity or a material: what it reached, each count in its own unit."""

from __future__ import annotations

from typing import Any

from colonnade.outreach.models import Promotion
from colonnade.outreach.queries import Reached, reach_of_materials, reach_of_promotion
from colonnade.web.desk.views import RecordPage


class ReachedPage(RecordPage):
    """A record with what it reached: flows summed over their days, stocks as they were last read."""

    template_name = "desk/outreach/reached.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(reached=self._reached(), **kwargs)

    def _reached(self) -> list[Reached]:
        if isinstance(self.object, Promotion):
            return reach_of_promotion(self.object)
        return reach_of_materials([self.object]).get(self.object.pk, [])
