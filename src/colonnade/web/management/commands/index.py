"""`colonnade index`: the words by which public pages are found, made anew from the record."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from colonnade.web.models import SearchDocument
from colonnade.web.site.search import index


class Command(BaseCommand):
    help = "Make the table that the public search asks anew. The worker keeps it; this is for after a restored backup."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = index()
        self.stdout.write(
            f"{SearchDocument.objects.count()} versions of pages are found; {changed} were changed."
        )
