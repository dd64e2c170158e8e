"""What the composing page sends: words in one language, blocks in their order, and to whom it goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from colonnade.outreach.models import NewsletterIssue
from colonnade.values.languages import LANGUAGES
from colonnade.web.newsletter.composing import KINDS

SEGMENT = ("languages", "themes", "groups", "kinds")


def composed_from(post: QueryDict, issue: NewsletterIssue, language: str) -> dict[str, Any]:
    """What was typed, laid over what the issue holds: words of other languages stay as they are."""
    blocks = [_block(post, number, held, language) for number, held in enumerate(issue.blocks)]
    return {
        "subjects": issue.subjects | {language: post.get("subject", "")},
        "languages": [code for code in LANGUAGES if code in post.getlist("language")]
        or issue.languages
        or [language],
        "segment": {name: post.getlist(f"segment_{name}") for name in SEGMENT},
        "blocks": _moved(blocks, post.get("act", ""), post.get("kind", "")),
    }


def _block(post: QueryDict, number: int, held: Mapping[str, Any], language: str) -> dict[str, Any]:
    refs = post.getlist(f"refs_{number}")
    if held["kind"] == "figures":
        refs = [line.strip() for line in post.get(f"refs_{number}", "").splitlines() if line.strip()]
    return {
        "kind": held["kind"],
        "heading": held["heading"] | {language: post.get(f"heading_{number}", "")},
        "words": held["words"] | {language: post.get(f"words_{number}", "")},
        "refs": refs,
    }


def _moved(blocks: list[dict[str, Any]], act: str, kind: str) -> list[dict[str, Any]]:
    """The blocks after a button: one more, one fewer, or one in another place."""
    name, _dash, told = act.partition("-")
    number = int(told) if told.isdecimal() else -1
    if name == "add" and kind in KINDS:
        return [*blocks, {"kind": kind, "heading": {}, "words": {}, "refs": []}]
    if not 0 <= number < len(blocks):
        return blocks
    if name == "remove":
        return blocks[:number] + blocks[number + 1 :]
    other = number + {"up": -1, "down": 1}.get(name, 0)
    if other != number and 0 <= other < len(blocks):
        blocks[number], blocks[other] = blocks[other], blocks[number]
    return blocks
