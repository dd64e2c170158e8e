"""The one worker of the house: in rounds it does a little of each kind of work that waits.

Work waits in the database, so a round may be stopped at any point, by any means, and several may run at once.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connections
from django.utils import timezone

from colonnade.capacity.actions import delete_carried_lists, due_evaluations, forget_answers
from colonnade.capacity.actions.vault import delete_due
from colonnade.capacity.persons import IDENTITIES, PROMISED
from colonnade.office.models import Office
from colonnade.outreach.actions import (
    count_subscribers,
    follow_consents,
    forget_unconfirmed,
    mail_newsletters,
    take_pictures_off,
)
from colonnade.people.actions import apply_retention, find_likenesses
from colonnade.people.mail import Sender
from colonnade.people.outbox import send_due
from colonnade.people.queries import without_words
from colonnade.research.actions import forget_call_answers, settle_harvest
from colonnade.web.desk.people.acts import RETAINED
from colonnade.web.events.certificates import work_on_batches
from colonnade.web.events.evaluation import address_of
from colonnade.web.events.letters import send_asked
from colonnade.web.newsletter.segments import take_up_consents
from colonnade.web.site import search

logger = logging.getLogger("colonnade.work")

TURN = 20.0
"""Seconds after which a kind makes room for the next, and goes on in the round after."""
LONGEST_REST = 300.0
"""Seconds that a kind which met an error is left alone at most."""
STEP = 0.5
BREATH = 0.05
"""Seconds between two pieces of work in the process that serves, in which requests have the machine to themselves."""

GoOn = Callable[[], bool]


@dataclass(frozen=True)
class Done:
    """What a kind of work did in a round: how much, in words, and why the rest cannot be done now."""

    count: int = 0
    words: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of work. ``do`` does a part of what waits, asks ``go_on`` between pieces, and says what it did.

    ``daily`` work waits for a day to be over: one turn that ends well is enough for the day.
    """

    name: str
    do: Callable[[GoOn], Done]
    daily: bool = False


def letters(go_on: GoOn) -> Done:
    """Send what is due in the office's name."""
    office = Office.objects.only("name", "short_name", "email").first()
    run = send_due(sender=Sender(office.name, office.email) if office else None, go_on=go_on)
    counted = (
        (run.sent, "sent"),
        (run.later, "to be tried again"),
        (run.failed, "could not be sent"),
        (run.cancelled, "cancelled"),
    )
    return Done(run.handled, ", ".join(f"{count} {words}" for count, words in counted if count), run.away)


def certificates(go_on: GoOn) -> Done:
    """Issue and print the certificates that are ordered."""
    return Done(*work_on_batches(go_on))


def papers(go_on: GoOn) -> Done:
    """Print the letters of events that are to be sent."""
    count = send_asked(go_on)
    return Done(count, f"{count} letters printed" if count else "")


def vault(go_on: GoOn) -> Done:
    """Delete what the vault kept until today."""
    count = delete_due()
    return Done(count, f"{count} items deleted" if count else "")


def evaluations(go_on: GoOn) -> Done:
    """Ask, remind and close evaluation forms at their time."""
    did = due_evaluations(now=timezone.now(), address=address_of, go_on=go_on)
    counted = ((did.asked, "asked"), (did.reminded, "reminded"), (did.closed, "forms closed"))
    return Done(
        did.asked + did.reminded + did.closed,
        ", ".join(f"{count} {words}" for count, words in counted if count),
    )


def answers(go_on: GoOn) -> Done:
    """Remove the answers of registration forms, and of the forms of calls, whose time is up."""
    number = forget_answers(day=timezone.localdate()) + forget_call_answers(day=timezone.localdate())
    return Done(number, f"{number} removed" if number else "")


def harvest(go_on: GoOn) -> Done:
    """Bring what harvesters are given into line with the record, so that its dates are those of the changes."""
    number = settle_harvest()
    return Done(number, f"{number} records for harvesters brought up to date" if number else "")


def retention(go_on: GoOn) -> Done:
    """Remove what the retention rules say is to be destroyed; what is for the archive waits for somebody to look.

    Of persons, only those who came by the public form; names from old lists go by `colonnade retention`.
    """
    categories = tuple(PROMISED if one is IDENTITIES else one for one in RETAINED)
    removed = apply_retention(day=timezone.localdate(), by="retention", categories=categories)
    number = sum(one.number for one in removed)
    return Done(number, f"{number} removed under {len(removed)} rules" if number else "")


def names(go_on: GoOn) -> Done:
    """Keep the words by which those are found who came by a form or at the door, and propose who may be known already."""
    count = 0
    while go_on() and (new := without_words().count()):
        find_likenesses(persons=())
        left = without_words().count()
        if left >= new:
            break  # as many came meanwhile: in the next round
        count += new - left
    return Done(count, f"{count} persons looked at" if count else "")


def newsletters(go_on: GoOn) -> Done:
    """Write the letters of newsletters into the outbox at their pace, and note what became of those that left."""
    did = mail_newsletters(go_on=go_on)
    return Done(
        did.written + did.noted,
        f"{did.written} written, {did.noted} noted" if did.written + did.noted else "",
    )


