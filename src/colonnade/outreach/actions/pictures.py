"""What happens to pictures: taken off the site when those shown in them no longer agree."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from colonnade.outreach.models import Picture, PictureRendition


@transaction.atomic
def take_pictures_off(*, day: date) -> int:
    """Delete the copies made for pages of every picture that may not be shown on a day; how many pictures had any.

    The picture itself stays with the office, with what was agreed and withdrawn.
    """
    shown = PictureRendition.objects.values("image")
    count = 0
    for picture in Picture.objects.select_for_update().filter(pk__in=shown):
        if picture.allowed_on(day):
            continue
        for copy in picture.renditions.all():
            transaction.on_commit(lambda copy=copy: copy.file.storage.delete(copy.file.name))
            copy.purge_from_cache()
            copy.delete()
        count += 1
    return count
