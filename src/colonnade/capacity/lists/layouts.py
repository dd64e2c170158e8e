"""What the columns of a foreign list may hold, and the layouts that are recognised by their headings.

The headings are those of the programs' own exports: Indico's list of registrations, pretix's order data (its positions),
and Eventbrite's attendee report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from colonnade.capacity.lists.names import is_honorific
from colonnade.capacity.lists.questions import Words
from colonnade.records.intake.layouts import Layout, Vocabulary
from colonnade.records.intake.layouts import Proposal as Understanding

TARGETS: Final[dict[str, Words]] = {
    "full_name": _("full name"),
    "given_name": _("given name"),
    "family_name": _("family name"),
    "form_of_address": _("form of address (Mr, H.E., Dr)"),
    "email": _("e-mail"),
    "country": _("country represented"),
    "organisation": _("organisation"),
    "function": _("function"),
    "sector": _("sector"),
    "sex": _("sex, as the person said"),
    "role": _("role at the event"),
    "status": _("status of the registration"),
    "attended": _("checked in (yes or no)"),
    "may_list": _("may the name be listed (yes or no)"),
    "order": _("number of the order"),
    "ticket": _("number of the ticket or registration"),
    "person": _("code of the person in this record"),
}
"""What a column may hold. Every other column is named, and not used."""

_KNOWN: Final[tuple[tuple[str, int, str], ...]] = (
    ("full_name", 9, r"full name|name of (the )?participant|participant( name)?|nom complet|nombre completo|fio|фио|姓名|이름|성명|الاسم الكامل|الاسم"),
    ("full_name", 8, r"name|attendee name|nom et prenom|nom|nombre|имя|名字"),
    ("given_name", 9, r"(attendee )?(first|given) names?|forenames?|prenoms?|prénoms?|nombres|имя|attendee name given name|名"),
    ("family_name", 9, r"(attendee )?(last|family) names?|surnames?|nom de famille|apellidos?|фамилия|attendee name family name|姓"),
    ("form_of_address", 9, r"salutation|honorific|form of address|courtesy title|civilite|civilité|tratamiento|attendee name title|обращение|称谓"),
    ("email", 9, r"attendee e ?mail|e ?mail address|courriel|correo electronico|correo electrónico|электронная почта|邮箱|电子邮件|이메일|البريد الإلكتروني"),
    ("email", 8, r"e ?mail|mail"),
    ("country", 10, r".*\b(represent\w*)\b.*"),
    ("country", 9, r"delegation|nominating (country|state)|member state|nationality|nacionalidad"),
    ("country", 8, r"country( or area)?|pays|pais|país|страна|国家|국가|الدولة|البلد"),
    ("organisation", 9, r"organi[sz]ation|institution|affiliation|agency|ministry|employer|organisme|institucion|institución|организация|单位|机构|기관|소속|المؤسسة|الجهة"),
    ("organisation", 7, r"company|entity"),
    ("function", 9, r"job title|function|position|post|designation|fonction|poste|cargo|funcion|función|должность|职务|职位|직위|직책|المنصب|الوظيفة"),
    ("function", 6, r"title|occupation|titre"),
    ("sector", 9, r"sector|type of organi[sz]ation|secteur"),
    ("sex", 9, r"sex|gender|sexe|genre|sexo|género|genero|пол|性别|성별|الجنس"),
    ("role", 9, r"role|participation type|registrant type|capacity|rôle"),
    ("status", 9, r"attendee status|registration state|status|state of registration|statut|estado|статус"),
    ("attended", 9, r"checked in|attended|attendance|present|présent|asistió"),
    ("may_list", 9, r".*\b(may we|consent|agree|accept)\b.*\b(list|publish|name)\w*\b.*|consent to publish"),
    ("order", 9, r"order|order code|order id|order number|commande"),
    ("ticket", 9, r"attendee|ticket( number| id)?|position id|registration (id|number)|badge( number)?"),
    ("person", 9, r"person code|code of the person"),
)  # fmt: skip
_NOT: Final = re.compile(
    r"(home|billing|invoice|payment|order|registration|check ?in) (country|name|email|date|time|comment)|.*\b(home|invoice) .*"
)


LAYOUTS: Final = (
    Layout("Eventbrite", frozenset({"order #", "attendee #", "attendee status"}), {
        "order #": "order", "attendee #": "ticket", "first name": "given_name", "last name": "family_name",
        "order type": "", "ticket type": "", "company": "organisation", "work job title": "function",
    }),
    Layout("Eventbrite", frozenset({"order #", "ticket type", "first name"}), {
        "order #": "order", "first name": "given_name", "last name": "family_name", "ticket type": "",
    }),
    Layout("pretix", frozenset({"order code", "position id", "attendee name"}), {
        "order code": "order", "position id": "ticket", "attendee name": "full_name", "email": "",
        "attendee email": "email", "company": "organisation", "state": "", "product": "",
        "attendee name given name": "given_name", "attendee name family name": "family_name",
        "attendee name title": "form_of_address", "attendee name salutation": "form_of_address",
    }),
    Layout("pretix", frozenset({"order code", "email", "status"}), {"order code": "order"}),
    Layout("Indico", frozenset({"id", "name", "registration state"}), {
        "id": "ticket", "title": "form_of_address", "affiliation": "organisation", "position": "function",
    }),
    Layout("Indico", frozenset({"id", "name", "email address", "affiliation"}), {
        "id": "ticket", "title": "form_of_address", "affiliation": "organisation", "position": "function",
    }),
    Layout("list of delegations", frozenset({"delegation", "name"}), {"id": "", "delegation": "country"}),
)  # fmt: skip


@dataclass(frozen=True)
class Proposal(Understanding):
    """How the columns of a list of people are understood."""

    @property
    def has_names(self) -> bool:
        return "full_name" in self.place or "family_name" in self.place or "given_name" in self.place


def _titles(heading: str, target: str, sure: int, values: Sequence[str]) -> tuple[str, int]:
    """A column called “title” holds Mr and Ms, or functions: its values tell."""
    if heading in ("title", "titre") and _honorifics(values):
        return "form_of_address", 8
    return target, sure


def _honorifics(values: Sequence[str]) -> bool:
    """Is what stands in the column mostly Mr and Ms, and no function?"""
    held = [value for value in values if value.strip()]
    return bool(held) and sum(is_honorific(value) for value in held) * 2 > len(held)


LISTS: Final = Vocabulary(TARGETS, _KNOWN, LAYOUTS, Proposal, _NOT, _titles)
KNOWN_HEADINGS: Final = LISTS.headings
propose, recall, proposal_for = LISTS.propose, LISTS.recall, LISTS.proposal_for
