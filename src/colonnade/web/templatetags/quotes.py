"""Quotes in a template: `{% quotes "QU-1 QU-2" %}`, or all that may stand on the web where none is named."""

from __future__ import annotations

from typing import Any

from django import template

from colonnade.web.quoting import printed

register = template.Library()


@register.inclusion_tag("quotes/quotes.html")
def quotes(codes: str = "") -> dict[str, Any]:
    """What consent lets a public page print today, and nothing else."""
    return {"quotes": printed(codes)}
