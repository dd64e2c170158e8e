"""Python's search for circular rubbish, put off while a report is made.

A report of 2,000 events makes some hundred thousand small values, none of them in circles. Each time enough of them
have gathered, Python searches the whole process for circles, Django and Wagtail with it, and finds none: half of the
time of such a report. It is over in a second, and what is rubbish then is swept as usual.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unswept() -> Iterator[None]:
    """As long as the block lasts. Of two that overlap in threads, the first to end lets the search go on again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
