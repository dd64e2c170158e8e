"""What happens to reach: it is recorded, and nothing is counted twice."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.outreach.models import Material, Promotion, Reach
from colonnade.records.errors import Refused, refuse_unsound
from colonnade.records.queries import standing


@transaction.atomic
def record_reach(
    *, of: Promotion | Material, unit: str, number: int, first_day: date, last_day: date | None = None,
    method: str, code: str, channel: str = "", **facts: Any,
) -> Reach:  # fmt: skip
    """Record what somebody counted of an outreach activity or a material: over some days, or of followers on one."""
    held = type(of).objects.select_for_update(no_key=True).get(pk=of.pk)
    facts["promotion" if isinstance(of, Promotion) else "material"] = held
    reach = Reach(code=code, unit=unit, number=number, first_day=first_day, last_day=last_day or first_day,
                  method=method, channel=channel, **facts)  # fmt: skip
    refuse_unsound(reach)
    refuse_counted_twice(reach)
    reach.save()
    return reach


def refuse_counted_twice(reach: Reach) -> None:
    """Refuse a count of days that another count of the same thing, channel and unit has in it already."""
    same = standing(Reach.objects).filter(
        promotion=reach.promotion_id, material=reach.material_id, unit=reach.unit, channel=reach.channel,
        first_day__lte=reach.last_day, last_day__gte=reach.first_day,
    ).exclude(pk=reach.pk).order_by("first_day", "code").first()  # fmt: skip
    if same is None or reach.withdrawn_on:
        return
    raise Refused(
        _(
            "%(other)s counts %(unit)s of “%(about)s” for %(period)s already: days in both would count twice. "
            "Withdraw one of the two, or name the channel that tells them apart."
        )
        % {"other": same.code, "unit": reach.get_unit_display(), "about": reach.about, "period": same.period}
    )
