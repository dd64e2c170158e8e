"""What the page of an import carries back, so that what is written is what was seen."""

from django import template

from colonnade.web.desk.imports import confirmed

register = template.Library()
register.simple_tag(confirmed)
