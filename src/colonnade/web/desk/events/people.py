"""The people of an event: who applied, waits, is registered, came; in one list however long, with what may be done to many."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, re_path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from colonnade.capacity.actions import accept_waiting, cancel_registration, promote_waiting, renew_link
from colonnade.capacity.models import Event, Modality, Participation, Registration, Role, Sector
from colonnade.capacity.queries import page_of, people_of, seats_of, states_of
from colonnade.people.models import Sex
from colonnade.records.errors import Refused
from colonnade.web.desk.events.workspace import EventPage
from colonnade.web.desk.rights import may_see
from colonnade.web.lines import as_csv

SIZE = 100
"""Lines of a page."""

Status = Participation.Status


class PeoplePage(EventPage):
    """The list, narrowed by state, country and words; its address says how, and the files hold what it shows."""

    tab = "event_people"
    template_name = "desk/events/people.html"
    right_on = Participation

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        asked = asked_by(self.request)
        rows = people_of(self.event, **asked)
        lines, more, after, before = self._page(rows)
        total, countries = seats_of(self.event)
        address = reverse("event_people", args=(self.event.pk,))
        narrowed = {name: value for name, value in self.request.GET.items() if name in NARROWING and value}

        def at(**page: Any) -> str:
            return f"{address}?{urlencode(narrowed | page)}"

        return super().get_context_data(
            lines=lines,
            states=[(Status(state), number) for state, number in states_of(self.event).items()],
            asked=asked,
            total=total,
            countries=countries,
            first=at() if after or before else "",
            following=at(after=lines[-1].pk) if lines and (more or before) else "",
            preceding=at(before=lines[0].pk) if lines and (after or (before and more)) else "",
            exports=[
                (name, f"{reverse('event_people_file', args=(self.event.pk, name.lower()))}?{urlencode(narrowed)}")
                for name in ("XLSX", "CSV")
            ],
            changes=self.may("change"),
            inspect=reverse("participation:inspect", args=(0,)).removesuffix("0/"),
            **kwargs,
        )  # fmt: skip

    def _page(self, rows: QuerySet[Participation]) -> tuple[list, bool, int, int]:
        after, before = (_number(self.request.GET.get(name)) for name in ("after", "before"))
        lines, more = page_of(rows, after=after, before=before, size=SIZE)
        return lines, more, after, before

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may("change"):
            raise PermissionDenied
        chosen = [int(key) for key in request.POST.getlist("who") if key.isdigit()]
        act = request.POST.get("act", "")
        if act == "promote":
            promoted = promote_waiting(event=self.event)
            messages.success(
                request, _("%(number)s from the waiting list have a seat now.") % {"number": len(promoted)}
            )
        elif act not in ACTS or not chosen:
            messages.error(request, _("Choose people in the list, and what is to be done."))
        else:
            self._do(ACTS[act], chosen, request.POST.get("because", ""))
        return redirect(request.get_full_path())

    def _do(self, act: Any, chosen: Sequence[int], because: str) -> None:
        """Do it to each by itself: what is refused to one is done to the others, and said."""
        done, refused = 0, []
        for row in Participation.objects.filter(event=self.event, pk__in=chosen).order_by("pk"):
            try:
                act(row, because)
                done += 1
            except Refused as refusal:
                refused.append(f"{row.code}: {refusal}")
        if done:
            messages.success(self.request, _("Done for %(number)s.") % {"number": done})
        for sentence in refused[:5]:
            messages.error(self.request, sentence)
        if len(refused) > 5:
            messages.error(self.request, _("and %(number)s more") % {"number": len(refused) - 5})


def _accept(row: Participation, because: str) -> None:
    accept_waiting(participation=row)


def _cancel(row: Participation, because: str) -> None:
    cancel_registration(registration=_form_of(row), because=because, by_office=True)


def _link(row: Participation, because: str) -> None:
    renew_link(registration=_form_of(row))


def _form_of(row: Participation) -> Registration:
    held = Registration.objects.filter(participation=row).first()
    if held is None:
        raise Refused(_("did not come through the form; change the participation itself."))
    return held


ACTS = {"accept": _accept, "cancel": _cancel, "link": _link}
NARROWING = ("status", "country", "q")


def asked_by(request: HttpRequest) -> dict[str, Any]:
    """How the address narrows the list."""
    status = request.GET.get("status", "")
    return {
        "status": status if status in Status.values else "",
        "country": request.GET.get("country", "")[:3],
        "words": request.GET.get("q", "").strip()[:100],
    }


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


# The list as a file -----------------------------------------------------------------------------------------

COLUMNS: tuple[tuple[Any, str], ...] = (
    (gettext_lazy("Code"), "code"),
    (gettext_lazy("Full name"), "person__full_name"),
    (gettext_lazy("Name in Latin letters"), "person__name_latin"),
    (gettext_lazy("Form of address"), "person__form_of_address"),
    (gettext_lazy("E-mail"), "person__email"),
    (gettext_lazy("Country"), "country__name_en"),
    (gettext_lazy("Country code"), "country__code"),
    (gettext_lazy("Organisation"), "organisation__name"),
    (gettext_lazy("Institution, as written"), "registration__organisation_name"),
    (gettext_lazy("Function"), "function"),
    (gettext_lazy("Role"), "role"),
    (gettext_lazy("State"), "status"),
    (gettext_lazy("Sector"), "sector"),
    (gettext_lazy("Sex"), "sex"),
    (gettext_lazy("Modality"), "modality"),
    (gettext_lazy("Sent at (UTC)"), "registration__sent_at"),
)
WORDS: dict[str, Any] = {"role": Role, "status": Status, "sector": Sector, "sex": Sex, "modality": Modality}


def rows_for_files(event: Event, rows: QuerySet[Participation]) -> Iterator[list[str]]:
    """The heading and every row of the list as words, read as they are needed; the questions of the event at the end."""
    questions = list(event.questions.values_list("name", "label"))
    names = [name for _label, name in COLUMNS]
    words = {
        names.index(name): {value: str(label) for value, label in kinds.choices}
        for name, kinds in WORDS.items()
    }
    sent = names.index("registration__sent_at")
    yield [*(str(label) for label, _name in COLUMNS), *(label for _name, label in questions)]
    for *cells, answers in rows.values_list(*names, "registration__answers").iterator(chunk_size=2000):
        for place, told in words.items():
            cells[place] = told.get(cells[place], cells[place])
        if cells[sent]:
            cells[sent] = cells[sent].strftime("%Y-%m-%d %H:%M")
        told_of = answers or {}
        yield [
            *("" if cell is None else cell for cell in cells),
            *(_answer(told_of.get(name)) for name, _l in questions),
        ]


def _answer(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else _("yes") if value is True else str(value)


class _Pieces(io.RawIOBase):
    """What an archive writes, piece by piece, while it is written."""

    def __init__(self) -> None:
        self.held: list[bytes] = []
        self.at = 0

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self.held.append(bytes(piece))
        self.at += len(self.held[-1])
        return len(self.held[-1])

    def tell(self) -> int:
        return self.at

    def take(self) -> bytes:
        told, self.held = b"".join(self.held), []
        return told


_PARTS = {
    "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="10"/><name val="Arial"/></font><font><b/><sz val="10"/><name val="Arial"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf fontId="0"/><xf fontId="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}  # fmt: skip
_BOOK = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="{}" sheetId="1" r:id="rId1"/></sheets></workbook>'
_SHEET = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="40" width="20" customWidth="1"/></cols><sheetData>'
_NOT_IN_XML = {number: None for number in range(32) if number not in (9, 10, 13)} | {
    0xFFFE: None,
    0xFFFF: None,
}


def as_xlsx(rows: Iterable[list[str]], name: str) -> Iterator[bytes]:
    """One sheet with a frozen heading, written while it is read: no row waits in memory for the last.

    Every cell is text in its place, which no spreadsheet runs as a formula.
    """
    pieces = _Pieces()
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:  # type: ignore[arg-type]
        for part, told in _PARTS.items():
            archive.writestr(part, told)
        archive.writestr("xl/workbook.xml", _BOOK.format(escape(name, {'"': "&quot;"})))
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(_SHEET.encode())
            style, block = ' s="1"', []
            for number, row in enumerate(rows, 1):
                cells = "".join(
                    f'<c t="inlineStr"{style}><is><t xml:space="preserve">{_plain(cell)}</t></is></c>'
                    if cell
                    else "<c/>"
                    for cell in row
                )
                block.append(f"<row>{cells}</row>")
                style = ""
                if number % 500 == 0:
                    sheet.write("".join(block).encode())
                    block = []
                    yield pieces.take()
            sheet.write("".join(block).encode() + b"</sheetData></worksheet>")
    yield pieces.take()


def _plain(cell: str) -> str:
    if cell.isalnum() and cell.isascii():
        return cell
    return escape(cell.translate(_NOT_IN_XML))


def people_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The list as shown, whole, as a spreadsheet or as CSV."""
    if not may_see(request.user, Participation):
        raise PermissionDenied
    event = get_object_or_404(Event, pk=pk)
    rows = rows_for_files(event, people_of(event, **asked_by(request)))
    told, media = {
        "xlsx": (lambda: as_xlsx(rows, event.code[:31]), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        "csv": (lambda: as_csv(rows), "text/csv; charset=utf-8"),
    }[kind]  # fmt: skip
    response = StreamingHttpResponse(told(), content_type=media)
    name = f"{event.code}-people-{timezone.localdate():%Y-%m-%d}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


URLS = [
    path("<int:pk>/people/", PeoplePage.as_view(), name="event_people"),
    re_path(r"^(?P<pk>\d+)/people\.(?P<kind>xlsx|csv)$", people_file, name="event_people_file"),
]
