"""Personal links: to one's own submission, and to what one is asked to judge."""

from __future__ import annotations

from typing import Final, TypeVar

from django.db.models import Model

from colonnade.records.languages import site_language
from colonnade.records.signed import read_signed, signed, whole
from colonnade.research.models import Judge, Submission

M = TypeVar("M", bound=Model)

SALTS: Final[dict[type[Model], str]] = {
    Submission: "colonnade.research.submission",
    Judge: "colonnade.research.judge",
}


def token_of(record: Submission | Judge) -> str:
    """What stands in the address of somebody's own page."""
    return signed(SALTS[type(record)], record.pk, record.link_version)


def from_token(model: type[M], token: str, *related: str) -> M | None:
    """The record that a link leads to; None where it was not made here, is closed, or the record is withdrawn."""
    told = read_signed(SALTS[model], token)
    rows = model._default_manager.select_related(*related)
    return rows.filter(pk=told[0], link_version=told[1], withdrawn_on=None).first() if told else None


def submission_address(submission: Submission) -> str:
    return whole(f"/submission/{token_of(submission)}/", site_language(submission.language))


def judge_address(judge: Judge) -> str:
    return whole(f"/judge/{token_of(judge)}/", site_language(judge.language))
