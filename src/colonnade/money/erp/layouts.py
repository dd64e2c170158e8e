"""What the columns of an export may hold, and the exports that are recognised by their headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from colonnade.records.intake import layouts
from colonnade.records.intake.layouts import Layout, Vocabulary

TARGETS: Final[dict[str, Any]] = {
    "on": gettext_lazy("date of the posting"),
    "amount_in": gettext_lazy("amount: what comes in is above nought"),
    "amount_out": gettext_lazy("amount: what is spent is above nought"),
    "debit": gettext_lazy("what goes out (debit)"),
    "credit": gettext_lazy("what comes in (credit)"),
    "document": gettext_lazy("document number of the system"),
    "reference": gettext_lazy("reference: our voucher, order or letter"),
    "text": gettext_lazy("text"),
    "class_code": gettext_lazy("budget class"),
    "currency": gettext_lazy("currency"),
    "fund_code": gettext_lazy("fund"),
}
"""What a column may hold. Every other column is named, and not used."""

_AMOUNT: Final = r"amount( in (usd|local currency|fund currency|lc))?|amt|local amount|net amount|montant|importe|monto|сумма|金额|금액|المبلغ"
_KNOWN: Final[tuple[tuple[str, int, str], ...]] = (
    ("on", 9, r"posting date|booking date|date of posting|date comptable|fecha contable|дата проводки|过账日期|기표일|تاريخ القيد"),
    ("on", 8, r"transaction date|date|fecha|дата|日期|날짜|일자|التاريخ"),
    ("on", 6, r"value date|document date|entry date|date de valeur|fecha valor"),
    ("amount_in", 9, _AMOUNT),
    ("debit", 9, r"debits?( amount)?|withdrawals?|money out|paid out|payments?|débit|cargo|дебет|借方|출금|مدين"),
    ("credit", 9, r"credits?( amount)?|deposits?|money in|paid in|receipts?|crédit|abono|кредит|贷方|입금|دائن"),
    ("document", 9, r"document (number|no|nr)|fi document( number)?|doc (number|no)|journal( entry)?( number| id)?|voucher (number|no|id)|"
                    r"transaction (id|number)|numéro de pièce|número de documento|номер документа|凭证号|전표번호|رقم المستند"),
    ("reference", 9, r"reference( number| no| document)?|ref|our reference|customer reference|payment reference|external reference|"
                     r"référence|referencia|ссылка|参考号|참조번호|المرجع"),
    ("text", 9, r"text|description|narrative|line description|item text|details|particulars|libellé|descripción|concepto|назначение платежа|摘要|적요|البيان"),
    ("text", 7, r"document header text|memo|remarks?|payee|vendor( name)?|counterparty"),
    ("class_code", 9, r"sponsored class|budget class|class|object class|expenditure class|classe|clase|класс|预算类别|예산과목|الفئة"),
    ("class_code", 7, r"commitment item|cost element|account( code)?|gl account|g/l account|object of expenditure|category"),
    ("currency", 9, r"currency|curr|crcy|local currency|currency code|devise|moneda|валюта|币种|통화|العملة"),
    ("fund_code", 9, r"fund( code| number)?|trust fund|fonds|fondo|фонд|基金|기금|الصندوق"),
)  # fmt: skip

LAYOUTS: Final = (
    Layout("general ledger of Umoja", frozenset({"fund", "document number", "posting date"}), {
        "fund": "fund_code", "document number": "document", "posting date": "on", "document date": "", "entry date": "",
        "sponsored class": "class_code", "commitment item": "", "amount in local currency": "amount_out",
        "amount in usd": "amount_out", "amount in document currency": "", "document currency": "", "local currency": "currency",
        "reference": "reference", "document header text": "", "text": "text",
    }),
    Layout("bank statement", frozenset({"value date", "debit", "credit"}), {
        "value date": "", "booking date": "on", "date": "on", "debit": "debit", "credit": "credit", "balance": "",
    }),
    Layout("bank statement", frozenset({"booking date", "amount", "balance"}), {
        "booking date": "on", "value date": "", "amount": "amount_in", "balance": "",
    }),
)  # fmt: skip


@dataclass(frozen=True)
class Proposal(layouts.Proposal):
    """How the columns of an export are understood."""

    @property
    def lacking(self) -> list[str]:
        """What must be said before a row can be read."""
        place, words = self.place, []
        if "on" not in place:
            words.append(_("Say which column has the date of the posting."))
        amounts = [name for name in ("amount_in", "amount_out") if name in place]
        sides = [name for name in ("debit", "credit") if name in place]
        if len(amounts) + bool(sides) != 1:
            words.append(
                _("Say which column has the amount, or which have debit and credit: one of the two.")
            )
        return words


def _signs(heading: str, target: str, sure: int, values: Sequence[str]) -> tuple[str, int]:
    """An account has more payments than receipts: where most amounts are above nought, that is what spending is written as."""
    if target == "amount_in":
        told = [value.strip() for value in values if value.strip()]
        below = sum(value.startswith(("-", "−", "(")) or value.endswith("-") for value in told)
        return ("amount_in" if below * 2 > len(told) else "amount_out"), sure
    return target, sure


EXPORTS: Final = Vocabulary(TARGETS, _KNOWN, LAYOUTS, Proposal, judge=_signs)
