"""Devices that carry the list away: given out encrypted, made anew, declared lost, and taken back exactly once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeVar
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from colonnade.capacity.actions.attendance import Mark, Marked, admit_at_the_door, mark_attendance
from colonnade.capacity.models import AttendanceMark, CarriedList, CheckInDevice, Event, Participation
from colonnade.capacity.queries.attendance import carried_list, same_name
from colonnade.capacity.sheetcodes import ALPHABET
from colonnade.people.models import Account
from colonnade.places.recognise import Recognised, Recogniser, recogniser
from colonnade.records.errors import Refused

ROUNDS: Final = 600_000
"""Rounds of PBKDF2 with SHA-256, by which a guess of the passphrase is made slow."""

KEPT_DAYS: Final = 14
"""Days after attendance was closed for which a device still finds its list."""

MANY: Final = 50_000
"""More marks than any device makes at one event."""

T = TypeVar("T")


@dataclass(frozen=True)
class Returned:
    """What a device brought back. ``came`` are people it wrote down at the door; ``twice`` are of a name held already."""

    device: CheckInDevice
    marked: Marked
    came: int = 0
    twice: tuple[tuple[Participation, Participation], ...] = ()


@transaction.atomic
def give_out_list(*, event: Event, name: str, by: Account | None = None) -> tuple[CheckInDevice, str]:
    """Make the list for a device, encrypted; returns the device and the passphrase, which is told this once."""
    if not name.strip():
        raise Refused(
            "Give the device a name by which it is known when it comes back, such as “tablet, main door”."
        )
    passphrase = "-".join("".join(secrets.choice(ALPHABET) for _mark in range(4)) for _group in range(4))
    device = CheckInDevice(event=event, name=name.strip(), given_by=by)
    device.key_check = make_password(_plain(passphrase))
    device.full_clean(exclude=["given_by"])
    device.save()
    _carry(device, passphrase, os.urandom(16))
    return device, passphrase


@transaction.atomic
def renew_list(*, device: CheckInDevice, passphrase: str) -> CarriedList:
    """Make a device's list again as it is today, under the passphrase it was given out with."""
    held = CheckInDevice.objects.select_for_update(of=("self",)).get(pk=device.pk)
    if held.lost_on:
        raise Refused(f"“{held}” was declared lost. Give out a list for another device.")
    if not check_password(_plain(passphrase), held.key_check):
        raise Refused(
            f"This is not the passphrase of “{held}”. It stands on the paper that was printed with it."
        )
    carried = CarriedList.objects.filter(device=held).first()
    if carried is None:
        raise Refused(
            f"The list of “{held}” was deleted after attendance was closed. Give out a list for another device."
        )
    return _carry(held, passphrase, bytes(carried.salt))


def _plain(passphrase: str) -> str:
    """The passphrase as it is used: capitals, without what is only there to read it by."""
    return "".join(mark for mark in passphrase.upper() if mark in ALPHABET)


def _carry(device: CheckInDevice, passphrase: str, salt: bytes) -> CarriedList:
    told = carried_list(device.event)
    content = told | {"device": str(device.number), "name": device.name, "token": token_of(device)}
    key = hashlib.pbkdf2_hmac("sha256", _plain(passphrase).encode(), salt, ROUNDS)
    once = os.urandom(12)
    sealed = AESGCM(key).encrypt(once, json.dumps(content, ensure_ascii=False).encode(), None)
    parts = {"rounds": ROUNDS, "salt": _text(salt), "iv": _text(once), "data": _text(sealed)}
    made, _new = CarriedList.objects.update_or_create(
        device=device,
        defaults={"people": len(told["people"]), "salt": salt, "content": json.dumps(parts)},
    )
    return made


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def token_of(device: CheckInDevice, secret: str | None = None) -> str:
    """By which a device signs what it brings back. It is worked out from the house's own secret and kept nowhere."""
    return salted_hmac("capacity.device", str(device.number), secret, algorithm="sha256").hexdigest()


