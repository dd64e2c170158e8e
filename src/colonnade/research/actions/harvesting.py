"""What harvesters are given is kept up with the record: whatever changed it, the next harvest says so."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from colonnade.office.models import Office, OfficeName, Theme
from colonnade.places.models import Country
from colonnade.programme.models import Activity
from colonnade.records.queries import standing
from colonnade.research.models import (
    Contribution,
    HarvestItem,
    HarvestMark,
    LanguageVersion,
    Product,
    PublicationFile,
    Series,
    Study,
)
from colonnade.research.queries.publications import Publication, Version, publications
from colonnade.research.rules.products import ISSUED

_OF_ONE: Final[dict[type, str]] = {
    Product: "id",
    LanguageVersion: "product_id",
    PublicationFile: "version_id",
    Contribution: "product_id",
}
"""Kinds whose change alters the publications they belong to, and how their history names them."""
_OF_ALL: Final = (Series, Office, OfficeName, Theme, Country, Activity)
"""Kinds that stand in many records at once; of activities those of studies, whose themes are their products'."""

Seen = dict[str, list[int]]


def settle_harvest(*, now: datetime | None = None) -> int:
    """Bring what harvesters are given into line with the record; the number of records that changed for them.

    It reads the history to see whether anything was written since the last time, by whatever way: a form, an import,
    an erasure. A record that reads as before keeps its datestamp; one that is gone stays as deleted.
    """
    seen = _seen()
    mark = HarvestMark.objects.order_by("pk").first()
    if mark is not None and mark.seen == seen:
        return 0
    return _settle((now or timezone.now()).replace(microsecond=0))


@transaction.atomic
def _settle(now: datetime) -> int:
    HarvestMark.objects.get_or_create(pk=1, defaults={"begun_at": now})
    mark = HarvestMark.objects.select_for_update().get(pk=1)
    seen = _seen()
    touched = _touched(mark.seen, seen)
    held = HarvestItem.objects.select_related("version")
    items = {
        item.version_id: item
        for item in (held if touched is None else held.filter(version__product__in=touched))
    }
    products = standing(Product.objects).filter(state__in=ISSUED)
    told = {
        version.pk: (publication, version)
        for publication in publications(products if touched is None else products.filter(pk__in=touched))
        for version in publication.versions
    }
    new, changed = [], []
    for key, (publication, version) in told.items():
        item = items.get(key)
        fresh = _item(publication, version, now)
        if item is None:
            new.append(fresh)
        elif item.deleted or item.fingerprint != fresh.fingerprint:
            fresh.pk = item.pk
            changed.append(fresh)
    for key, item in items.items():
        if key not in told and not item.deleted:
            item.deleted, item.datestamp = True, now
            changed.append(item)
    HarvestItem.objects.bulk_create(new, batch_size=200)
    HarvestItem.objects.bulk_update(
        changed, ["datestamp", "fingerprint", "deleted", "series", "year", "language"], batch_size=200
    )
    mark.seen = seen
    mark.save(update_fields=["seen"])
    return len(new) + len(changed)


def _item(publication: Publication, version: Version, now: datetime) -> HarvestItem:
    return HarvestItem(
        version_id=version.pk, datestamp=now, deleted=False, language=version.language,
        fingerprint=hashlib.sha256(repr((publication, version.code)).encode()).hexdigest(),
        series=publication.series_code, year=str(publication.year or ""),
    )  # fmt: skip


def _seen() -> Seen:
    """How far each history goes, and how many lines it has: a line written late under an earlier number is seen too."""
    found = {}
    for model in (*_OF_ONE, *_OF_ALL):
        lines: Any = model.history.all()  # type: ignore[attr-defined]  # history is added to the class
        if model is Activity:
            lines = lines.filter(id__in=Study.objects.values("activity"))
        told = lines.aggregate(last=Max("history_id"), lines=Count("history_id"))
        found[model.__name__] = [told["last"] or 0, told["lines"]]
    return found


def _touched(before: Seen, now: Seen) -> set[int] | None:
    """The publications that something was written about since; None where it may be any of them."""
    if not before or any(before.get(model.__name__) != now[model.__name__] for model in _OF_ALL):
        return None
    found: set[int] = set()
    for model, field in _OF_ONE.items():
        last, lines = before.get(model.__name__, [0, 0])
        since: Any = model.history.filter(history_id__gt=last)  # type: ignore[attr-defined]  # history is added to the class
        if now[model.__name__][1] - lines != since.count():
            return None
        found.update(_owners(model, field, since))
    # Whoever takes the place of another is named on its page.
    return found | set(Product.objects.filter(superseded_by__in=found).values_list("pk", flat=True))


def _owners(model: type, field: str, since: Any) -> Iterable[int]:
    if model is PublicationFile:
        keys = set(since.values_list("version_id", flat=True))
        return LanguageVersion.objects.filter(pk__in=keys).values_list("product_id", flat=True)
    return {key for key in since.values_list(field, flat=True) if key}
