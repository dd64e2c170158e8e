"""Words that may be printed: one question that everything asks, and where they stand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.template import Context, Template
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import make

from colonnade.figures.models import Edition
from colonnade.outreach.actions import withdraw_consent_to_quote
from colonnade.outreach.models import Quote
from colonnade.outreach.queries import consents_ending, ledger, quotes_allowed, reaching
from colonnade.reports.models import Report
from colonnade.web.quoting import PublicQuotesBlock, uses

pytestmark = pytest.mark.django_db

TODAY = date.today()
near = st.none() | st.integers(-200, 200).map(lambda days: TODAY + timedelta(days=days))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    basis=st.sampled_from(Quote.Basis.values), channels=st.sampled_from([[], ["web"], ["print", "web"]]),
    until=near, withdrawn=near,
)  # fmt: skip
def test_the_database_and_the_quote_itself_say_the_same_of_a_consent(basis, channels, until, withdrawn):
    Quote.objects.all().delete()
    quote = make.quote(
        channels=channels, consent_basis=basis, consent_until=until, consent_withdrawn_on=withdrawn
    )

    states = [state for state in Quote.State if ledger().filter(reaching(state, TODAY)).exists()]

    assert states == [quote.state_on(TODAY)]
    assert (quotes_allowed(TODAY, "web") == [quote]) == quote.allowed_on(TODAY, "web")


def test_a_report_as_of_an_earlier_day_leaves_today_and_prints_no_words_taken_back_since():
    quote = make.quote(channels=["oversight"])
    then = date(2014, 4, 9)
    assert quotes_allowed(then, "oversight") == [quote]
    withdraw_consent_to_quote(quote=quote, on=TODAY)
    assert quotes_allowed(then, "oversight") == []


@pytest.mark.parametrize("gone", ["restricted_on", "erased_on"])
def test_words_of_somebody_restricted_or_erased_are_printed_nowhere(gone):
    quote = make.quote()
    setattr(quote.person, gone, date(2020, 1, 1))
    quote.person.save()
    assert quotes_allowed(TODAY, "web") == []


def test_a_page_prints_no_more_than_the_consent_reaches():
    who = make.person("Ana <Lima>", form_of_address="Dr.")
    told = {"function": "Director", "body": "Ministry", "country": make.country("BRA")}
    make.quote("Full & free", who, **told)
    make.quote("كان مفيدا", who, language="ar", with_name=False, with_function=False, **told)
    make.quote("Not on the web", who, channels=["oversight"], **told)

    said = Template("{% load quotes %}{% quotes %}").render(Context())
    block = PublicQuotesBlock()
    placed = block.render(block.to_python({"codes": "QU-none"}))

    assert "<p>Full &amp; free</p>" in said and "Dr. Ana &lt;Lima&gt;" in said
    assert said.count("Ana") == 1 and said.count("Director, Ministry, Brazil") == 1
    assert '<blockquote lang="ar" dir="rtl">' in said and "Not on the web" not in said
    assert "blockquote" not in placed, "a page that names one code prints that one or none"


def edition(code, quote, *, after=None):
    document = {"slides": [{"quotes": [{"kind_of": "Quote", "text": quote.text, "code": quote.code}]}]}
    return Edition.objects.create(
        code=code, report="r", title="Report", first_day=date(2014, 1, 1), last_day=date(2014, 12, 31),
        as_of=date(2014, 12, 31), document=document, supersedes=after,
    )  # fmt: skip


def test_where_words_stand_is_found_in_editions_and_in_reports_as_they_are_arranged():
    reverse("wagtailadmin_home")
    quote, other = make.quote(channels=["oversight"]), make.quote(channels=["print"])
    edition("r-2", quote, after=edition("r-1", quote))
    slides = [
        {"type": "content", "value": {"title": "Said", "body": [
            {"type": "quotes", "value": {"codes": codes, "channel": channel}}]}}
        for codes, channel in ((quote.code, "oversight"), ("", "print"))
    ]  # fmt: skip
    Report.objects.create(code="REP-1", title="Arranged", slides=slides)
    withdrawn = Report.objects.create(code="REP-2", title="Gone", slides=slides)
    Report.objects.filter(pk=withdrawn.pk).update(withdrawn_on=TODAY)

    found = uses([quote, other])

    assert [(use.how, use.title) for use in found[quote.code]] == [
        ("latest", "Report (r-2)"), ("older", "Report (r-1)"), ("arranged", "Arranged"),
    ]  # fmt: skip
    assert [(use.how, use.title) for use in found[other.code]] == [("arranged", "Arranged")]


def test_consents_that_run_out_within_ninety_days_are_told_the_nearest_first():
    far, soon, next_week = (make.quote(consent_until=TODAY + timedelta(days=days)) for days in (91, 90, 7))
    assert list(consents_ending(TODAY)) == [next_week, soon]
    assert far.state_on(TODAY) == "allowed"
