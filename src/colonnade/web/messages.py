"""Reading the words to be translated out of templates, for `make messages`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation.template import templatize

_WORDS = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"\b(n?gettext)\(\s*({_WORDS})(?:\s*,\s*({_WORDS}))?")


def from_template(
    file: BinaryIO, keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, Any, list]]:
    """Babel's extractor for Django templates: Django itself tells what is translated in them."""
    said = templatize(file.read().decode("utf-8"))
    for call in _CALL.finditer(said):
        line = said.count("\n", 0, call.start()) + 1
        one, many = (ast.literal_eval(words) if words else None for words in call.groups()[1:])
        yield line, call[1], (one, many) if many else one, []
