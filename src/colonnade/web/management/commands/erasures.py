"""`colonnade erasures`: erasing again, after a backup was restored, whoever was erased since it was made."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from colonnade.people.actions import reapply_erasures
from colonnade.people.models import Erasure
from colonnade.web.desk.people.acts import ALSO_ERASED


class Command(BaseCommand):
    """The file of erasures lies beside the database and is in no backup; it says who is to go again."""

    help = "Say who was erased and when; --again erases anew whom a restored backup brought back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="erase again whoever came back with a backup")

    def handle(self, *, again: bool, **options: Any) -> None:
        if again:
            codes = reapply_erasures(also=ALSO_ERASED)
            self.stdout.write(f"Erased again: {', '.join(codes) or 'nobody; all erasures hold'}.")
            return
        for erasure in Erasure.objects.select_related("person"):
            self.stdout.write(f"{erasure.code} {erasure.on} {erasure.person.code}: {erasure.because}")
