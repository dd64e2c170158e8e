"""One of each paper in any language, for the tests of papers."""

import base64
from datetime import date
from decimal import Decimal

from colonnade.renderers.document import Brand
from colonnade.renderers.papers.accounts import EventReport, Grid, Part, Reading, Readings, ToFillIn, Words
from colonnade.renderers.papers.badges import Badge, Plate
from colonnade.renderers.papers.certificates import Certificate
from colonnade.renderers.papers.letters import Fact, Letter
from colonnade.renderers.papers.names import Name
from colonnade.renderers.papers.participants import Delegation, Participant, ParticipantList, Roll
from colonnade.renderers.papers.pictures import SharePicture
from colonnade.renderers.papers.press import Check, Signatory
from colonnade.renderers.papers.sheets import Box, Row, SignInSheet
from colonnade.renderers.papers.statements import CostLine, SmallTable, StatementPaper
from colonnade.values.numbers import Amount

SIGN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v1H0z" fill="#1F4E79"/></svg>'
)
OFFICE = Brand("Programme Office", "PO", "#1F4E79", base64.b64encode(SIGN.encode()).decode())
HEAD = Signatory("Ms. Adjoua Kouassi", "Head of Office")
CHECK = Check("https://office.example.org/check/PO-2026-00417")
ON = date(2026, 4, 16)
LITERAL = "*bold* #panic() $x^2$ _y_ `z` <label> @ref // no"

WORDS = {
    "en": "Workshop on public services",
    "fr": "Atelier sur les services publics",
    "es": "Taller sobre servicios públicos",
    "ru": "Семинар по государственным услугам",
    "zh": "公共服务讲习班",
    "ar": "حلقة عمل بشأن الخدمات العامة",
    "ko": "공공 서비스 워크숍",
}
NAMES = {
    "en": "María-José Nguyễn Øystein",
    "fr": "Zoë Lefèbvre d’Œuvre",
    "es": "Íñigo Ñúñez",
    "ru": "Фёдор Достоевский",
    "zh": "欧阳小明",
    "ar": "محمد بن عبد الله الأنصاري",
    "ko": "남궁민수",
}


def certificate(language="en", **given):
    return Certificate(
        **{
            "name": Name(NAMES[language]), "kind": "participation", "event": WORDS[language], "dates": "14–16.04.2026",
            "number": "PO-2026-00417", "issued_on": ON, "signatory": HEAD, "brand": OFFICE, "place": "Incheon",
            "hours": "18", "criteria": WORDS[language], "check": CHECK, "language": language, **given,
        }
    )  # fmt: skip


def letter(language="en", **given):
    words = WORDS[language]
    return Letter(
        **{
            "brand": OFFICE, "reference": "PO/2026/INV/0113", "on": ON, "recipient": Name(NAMES[language]),
            "salutation": words, "subject": words, "paragraphs": (words, words), "closing": words,
            "signatory": Signatory("Mr. Kim Minsu", "Officer in Charge", "For the Head of Office"),
            "office_lines": ("175 Art Center-daero", "Incheon"), "recipient_lines": (words,),
            "facts": (Fact(words, Name("JOSE RAMOS")), Fact("C0123456", words)), "paragraphs_after": (words,),
            "copies": words, "check": CHECK, "language": language, **given,
        }
    )  # fmt: skip


def rows(number, name="Ana Luz"):
    return tuple(Row(f"{at:02d}-K3", Name(f"{name} {at}"), "Timor-Leste") for at in range(1, number + 1))


def sheet(language="en", **given):
    boxes = tuple(Box(day, part) for day in ("14.04", "15.04", "16.04") for part in ("1", "2"))
    return SignInSheet(
        **{
            "brand": OFFICE, "event": WORDS[language], "dates": "14–16.04.2026", "on": ON,
            "rows": (Row("01-A1", Name(NAMES[language]), WORDS[language]), *rows(3)), "boxes": boxes, "place": "Incheon",
            "check": CHECK, "language": language, **given,
        }
    )  # fmt: skip


def badge(language="en"):
    return Badge(Name(NAMES[language]), WORDS[language], WORDS[language], "07-K3", WORDS[language])


def plate(language="en"):
    return Plate(Name(NAMES[language]), WORDS[language], "07-K3")


def roll(language="en", **given):
    member = Participant(Name(NAMES[language]), WORDS[language], WORDS[language], "Ms.")
    return Roll(
        (Delegation("Timor-Leste", (member, member)),), (Delegation(WORDS[language], (member,)),), (member,), **given
    )  # fmt: skip


def participant_list(language="en", **given):
    return ParticipantList(
        **{
            "brand": OFFICE, "event": WORDS[language], "dates": "14–16.04.2026", "on": ON, "roll": roll(language),
            "place": "Incheon", "note": WORDS[language], "language": language, **given,
        }
    )  # fmt: skip


ADDRESS = "capacity.participations?as_of=2026-04-20&event=E-2026-004"


def event_report(language="en", **given):
    words = WORDS[language]
    reading = Reading(words, "44", words, words, ADDRESS)
    grid = Grid(
        (words, "n", "%"), ((words, "31", "87"), (words, "31", "90")), words, words, (1, 2), total_row=True
    )
    parts = (
        Part(words, (Words((words, words)), Words((words,), bullets=True))),
        Part(words, (Readings((reading, Reading(words, "18"))), grid)),
        Part(words, (ToFillIn(words), ToFillIn(words, 5))),
        Part(words, (roll(language),)),
    )
    return EventReport(
        **{
            "brand": OFFICE, "event": words, "on": ON, "facts": (Fact(words, words), Fact(words, Name(NAMES[language]))),
            "parts": parts, "under": ("14–16.04.2026", "Incheon"), "check": CHECK, "language": language, **given,
        }
    )  # fmt: skip


def usd(number):
    return Amount(Decimal(number), "USD")


def statement(language="en", **given):
    words = WORDS[language]
    lines = {"opening": "1000", "contributions": "300000", "levy": "-3000", "interest": "412.35", "exchange": "-86.21",
             "available": "298326.14", "direct": "43250", "support": "5622.5", "expenditure": "48872.5", "returned": "0",
             "closing": "249453.64", "spent": "43345.67", "paid_back": "95.67", "committed": "8000", "uncommitted": "241453.64",
             "contributed_to_date": "301000", "levied_to_date": "3000", "returned_to_date": "0", "funded": "298000",
             "spent_to_date": "48872.5"}  # fmt: skip
    classes = (
        CostLine(f"105 {words}", usd(10000), usd(0), usd(10000), usd(0)),
        CostLine(f"145 {words}", usd("33345.67"), usd("95.67"), usd(33250), usd(8000)),
    )
    small = SmallTable(
        words, (words, "USD", "n"), ((f"=1+1 {words}", usd("5.5"), 3), (words, None, 12), (words, usd(-5), 1))
    )
    return StatementPaper(
        **{
            "brand": OFFICE, "name": words, "period": "2011", "on": ON, "currency": "USD", "facts": (Fact(words, words),),
            "amounts": {key: usd(number) for key, number in lines.items()}, "classes": classes,
            "delivery": Decimal("16.4"), "remarks": (words, words), "agreements": small, "beside": small, "rates": small,
            "notes": (words, words), "language": language, **given,
        }
    )  # fmt: skip


def picture(language="en", **given):
    return SharePicture(
        **{"brand": OFFICE, "event": WORDS[language], "dates": "14–16.04.2026", "place": "Incheon", "kind": WORDS[language],
           "language": language, **given}
    )  # fmt: skip
