"""A few candidates pasted from a spreadsheet: tabs, semicolons or commas between cells, with or without headings.

Small on purpose: it reads names, functions and addresses of a handful of people whose country is known already. Nothing is
lost: a cell that no field of ours takes is handed back beside its row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from colonnade.people.models import Sex
from colonnade.records.intake.cells import folded

MOST_ROWS: Final = 60

HEADINGS: Final = {
    "priority": "priority|order|rank|no|nr|number|priorite|ordre|prioridad|orden|приоритет|номер|优先次序|序号|الأولوية|الرقم|우선순위|번호",
    "full_name": "name|full name|candidate|nom|nom complet|candidat|nombre|nombre completo|candidato|фио|имя|имя и фамилия|姓名|الاسم|الاسم الكامل|이름|성명",
    "given_name": "first name|given name|given names|prenom|prenoms|nombres|名",
    "family_name": "family name|last name|surname|nom de famille|apellido|apellidos|фамилия|姓|اسم العائلة|성",
    "form_of_address": "form of address|title|salutation|civilite|tratamiento|обращение|称谓|اللقب|호칭",
    "function": "function|position|job title|post|fonction|poste|cargo|funcion|puesto|должность|职务|职位|الوظيفة|المنصب|직위|직책",
    "organisation": "organisation|organization|institution|ministry|agency|organisme|ministere|institucion|organizacion|ministerio|"
    "организация|учреждение|министерство|单位|机构|المؤسسة|الجهة|الوزارة|기관|소속",
    "email": "email|e mail|mail|courriel|adresse electronique|correo|correo electronico|электронная почта|почта|电子邮件|邮箱|"
    "البريد الإلكتروني|البريد|이메일|전자우편",
    "sex": "sex|gender|sexe|genre|sexo|genero|пол|性别|الجنس|성별",
}
_KNOWN: Final = {folded(word): name for name, words in HEADINGS.items() for word in words.split("|")}
_SEX: Final = {
    folded(word): str(sex)
    for sex, words in {
        Sex.FEMALE: "f|female|woman|femme|feminin|mujer|femenino|ж|женский|女|أنثى|여|여성",
        Sex.MALE: "m|male|man|homme|masculin|hombre|masculino|м|мужской|男|ذكر|남|남성",
        Sex.ANOTHER: "x|another|other|autre|otro",
    }.items()
    for word in words.split("|")
}
_WITHOUT_HEADINGS: Final = ("full_name", "function", "organisation")


@dataclass
class PastedRow:
    """One candidate as pasted: the fields that were understood, and what was left over."""

    fields: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


def read_pasted(text: str) -> list[PastedRow]:
    """The rows of a pasted list. The first row is taken for headings where it names a column of names."""
    lines = [
        [cell.strip() for cell in cells]
        for cells in csv.reader(io.StringIO(text.lstrip("\ufeff").strip("\r\n")), delimiter=_separator(text))
    ]
    lines = [cells for cells in lines if any(cells)][: MOST_ROWS + 1]
    if not lines:
        return []
    heads = [_KNOWN.get(folded(cell), "") for cell in lines[0]]
    if {"full_name", "family_name"} & set(heads):
        return [_row(heads, cells, lines[0]) for cells in lines[1:]]
    return [_row(_guessed(cells), cells, ()) for cells in lines]


def _separator(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return next((mark for mark in "\t;," if any(mark in line for line in lines)), "\t")


def _guessed(cells: Sequence[str]) -> list[str]:
    """What each cell of a row without headings is: an address and a number tell themselves, the rest by their order."""
    rest = iter(_WITHOUT_HEADINGS)
    return [
        "email" if "@" in cell
        else "priority" if cell.rstrip(".").isdecimal()
        else "sex" if folded(cell) in _SEX
        else next(rest, "") if cell
        else ""
        for cell in cells
    ]  # fmt: skip


def _row(heads: Sequence[str], cells: Sequence[str], titles: Sequence[str]) -> PastedRow:
    row = PastedRow()
    for place, cell in enumerate(cells):
        name = heads[place] if place < len(heads) else ""
        if not cell:
            continue
        if not name or name in row.fields:
            title = titles[place] if place < len(titles) else ""
            row.left.append(f"{title}: {cell}" if title else cell)
            continue
        if name == "sex" and folded(cell) not in _SEX:
            row.left.append(cell)
            continue
        row.fields[name] = (
            _SEX[folded(cell)] if name == "sex" else cell.rstrip(".") if name == "priority" else cell
        )
    given, family = row.fields.pop("given_name", ""), row.fields.pop("family_name", "")
    if given or family:
        row.fields.setdefault("full_name", f"{given} {family}".strip())
    return row
