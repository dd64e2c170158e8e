"""What is kept beside a newsletter so that nobody counts its letters again and again."""

from __future__ import annotations

from colonnade.outreach.models import NewsletterIssue
from colonnade.outreach.queries.newsletter import counted


def recount(issue: int) -> None:
    """Keep what became of the letters of an issue; part of every action that notes an end."""
    NewsletterIssue.objects.filter(pk=issue).update(counts=counted(issue))
