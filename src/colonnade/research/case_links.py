"""Personal links: to one's own submission, and to what one is asked to judge."""

from __future__ import annotations

from typing import Any, Final, TypeVar

from django.db.models import Model

from colonnade.records.languages import site_language
from colonnade.records.signed import Links, whole
from colonnade.research.models import Judge, Submission

M = TypeVar("M", bound=Model)

LINKS: Final[dict[type[Model], Links[Any]]] = {
    Submission: Links(Submission, "colonnade.research.submission"),
    Judge: Links(Judge, "colonnade.research.judge"),
}


def token_of(record: Submission | Judge) -> str:
    """What stands in the address of somebody's own page."""
    return LINKS[type(record)].token_of(record)


def from_token(model: type[M], token: str, *related: str) -> M | None:
    """The record that a link leads to; None where it was not made here, is closed, or the record is withdrawn."""
    rows = model._default_manager.select_related(*related).filter(withdrawn_on=None)
    held: M | None = LINKS[model].held(token, rows)
    return held


def submission_address(submission: Submission) -> str:
    return whole(f"/submission/{token_of(submission)}/", site_language(submission.language))


def judge_address(judge: Judge) -> str:
    return whole(f"/judge/{token_of(judge)}/", site_language(judge.language))