def subscriptions(go_on: GoOn) -> Done:
    """Follow what people agreed to and took back, forget who did not confirm, and count those who have the newsletter."""
    yesterday = timezone.localdate() - timedelta(days=1)
    ended, taken, forgotten = follow_consents(), take_up_consents(go_on), forget_unconfirmed()
    count_subscribers(day=yesterday)
    counted = ((ended, "ended"), (taken, "taken up"), (forgotten, "forgotten"))
    return Done(ended + taken + forgotten, ", ".join(f"{count} {words}" for count, words in counted if count))


def carried_lists(go_on: GoOn) -> Done:
    """Delete the lists of devices whose event is over and closed."""
    count = delete_carried_lists(day=timezone.localdate())
    return Done(count, f"{count} deleted" if count else "")


def pictures(go_on: GoOn) -> Done:
    """Delete from the disk the copies of pictures whose consent was withdrawn or is over."""
    count = take_pictures_off(day=timezone.localdate())
    return Done(count, f"{count} taken off" if count else "")


_indexed: list[tuple] = []


def index(go_on: GoOn) -> Done:
    """Keep the words by which public pages are found, when something that is found may have changed."""
    now = search.mark()
    if _indexed == [now]:
        return Done()
    count = search.index()
    _indexed[:] = [now]
    return Done(count, f"{count} pages indexed" if count else "")


KINDS: tuple[Kind, ...] = (
    Kind("newsletters", newsletters),
    Kind("letters", letters),
    Kind("papers", papers),
    Kind("certificates", certificates),
    Kind("evaluations", evaluations),
    Kind("vault", vault),
    Kind("names", names),
    Kind("harvest", harvest),
    Kind("pictures", pictures),
    Kind("index", index),
    Kind("answers", answers, daily=True),
    Kind("carried lists", carried_lists, daily=True),
    Kind("subscriptions", subscriptions, daily=True),
    Kind("retention", retention, daily=True),
)
"""Everything the worker does, in the order of a round."""


class Worker:
    """Round after round. A kind that meets an error rests, longer each time, and stops no other."""

    def __init__(
        self,
        kinds: Sequence[Kind] = KINDS,
        every: float = 5.0,
        go_on: GoOn = lambda: True,
        breath: float = 0.0,
    ) -> None:
        self.kinds, self.every, self.go_on, self.breath = kinds, every, go_on, breath
        self.wrong: dict[str, str] = {}
        self._rests: dict[str, tuple[float, float]] = {}  # by kind: until when, and for how long
        self._done_on: dict[str, date] = {}  # by kind that is done once a day

    def run(self) -> None:
        """Until told to stop. After a round in which nothing waited, a pause."""
        while self.go_on():
            if not self.round():
                self._pause(self.every)

    def run_dry(self) -> None:
        """Until nothing is left that can be done now."""
        while self.go_on() and self.round():
            pass

    def round(self) -> int:
        """A turn for each kind; how much was done in all."""
        return sum(self._turn(kind) for kind in self.kinds if self.go_on() and self._waits(kind))

    def _waits(self, kind: Kind) -> bool:
        done = kind.daily and self._done_on.get(kind.name) == timezone.localdate()
        return not done and not self._resting(kind)

    def _turn(self, kind: Kind) -> int:
        ends, today = time.monotonic() + TURN, timezone.localdate()
        _renew_connections()
        try:
            done = kind.do(lambda: self._next_piece(ends))
        except Exception as error:  # noqa: BLE001  (whatever one kind meets must not stop the others; it is told)
            logger.exception("%s: stopped by an error, to be tried again", kind.name)
            done = Done(wrong=f"{type(error).__name__}: {error}")
            self._rest(kind)
            _renew_connections()
        else:
            self._rests.pop(kind.name, None)
            self._done_on[kind.name] = today
        self._tell(kind, done)
        return done.count

    def _next_piece(self, ends: float) -> bool:
        time.sleep(self.breath)
        return self.go_on() and time.monotonic() < ends

    def _tell(self, kind: Kind, done: Done) -> None:
        """What was done; what is wrong once, not in every round; and that all is well again."""
        if done.words:
            logger.info("%s: %s", kind.name, done.words)
        if done.wrong:
            if self.wrong.get(kind.name) != done.wrong:
                logger.warning("%s: %s", kind.name, done.wrong)
            self.wrong[kind.name] = done.wrong
        elif done.count and kind.name in self.wrong:
            del self.wrong[kind.name]
            logger.info("%s: all is well again", kind.name)

    def _rest(self, kind: Kind) -> None:
        rest = min(2 * self._rests.get(kind.name, (0.0, self.every / 2))[1], LONGEST_REST)
        self._rests[kind.name] = (time.monotonic() + rest, rest)

    def _resting(self, kind: Kind) -> bool:
        return time.monotonic() < self._rests.get(kind.name, (0.0, 0.0))[0]

    def _pause(self, seconds: float) -> None:
        ends = time.monotonic() + seconds
        while self.go_on() and (left := ends - time.monotonic()) > 0:
            time.sleep(min(STEP, left))


def _renew_connections() -> None:
    """As between two requests: a connection that broke or grew old is opened anew. One inside a transaction is left."""
    for held in connections.all(initialized_only=True):
        if not held.in_atomic_block:
            held.close_if_unusable_or_obsolete()


def work_beside_requests() -> threading.Thread:
    """The worker in a thread of the process that serves, so that SQLite has one process that writes.

    It ends with the process: when the main thread is over, after the piece in hand.
    """
    worker = Worker(go_on=threading.main_thread().is_alive, breath=BREATH)
    thread = threading.Thread(target=worker.run, name="colonnade-work")
    thread.start()
    return thread
