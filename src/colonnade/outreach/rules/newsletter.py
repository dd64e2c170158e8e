"""How a newsletter is read: which language stands in for another, what is sealed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

LEAVE: Final = "\ue001"
OWN: Final = "\ue002"
"""Stand in a frozen text where each reader's own links go: marks that no keyboard types."""

KINDS: Final = ("text", "publications", "events", "figures", "stories")
"""The kinds of block, in the order in which they are offered."""


@dataclass(frozen=True)
class Said:
    """Words with the language they are in, which is not always the one asked for."""

    text: str
    language: str


def said(words: Mapping[str, str], language: str, languages: Sequence[str]) -> Said | None:
    """Words in a language; where there are none, in the first of the issue's languages that has some; None where none has."""
    for one in (language, *languages, *sorted(words)):
        if words.get(one, "").strip():
            return Said(words[one].strip(), one)
    return None


def sealed(*told: Any) -> str:
    """A fingerprint of what is approved."""
    return sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def without_marks(text: str) -> str:
    """Words somebody typed or pasted, without the marks that stand for a reader's links."""
    return text.replace(LEAVE, "").replace(OWN, "")
