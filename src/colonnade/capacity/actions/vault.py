"""The vault: passports and visas, encrypted under a key of their event, opened with a reason, deleted on their day.

The content is in no history, no log, no export and no message of an error; only who opened it, when and why.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from colonnade.capacity.links import personal_address
from colonnade.capacity.models import Letter, Participation, Registration, VaultItem, VaultOpening
from colonnade.capacity.rules import SEATED
from colonnade.capacity.wording import language_of, passport_asked
from colonnade.people.models import Account
from colonnade.people.outbox import post
from colonnade.records.errors import Refused
from colonnade.records.languages import site_language
from colonnade.records.uploads import checked

KEPT_DAYS: Final = 30
"""Days after the event on which the content goes."""
LARGEST_SCAN: Final = 2_000_000
FACTS: Final = ("name", "number", "nationality", "expires_on")
"""What a passport says and a visa letter needs: the name as printed there, number, nationality, and its last day."""
_FORM: Final = b"\x01"
_NONCE: Final = 12


@dataclass(frozen=True)
class Content:
    """What is inside an item. It never shows itself: neither in a message of an error nor in a log."""

    facts: dict[str, str] = field(default_factory=dict, repr=False)
    scan: bytes = field(default=b"", repr=False)
    scan_kind: str = ""

    @property
    def held(self) -> list[str]:
        """The names of what is inside."""
        return [*(name for name in FACTS if self.facts.get(name)), *(["scan"] if self.scan else [])]


# Asking and giving ------------------------------------------------------------------------------------------


@transaction.atomic
def ask_passport(*, participation: Participation) -> VaultItem:
    """Ask somebody who has a seat for the details of their passport; they are sent the link of their own page."""
    held = Participation.objects.select_for_update(of=("self",)).select_related("event__activity", "person").get(
        pk=participation.pk
    )  # fmt: skip
    if held.status not in SEATED or held.withdrawn_on:
        raise Refused(f"{held.person} has no seat: passport details are asked for after selection only.")
    if not held.person.email:
        raise Refused(
            f"No e-mail address of {held.person} is known. Enter it first, or give them the link by hand."
        )
    item = VaultItem.objects.filter(participation=held, kind=VaultItem.Kind.PASSPORT, deleted_at=None).first()
    if item is None:
        item = VaultItem.objects.create(
            participation=held, kind=VaultItem.Kind.PASSPORT, delete_on=deletion_day(held)
        )
    language = language_of(held)
    registration, _new = Registration.objects.get_or_create(
        participation=held, defaults={"language": site_language(language)}
    )
    words = passport_asked(
        held, language, personal_address(registration, "passport/", language=site_language(language))
    )
    post(
        key=f"passport/{item.pk}/{timezone.localdate()}", to_address=held.person.email, to_name=held.person.full_name,
        subject=words.subject, body=words.body, language=language, person=held.person, ref=held.ref,
    )  # fmt: skip
    return item


def deletion_day(participation: Participation) -> date:
    """Thirty days after the event; of one without a day, thirty days from now."""
    activity = participation.event.activity
    last = activity.ends or activity.starts
    return (last.last_day if last else timezone.localdate()) + timedelta(days=KEPT_DAYS)


@transaction.atomic
def put(*, item: VaultItem, facts: dict[str, str], scan: bytes = b"") -> VaultItem:
    """Encrypt what was given into an item that was asked for; what was there before is gone."""
    held = (
        VaultItem.objects.select_for_update(of=("self",))
        .select_related("participation__event__activity")
        .get(pk=item.pk)
    )
    if held.deleted_at:
        raise Refused(_("What was kept here has been deleted; nothing is asked for any more."))
    strange = set(facts) - set(FACTS)
    if strange:
        raise Refused(f"The vault does not keep “{sorted(strange)[0]}”.")
    kind = checked(scan, most=LARGEST_SCAN) if scan else ""
    content = Content(
        {name: " ".join(text.split()) for name, text in facts.items() if text.strip()}, scan, kind
    )
    if not content.held:
        raise Refused(_("Nothing was given."))
    held.sealed, held.held, held.put_at = seal(held, content), content.held, timezone.now()
    held.delete_on = deletion_day(held.participation)
    held.save(update_fields=["sealed", "held", "put_at", "delete_on"])
    return held


# Opening ----------------------------------------------------------------------------------------------------


@transaction.atomic
def open_item(*, item: VaultItem, member: Account, reason: str) -> Content:
    """Open an item, which is written down with its reason before anything is shown."""
    if not member.has_perm("capacity.view_vaultitem"):
        raise Refused(_("Your account may not open the vault."))
    if len(" ".join(reason.split())) < 5:
        raise Refused(_("Say why you open it: the reason is kept and shown to the head."))
    held = VaultItem.objects.select_for_update(of=("self",)).select_related("participation").get(pk=item.pk)
    if held.deleted_at:
        raise Refused(_("It was deleted on %(day)s.") % {"day": held.deleted_at.date().isoformat()})
    if not held.put_at:
        raise Refused(_("Nothing was given yet."))
    VaultOpening.objects.create(item=held, member=member, reason=" ".join(reason.split())[:300])
    content, current = unseal(held)
    if not current:  # sealed under an older key of the office: from now on under today's
        held.sealed = seal(held, content)
        held.save(update_fields=["sealed"])
    return content


def read_passport(*, participation: Participation, member: Account, reason: str) -> dict[str, str]:
    """The details of a passport for a letter, complete and good until the event is over; refused where they are not."""
    item = VaultItem.objects.filter(
        participation=participation, kind=VaultItem.Kind.PASSPORT, deleted_at=None
    ).exclude(put_at=None).first()  # fmt: skip
    if item is None:
        raise Refused(f"{participation.person} gave no passport details yet. Ask for them first.")
    facts = open_item(item=item, member=member, reason=reason).facts
    missing = [name for name in FACTS if not facts.get(name)]
    if missing:
        raise Refused(
            f"The passport details of {participation.person} lack: {', '.join(missing)}. Ask for them again."
        )
    activity = participation.event.activity
    last = activity.ends or activity.starts
    if last and date.fromisoformat(facts["expires_on"]) < last.last_day:
        raise Refused(
            f"The passport of {participation.person} expires before the event is over. Ask for a new one."
        )
    return facts


def passport_in(letter: Letter, *, member: Account | None) -> dict[str, str]:
    """The details that a visa letter prints; empty where they were deleted. ``member`` is None for the person's own copy.

    Either way it is an opening, and is written down: a personal link can reach others than the person.
    """
    item = VaultItem.objects.filter(
        participation=letter.participation, kind=VaultItem.Kind.PASSPORT, deleted_at=None
    ).exclude(put_at=None).select_related("participation").first()  # fmt: skip
    if item is None:
        return {}
    if member is None:
        facts = unseal(item)[0].facts
        VaultOpening.objects.create(item=item, member=None, reason=f"Own copy of letter {letter.code}")
        return facts
    return open_item(item=item, member=member, reason=f"Letter {letter.code} printed").facts


# Deleting ---------------------------------------------------------------------------------------------------


@transaction.atomic
def delete_due(*, day: date | None = None) -> int:
    """Delete the content of every item whose day has come; the row stays and says when. How many there were."""
    due = VaultItem.objects.filter(delete_on__lte=day or timezone.localdate(), deleted_at=None)
    return due.update(sealed=b"", deleted_at=timezone.now())


@transaction.atomic
def delete_item(*, item: VaultItem) -> VaultItem:
    """Delete an item before its day: the visa is given, or the person does not come."""
    VaultItem.objects.filter(pk=item.pk, deleted_at=None).update(sealed=b"", deleted_at=timezone.now())
    item.refresh_from_db()
    return item


# Sealing ----------------------------------------------------------------------------------------------------


def seal(item: VaultItem, content: Content) -> bytes:
    """Encrypted and bound to this item: put into another row it does not open."""
    plain = {
        "facts": content.facts,
        "scan": base64.b64encode(content.scan).decode(),
        "scan_kind": content.scan_kind,
    }
    nonce = os.urandom(_NONCE)
    cipher = AESGCM(next(_keys(item)))
    return _FORM + nonce + cipher.encrypt(nonce, json.dumps(plain).encode(), _bound(item))


def unseal(item: VaultItem) -> tuple[Content, bool]:
    """What is inside, and whether it was sealed under today's key of the office."""
    sealed = bytes(item.sealed)
    nonce, secret = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    for number, key in enumerate(_keys(item)):
        try:
            plain = json.loads(AESGCM(key).decrypt(nonce, secret, _bound(item)))
        except InvalidTag:
            continue
        return Content(plain["facts"], base64.b64decode(plain["scan"]), plain["scan_kind"]), number == 0
    raise Refused(
        _(
            "This cannot be opened with the keys of this office. If its secret key was changed, name the former one in COLONNADE_OLD_SECRET_KEYS."
        )
    )


def _keys(item: VaultItem) -> Iterator[bytes]:
    """A key for each event, made of the office's secret key; and those made of its former ones."""
    event = item.participation.event_id
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield HKDF(SHA256(), 32, salt=b"colonnade.capacity.vault", info=f"event {event}".encode()).derive(
            secret.encode()
        )


def _bound(item: VaultItem) -> bytes:
    return f"{item.pk} {item.kind} {item.participation_id}".encode()
