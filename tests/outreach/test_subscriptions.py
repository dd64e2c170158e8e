"""Having the newsletter and having it no more: who is asked, who is written to, and what is left of whoever left."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests import make
from tests.people.test_erasing import everywhere

from colonnade.figures.measure import Measurer
from colonnade.outreach.actions import (
    ask_for_newsletter,
    ask_new_address,
    choose,
    complain,
    confirm_new_address,
    confirm_subscription,
    count_subscribers,
    follow_consents,
    forget_unconfirmed,
    leave_newsletter,
    subscribe_by_consent,
)
from colonnade.outreach.links import from_token, token_of
from colonnade.outreach.mailboxes import mailbox_of
from colonnade.outreach.models import SubscriberCount, Subscription
from colonnade.outreach.queries import subscribers
from colonnade.people.actions import give_consent, withdraw_consent
from colonnade.people.models import Consent, Message
from colonnade.records.errors import Refused
from colonnade.values.period import Period
from colonnade.web.desk.people.acts import erase
from colonnade.web.newsletter.segments import take_up_consents

pytestmark = pytest.mark.django_db

SECRET = "zyxaigul@example.org"
State = Subscription.State


@pytest.fixture(autouse=True)
def office(db):
    return make.office()


def states() -> list[str]:
    return list(Subscription.objects.order_by("pk").values_list("state", flat=True))


def agreed(person, *, at=None, **facts) -> Consent:
    return give_consent(
        person=person, purpose="mailing_list", wording="The office may write to me.", language="fr",
        **{"channel": "form", "at": at, **facts},
    )  # fmt: skip


# Asked and confirmed.


def test_who_asks_is_subscribed_only_when_the_mailbox_has_confirmed():
    ask_for_newsletter(address="Reader@example.org", language="ar")

    held = Subscription.objects.get()
    letter = Message.objects.get()
    assert (held.state, held.language, list(subscribers({}))) == (State.ASKED, "ar", [])
    assert (letter.to_address, letter.language, token_of(held, "confirm") in letter.body) == (
        "Reader@example.org",
        "ar",
        True,
    )

    confirm_subscription(subscription=held)
    assert list(subscribers({})) == [held]


def test_asking_again_in_other_capitals_is_the_same_mailbox_and_floods_nobody():
    for address in ("reader@example.org", "READER@example.org") * 4:
        ask_for_newsletter(address=address, language="en")

    assert (Subscription.objects.count(), Message.objects.count()) == (1, 3)


def test_no_person_is_made_of_an_address_and_the_one_who_has_it_is_linked():
    known = make.person(email="Reader@example.org")
    for _ in range(2):
        make.person(email="family@example.org")
    for address in ("reader@example.org", "family@example.org", "stranger@example.org"):
        confirm_subscription(subscription=make.subscription(address, state="asked", confirmed_at=None))

    assert list(Subscription.objects.order_by("pk").values_list("person", flat=True)) == [
        known.pk,
        None,
        None,
    ]
    assert type(known).objects.count() == 3


def test_an_address_that_nobody_confirms_is_forgotten_with_its_letter_after_14_days():
    ask_for_newsletter(address=SECRET, language="en")
    assert (forget_unconfirmed(), everywhere("zyxaigul") != []) == (0, True)

    assert forget_unconfirmed(now=timezone.now() + timedelta(days=15)) == 1
    assert (Subscription.objects.count(), everywhere("zyxaigul")) == (0, [])


# Leaving.


def test_whoever_leaves_is_nowhere_in_the_whole_database_and_still_known(settings):
    person = make.person()
    held = make.subscription(SECRET, person=person)
    consent = agreed(person)
    ask_for_newsletter(address=SECRET, language="en")
    leave_newsletter(subscription=held)

    assert everywhere("zyxaigul") == []
    assert Subscription.objects.get().mailbox == mailbox_of(SECRET)
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    person.email = SECRET
    person.save()
    old = agreed(person, at=timezone.now() - timedelta(days=3), ref="capacity/event/EV-OLD", channel="paper")
    assert subscribe_by_consent(consent=old, proved=True) is None, "an older yes brings nobody back"
    new = agreed(person, at=timezone.now() + timedelta(days=3), ref="capacity/event/EV-NEW", channel="paper")
    assert subscribe_by_consent(consent=new, proved=True).state == State.ASKED, (
        "a newer one is asked about first"
    )


def test_leaving_twice_is_leaving_once_and_an_old_link_confirms_nothing():
    held = make.subscription()
    leave, confirm = token_of(held, "leave"), token_of(held, "confirm")
    leave_newsletter(subscription=held)
    ended = Subscription.objects.get().ended_at
    leave_newsletter(subscription=from_token(leave, "leave"))

    assert Subscription.objects.get().ended_at == ended
    with pytest.raises(Refused, match="has ended"):
        confirm_subscription(subscription=from_token(confirm, "confirm"))


def test_a_link_to_leave_opens_nothing_else():
    token = token_of(make.subscription(), "leave")

    assert [from_token(token, purpose) for purpose in ("own", "confirm", "address")] == [None, None, None]


def test_to_somebody_who_complained_no_form_brings_a_letter():
    complain(subscription=make.subscription(SECRET))
    ask_for_newsletter(address=SECRET, language="en")

    assert (states(), Message.objects.count()) == ([State.BLOCKED], 0)


def test_who_comes_back_has_a_new_row_beside_the_one_that_ended():
    leave_newsletter(subscription=make.subscription("reader@example.org"))
    ask_for_newsletter(address="reader@example.org", language="en")

    assert states() == [State.LEFT, State.ASKED]


# Changing.


def test_a_new_address_holds_once_its_own_mailbox_has_confirmed():
    held = make.subscription("old@example.org", state="bounced")
    ask_new_address(subscription=held, address="new@example.org")
    held.refresh_from_db()
    assert (held.address, Message.objects.get().to_address) == ("old@example.org", "new@example.org")

    token = token_of(held, "address")
    ask_new_address(subscription=held, address="newer@example.org")
    assert from_token(token, "address") is None, "the link of another address"
    held.refresh_from_db()
    confirm_new_address(subscription=from_token(token_of(held, "address"), "address"))
    held.refresh_from_db()
    assert (held.address, held.state, held.mailbox) == (
        "newer@example.org",
        State.CONFIRMED,
        mailbox_of("newer@example.org"),
    )


def test_themes_chosen_narrow_and_none_chosen_means_all():
    everything, some = make.subscription(), make.subscription(language="fr")
    choose(subscription=some, language="es", themes=[make.theme("water")])

    assert set(subscribers({"themes": ["water"]})) == {everything, some}
    assert set(subscribers({"themes": ["tax"]})) == {everything}
    assert set(subscribers({"languages": ["es"]})) == {some}


# By consent at a registration.


def test_a_consent_counts_alone_where_the_mailbox_is_known_to_be_the_persons_and_is_asked_about_otherwise():
    past, to_come = make.event("2020-05-06"), make.event("2035-05-06")
    came, missed, waits, signed = (
        make.person(email=f"{name}@example.org") for name in ("came", "missed", "waits", "signed")
    )
    make.participation(past, came)
    make.participation(past, missed, status="absent")
    make.participation(to_come, waits, status="registered")
    for person, event, channel in (
        (came, past, "form"),
        (missed, past, "form"),
        (waits, to_come, "form"),
        (signed, past, "paper"),
    ):
        agreed(person, ref=event.ref, channel=channel)

    assert (take_up_consents(), take_up_consents()) == (3, 0)
    assert {one.person: (one.state, one.language) for one in Subscription.objects.all()} == {
        came: (State.CONFIRMED, "fr"), missed: (State.ASKED, "fr"), signed: (State.CONFIRMED, "fr"),
    }  # fmt: skip
    assert [letter.to_address for letter in Message.objects.all()] == ["missed@example.org"]


def test_a_consent_taken_back_ends_what_rests_on_it():
    person = make.person(email=SECRET)
    consent = agreed(person, channel="paper")
    subscribe_by_consent(consent=consent, proved=True)
    withdraw_consent(consent=consent)

    assert (list(subscribers({})), follow_consents(), states()) == ([], 1, [State.LEFT])


def test_an_erasure_ends_every_wish_of_the_person_and_leaves_no_address():
    person = make.person(email=SECRET)
    make.subscription(SECRET)
    make.subscription("second-zyxaigul@example.org", person=person)
    other = make.subscription("other@example.org")
    ask_for_newsletter(address=SECRET, language="en")
    erase(person=person, because="asked for it", by="head")

    assert (everywhere("zyxaigul"), list(subscribers({}))) == ([], [other])


# Counted.

spells = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.booleans(), st.sampled_from(["en", "fr"])), max_size=6
)


@hypothesis_settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(spells=spells)
def test_the_figure_on_each_day_is_how_many_were_subscribed_at_its_end(spells):
    SubscriberCount.objects.all().delete()
    Subscription.objects.all().delete()
    begin = date(2026, 3, 1)
    noon = timezone.now().replace(year=2026, month=3, day=1, hour=12)
    for starts, length, ends, language in spells:
        until = noon + timedelta(days=starts + length) if ends else None
        make.subscription(
            language=language, confirmed_at=noon + timedelta(days=starts), ended_at=until,
            state="left" if ends else "confirmed",
        )  # fmt: skip
    for number in range(14):
        count_subscribers(day=begin + timedelta(days=number))

    for number in range(14):
        day = begin + timedelta(days=number)
        there = sum(s <= number and not (e and s + length <= number) for s, length, e, _language in spells)
        assert Measurer(as_of=day).measure("outreach.subscribers", Period.year(2026)).value == there