def _signed(device: CheckInDevice, content: str, signature: str) -> bool:
    """Did the device write this? It may have been given its token under a former secret of the house."""
    tokens = [token_of(device, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    right = [hmac.new(token.encode(), content.encode(), hashlib.sha256).hexdigest() for token in tokens]
    return any(hmac.compare_digest(one.encode(), signature.encode()) for one in right)


@transaction.atomic
def declare_lost(*, device: CheckInDevice, on: datetime | None = None) -> CheckInDevice:
    """Close a device that is gone: what it marks from now on is refused, and its list is at no address any more."""
    held = CheckInDevice.objects.select_for_update(of=("self",)).get(pk=device.pk)
    if held.lost_on:
        raise Refused(f"“{held}” was declared lost on {held.lost_on:%Y-%m-%d %H:%M}.")
    held.lost_on = on or timezone.now()
    held.save(update_fields=["lost_on"])
    CarriedList.objects.filter(device=held).delete()
    return held


@transaction.atomic
def delete_carried_lists(*, day: date) -> int:
    """Delete the lists of devices whose attendance has been closed for a while; how many went.

    What such a device still brings back is taken in: that needs its number and signature, not its list.
    """
    before = day - timedelta(days=KEPT_DAYS)
    return CarriedList.objects.filter(device__event__attendance_closed_on__lt=before).delete()[0]


@transaction.atomic
def take_back(*, sent: str, event: Event | None = None, by: Account | None = None) -> Returned:
    """Take in what a device made, by sync or as a file, each mark and each person once however often it is sent.

    ``event`` is where a file is handed in; by sync the device says it. The signature shows that the device wrote it.
    """
    told = _opened(sent)
    device = CheckInDevice.objects.select_related("event").filter(number=_number(told.get("device"))).first()
    if device is None or (event and device.event_id != event.pk):
        raise Refused("This is of a device that was not given the list of this event.")
    content = told.get("content")
    signature = told.get("signature")
    if not isinstance(content, str) or not isinstance(signature, str):
        raise Refused("The file is not whole. Save it on the device once more.")
    if not _signed(device, content, signature):
        raise Refused(
            f"The file was changed after “{device}” wrote it, or is not whole. Save it on the device once more."
        )
    returned = _taken(device, _opened(content))
    device.returned_at = timezone.now()
    device.save(update_fields=["returned_at"])
    return returned


def _taken(device: CheckInDevice, told: dict[str, Any]) -> Returned:
    people: dict[UUID, int] = {}
    came, twice = 0, []
    walk_ins = _list(told, "walkins")
    countries = recogniser() if walk_ins else None
    for who in walk_ins:
        number, made = _number(who.get("n")), _moment(who.get("at"))
        if device.lost_on and made > device.lost_on:
            continue  # the marks of this person are refused below, and say so
        held, new = _came(device.event, number, who, countries)
        people[number], came = held.pk, came + new
        other = same_name(device.event, held)
        if new and other:
            twice.append((held, other))
    marks = [
        Mark(
            session=_whole(one.get("s")), present=one.get("on") is True, made_at=_moment(one.get("at")),
            participation=people.get(_number(one["w"]), 0) if one.get("w") else _whole(one.get("p")),
            way=str(AttendanceMark.Way.DEVICE), number=_number(one.get("n")),
        )
        for one in _list(told, "marks")
    ]  # fmt: skip
    marked = mark_attendance(event=device.event, marks=marks, device=device)
    return Returned(device, marked, came, tuple(twice))


def _came(
    event: Event, number: UUID, who: dict[str, Any], countries: Recogniser | None
) -> tuple[Participation, bool]:
    """Somebody written down at the door by a device, and whether they are new here."""
    name, country = str(who.get("name", ""))[:200], str(who.get("country", "")).strip()[:100]
    answer = countries.read(country) if countries and country else None
    known = answer.country if isinstance(answer, Recognised) else None
    note = "Came without registration."
    if country and not known:
        note += f" Country as written at the door: {country}."
    before = Participation.objects.filter(event=event).count()
    held = admit_at_the_door(event=event, name=name or "?", country=known, number=number, note=note)
    return held, Participation.objects.filter(event=event).count() > before


def _opened(text: str) -> dict[str, Any]:
    return _sound(lambda: _a_dict(json.loads(text)))


def _a_dict(told: Any) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise ValueError
    return told


def _list(told: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = told.get(name, [])
    if not isinstance(rows, list) or len(rows) > MANY or not all(isinstance(row, dict) for row in rows):
        raise Refused("The file is not one that a device of ours writes.")
    return rows


def _number(told: Any) -> UUID:
    return _sound(lambda: UUID(str(told)))


def _whole(told: Any) -> int:
    return _sound(lambda: int(told))


def _moment(told: Any) -> datetime:
    def read() -> datetime:
        moment = datetime.fromisoformat(str(told))
        if moment.tzinfo is None:
            raise ValueError
        return moment

    return _sound(read)


def _sound(read: Callable[[], T]) -> T:
    try:
        return read()
    except (ValueError, TypeError, RecursionError) as error:
        raise Refused("The file is not one that a device of ours writes, or is not whole.") from error
