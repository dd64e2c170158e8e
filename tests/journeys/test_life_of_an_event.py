"""The life of an event in a browser, from the first plan to the figures of the year, by those who live it.

An officer plans and runs it, the head selects and approves beside them, a focal point nominates, officials register on
telephones without scripts, a stranger checks a certificate and reads the figure.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader
from tests import make
from tests.journeys.house import PHONE, House, link_in, take_in, worked
from tests.smtp import MailServer

from colonnade.capacity.models import (
    Attendance,
    AttendanceMark,
    Certificate,
    ChecklistItem,
    Event,
    EventDefaults,
    Letter,
    Participation,
)
from colonnade.capacity.sheetcodes import sheet_code
from colonnade.office.models import Holding
from colonnade.outreach.models import Quote
from colonnade.people.models import Message, Person
from colonnade.web.desk.roles import settle_roles
from colonnade.web.events import registration, visitors

TITLE = "Workshop on open budgets"


def here_and_now() -> ZoneInfo:
    """A place where it is day, of the same date as the server's: the deadlines of the event end with that day."""
    return ZoneInfo("Asia/Seoul" if datetime.now(UTC).hour < 12 else "America/New_York")


@dataclass
class Official:
    """Somebody who comes, and how they register."""

    name: str
    email: str
    country: str = ""
    language: str = "en"
    consents: tuple[str, ...] = ()
    registered: str = field(default="", compare=False)


TUPOU, VAKA = (
    Official("Salote Tupou", "salote@finance.example"),
    Official("Sione Vaka", "sione@audit.example"),
)
NOMINATED = (TUPOU, VAKA)
AISHA = Official("Aisha Rahman", "aisha@budget.example", "BGD", consents=("certificate_check", "quote"))
REGISTERED = (
    AISHA,
    Official("محمد الحسن", "mohammad@mof.example", "JOR", "ar"),
    Official("윤서 한", "yunseo@moef.example", "KOR"),
    Official("José Pérez", "jose@hacienda.example", "PER"),
    Official("Salote Tupou", "s.tupou@mail.example", "TON"),
)
"""The last is one of those nominated, from an address of her own."""

EVERYBODY = (*NOMINATED, *REGISTERED)


def ask(page, label: str):
    """The field of the page's own form that bears the label, whether it must be filled in or not."""
    named = page.get_by_role("main").get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$", re.I))
    return named.and_(page.locator("input, select, textarea"))


def tab(page, name: str) -> None:
    link = page.get_by_role("navigation", name="Pages of the event").get_by_role(
        "link", name=name, exact=True
    )
    link.click()
    link.and_(page.locator("[aria-current=page]")).wait_for()


@pytest.fixture
def house(transactional_db, settings, browser, live_server, monkeypatch):
    """An office with two accounts, a head who signs, and what its regional workshops begin with."""
    monkeypatch.setattr(visitors, "LEAST_SECONDS", 0)
    registration._known.clear()
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    make.office("Office of Rivers", email="office@example.org")
    EventDefaults.objects.create(
        code="ED-1", kind=make.kind("regional_workshop"), entry="both", selection=True, seats=20, completed_share=100,
        certificate_kind="participation", nominations_close_before=0, registration_closes_before=0,
        checklist=[{"title": "Book the room", "days": -30}, {"title": "Write to thank the speakers", "days": 3}],
    )  # fmt: skip
    post = make.post("Head of Office", held=False)
    Holding.objects.create(
        code="H-1", post=post, person=make.person("Ada Holder"), valid_from=date(2010, 1, 1)
    )
    settle_roles()
    for name, role in (("officer", "Programme officer"), ("head", "Head")):
        take_in(name, role)
    with MailServer() as mail:
        mail.serve(settings)
        held = House(browser, live_server.url, mail)
        yield held
        held.close()


# The steps, in the order of the event's life ---------------------------------------------------------------------


def plan(house: House, officer) -> Event:
    """From the list of events to a public page on which one registers."""
    here, today = here_and_now(), datetime.now(here_and_now()).date()
    officer.goto(f"{house.address}/desk/event/")
    house.look(officer, "events", elsewhere=True)
    officer.get_by_role("link", name="Add event").first.click()
    house.look(officer, "begin", elsewhere=True)
    ask(officer, "Title").fill(TITLE)
    ask(officer, "Kind").select_option(label="Regional workshop")
    ask(officer, "First day").fill(today.isoformat())
    ask(officer, "Last day").fill(today.isoformat())
    ask(officer, "Place").fill("Nukuʻalofa")
    ask(officer, "Host country").select_option(label="Tonga")
    ask(officer, "Time zone").fill(here.key)
    ask(officer, "Code").fill("EV-BUDGETS")
    officer.get_by_role("button", name="Begin").click()
    officer.get_by_text("EV-BUDGETS is begun").wait_for()
    event = Event.objects.select_related("activity").get(code="EV-BUDGETS")
    assert (event.entry, event.selection, event.seats_planned, event.certificate_kind) == (
        "both", True, 20, "participation",
    )  # fmt: skip
    assert list(ChecklistItem.objects.filter(event=event).values_list("title", "days")) == [
        ("Book the room", -30), ("Write to thank the speakers", 3),
    ]  # fmt: skip
    assert event.nominations_close_at.astimezone(here).strftime("%d %H:%M:%S") == f"{today:%d} 23:59:59"

    for title, begins, ends in (
        ("Opening and case studies", "09:00", "10:30"),
        ("Budgets by citizens", "11:00", "12:30"),
    ):
        officer.get_by_role("link", name="Add a session").click()
        ask(officer, "Title").fill(title)
        ask(officer, "Starts at").fill(f"{today} {begins}")
        ask(officer, "Ends at").fill(f"{today} {ends}")
        if title.startswith("Opening"):
            house.look(officer, "session")
        officer.keyboard.press("Escape")  # the little calendar
        officer.get_by_role("button", name="Create").first.click()
        officer.get_by_role("row", name=re.compile(title)).wait_for()
    assert [one.starts_at.astimezone(here).strftime("%H:%M") for one in event.sessions.all()] == [
        "09:00",
        "11:00",
    ]

    officer.get_by_role("link", name="Edit the facts").click()
    ask(officer, "Shown on the public site").check()
    ask(officer, "In a few sentences").fill("How a budget is opened to those it is for.")
    officer.get_by_role("button", name="Save").first.click()
    officer.get_by_role("button", name=re.compile("^Next: ")).wait_for()
    for stage in ("Concept note submitted", "Approved", "Announced", "Registration open"):
        officer.get_by_role("button", name=re.compile(f"^Next: {stage}$", re.I)).click()
        officer.get_by_text(re.compile(f"EV-BUDGETS: {stage}", re.I)).first.wait_for()
    house.look(officer, "plan")
    event.refresh_from_db()
    return event


def invite_the_focal_point(house: House, officer) -> None:
    tab(officer, "Nominations")
    officer.get_by_role("link", name="Add a focal point").click()
    ask(officer, "Name").fill("Mele Fifita")
    ask(officer, "E-mail").fill("mele@mfa.example")
    officer.get_by_role("button", name="Choose: country or area").click()
    officer.locator(".modal [name=q]").fill("Tonga")
    officer.get_by_role("link", name="Tonga").click()
    officer.get_by_role("button", name="Create").first.click()
    officer.get_by_role("button", name="Invite, or remind, those ticked").click()
    officer.get_by_text("1 invitation is on its way.").wait_for()
    house.look(officer, "nominations", elsewhere=True)
    worked(house)


def nominate(house: House) -> None:
    """A focal point nominates two, in order, with nothing but the link from the letter."""
    page = house.on_a_telephone()
    page.goto(link_in(house.letter_to("mele@mfa.example", TITLE), "/nominate/"))
    for number, one in enumerate(NOMINATED, 1):
        row = page.get_by_role("group", name=f"Candidate {number}")
        row.get_by_label("Name", exact=True).fill(one.name)
        row.get_by_label("E-mail").fill(one.email)
        row.get_by_label("Function").fill("Director")
    house.look(page, "nominate", elsewhere=True)
    page.get_by_role("button", name="Nominate").click()
    page.get_by_text("What stands below was nominated").wait_for()
    house.look(page, "nominated", elsewhere=True)
    assert set(Participation.objects.values_list("person__full_name", "status", "country__code")) == {
        (one.name, "applied", "TON") for one in NOMINATED
    }  # fmt: skip


def register(house: House, event: Event, who: Official) -> None:
    """An official finds the event in the calendar and sends the form."""
    page = house.on_a_telephone()
    page.goto(f"{house.address}/events/?lang={who.language}")
    if who is AISHA:
        house.look(page, "calendar", elsewhere=True)
    page.get_by_role("link", name=TITLE).click()
    if who is AISHA:
        house.look(page, "event", elsewhere=True)
    page.locator("a.button").click()
    if who is AISHA:
        house.look(page, "register", elsewhere=True)
    page.fill("[name=full_name]", who.name)
    page.fill("[name=email]", who.email)
    page.select_option("[name=country]", who.country)
    for purpose in who.consents:
        page.check(f"[name=consent_{purpose}]")
    page.locator("main form button").click()
    page.wait_for_url("**/sent/**")
    if who is AISHA:
        house.look(page, "sent", elsewhere=True)
        page.get_by_role("link", name="Your personal page").click()
        house.look(page, "own", elsewhere=True)
    assert page.context.cookies() == []
    assert Participation.objects.get(person__email=who.email).status == "applied"


def select(house: House, officer, head, event: Event) -> None:
    """Two members agree on everybody; one alone decides nothing."""
    for member, decides in ((officer, False), (head, True)):
        member.goto(f"{house.address}/desk/events/{event.pk}/")
        tab(member, "Selection")
        for box in member.get_by_role("combobox", name=re.compile("^Your voice on ")).all():
            box.select_option(label="select")
        if decides:
            house.look(member, "selection")
            member.get_by_role("button", name="Decide where two agree, and tell them").click()
            member.get_by_text("7 people were decided on: 7 selected").wait_for()
        else:
            member.get_by_role("button", name="Keep my votes").click()
            member.get_by_text("Your votes are kept.").wait_for()
            assert set(Participation.objects.values_list("status", flat=True)) == {"applied"}
    house.look(head, "decided")
    assert list(Participation.objects.values_list("status", flat=True)) == ["registered"] * 7
    worked(house)
    for one in EVERYBODY:
        house.letter_to(one.email, TITLE)


def write_letters(house: House, officer) -> None:
    """Letters of invitation to all, printed and sent by the worker; the person fetches theirs as a PDF."""
    tab(officer, "Letters")
    ask(officer, "Letter").select_option(label="invitation")
    officer.get_by_role("button", name="Write to those ticked").click()
    officer.get_by_text("7 letters were written.").wait_for()
    officer.get_by_role("button", name="Send the letters of those ticked").click()
    officer.get_by_text("7 letters will be printed and sent.").wait_for()
    worked(house)
    officer.reload()
    house.look(officer, "letters")
    assert Message.objects.filter(key__startswith="letter/", state="sent").count() == 7
    assert Letter.objects.count() == 7


def move(officer, event: Event, *stages: str) -> None:
    tab(officer, "Plan")
    for stage in stages:
        officer.get_by_role("button", name=re.compile(f"^Next: {stage}$", re.I)).click()
        officer.get_by_text(re.compile(f"{event.code}: {stage}", re.I)).first.wait_for()


def attend(house: House, officer, event: Event) -> None:
    """A device in a room without a network, which sends what it has when there is one; and a mark in the grid."""
    tab(officer, "Attendance")
    officer.get_by_role("link", name="Without a network").click()
    ask(officer, "Name of the device").fill("tablet, main door")
    officer.get_by_role("button", name="Give out the list").click()
    passphrase = officer.locator(".room-pass").inner_text()
    house.look(officer, "devices", elsewhere=True)

    device = house.somebody(**PHONE)
    address = officer.get_by_role("link", name="Open the address").get_attribute("href")
    unlock(device, house.address + address, passphrase)
    device.evaluate("navigator.serviceWorker.ready.then(() => true)")
    device.wait_for_timeout(300)
    house.look(device, "device", elsewhere=True)
    device.context.set_offline(True)
    unlock(device, house.address + address, passphrase)
    device.get_by_label("Session").select_option(index=0)
    for one in Participation.objects.filter(event=event).order_by("pk"):
        typed = one.person.full_name if one.person.email == AISHA.email else sheet_code(one.pk)
        device.get_by_label("Code or name").fill(typed)
        device.get_by_label("Code or name").press("Enter")
        until(device, "document.getElementById('find').value === ''")
    until(device, "document.getElementById('present').textContent === '7'")
    assert AttendanceMark.objects.count() == 0
    device.context.set_offline(False)
    device.get_by_role("button", name="Send now").click()
    until(device, "document.getElementById('sent').textContent.includes('The office has it')")
    assert Attendance.objects.filter(present=True).count() == 7

    officer.get_by_role("link", name="Grid").click()
    row = officer.get_by_role("row", name=re.compile(AISHA.name))
    row.get_by_role("gridcell").nth(1).click()
    until(officer, "document.getElementById('attendance-saved').className.endsWith('saved')")
    house.look(officer, "grid", elsewhere=True)
    assert "11:00 Budgets by citizens" in officer.get_by_label("Signed for").inner_text()
    marked = Attendance.objects.filter(present=True, session__title="Budgets by citizens")
    assert [one.participation.person.full_name for one in marked] == [AISHA.name]


def unlock(page, where: str, passphrase: str) -> None:
    page.goto(where)
    page.get_by_label("Passphrase").fill(passphrase)
    page.get_by_role("button", name="Open the list").click()
    page.wait_for_selector("#work:not([hidden])", timeout=60_000)


def until(page, true: str, seconds: float = 60) -> None:
    for _time in range(int(seconds * 20)):
        if page.evaluate(true):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not so after {seconds} s: {true}")


def close_attendance(house: House, officer, head, event: Event) -> None:
    """Whoever marked cannot approve it; the head can."""
    for member, said in ((officer, "You entered"), (head, "Attendance is closed.")):
        member.goto(f"{house.address}/desk/events/{event.pk}/")
        tab(member, "Attendance")
        member.get_by_role("link", name="Counts and closing").click()
        house.look(member, "counts", elsewhere=True)
        member.get_by_role("button", name="Close attendance").click()
        member.get_by_text(said).first.wait_for()
        event.refresh_from_db()
        assert bool(event.attendance_closed_on) is (member is head)
    house.look(head, "closed")


def certify(house: House, officer, event: Event) -> str:
    """Certificates are ordered, made by the worker and fetched by the link of the letter; a stranger checks one."""
    tab(officer, "Certificates")
    officer.get_by_role("button", name="Issue 7").click()
    worked(house)
    officer.reload()
    house.look(officer, "certificates")
    assert set(Certificate.objects.values_list("name", "status")) == {
        (one.name, "valid") for one in EVERYBODY
    }

    page = house.on_a_telephone()
    for one in (VAKA, AISHA):  # who was nominated has a page of their own as well
        page.goto(link_in(house.letter_to(one.email, "Your certificate"), "/registration/"))
        paper = page.get_by_role("link", name="Certificate of participation")
        answer = page.request.get(house.address + paper.get_attribute("href"))
        held = Certificate.objects.get(participation__person__email=one.email)
        text = PdfReader(io.BytesIO(answer.body())).pages[0].extract_text()
        assert (one.name in text, held.code in text, TITLE in text) == (True, True, True)
    house.look(page, "own-after")

    stranger = house.on_a_telephone()
    stranger.goto(f"{house.address}/certificates/check/")
    stranger.get_by_label("Code on the certificate").fill(held.check_code)
    stranger.get_by_role("button", name="Check").click()
    stranger.get_by_text("This certificate is valid.").wait_for()
    stranger.get_by_text(AISHA.name).wait_for()
    house.look(stranger, "check")
    return stranger.url


def evaluate(house: House, officer) -> None:
    """The letter leads to the form; six answer, one of them in words that may be quoted."""
    tab(officer, "Evaluation")
    officer.get_by_role("button", name="Impression").click()
    officer.get_by_role("button", name="Send the links now").click()
    officer.get_by_text("7 letters are on their way.").wait_for()
    worked(house)
    for who in EVERYBODY[:-1]:
        page = house.on_a_telephone()
        subject = "A few questions" if who.language == "en" else TITLE
        page.goto(link_in(house.letter_to(who.email, subject), "/evaluation/"))
        page.check("[name=a_relevant][value='5']")
        if who is AISHA:
            house.look(page, "evaluation", elsewhere=True)
            page.get_by_label("What would you say of this event to others?").fill(
                "We publish our budget now."
            )
            page.get_by_label("The office may quote these words.").check()
            page.get_by_label("on the office's website").check()
            page.get_by_label("With my name.").check()
            page.get_by_label("Your name, as it is to be printed").fill(AISHA.name)
        page.locator("form.asks button").click()
        page.get_by_role("main").get_by_role("heading").first.wait_for()
        if who is AISHA:
            house.look(page, "answered", elsewhere=True)
    officer.reload()
    officer.get_by_text("6 of 7").wait_for()
    house.look(officer, "asking")
    officer.get_by_role("button", name="Close for good").click()
    officer.get_by_text("is closed.").first.wait_for()
    officer.get_by_text("100 per cent said 4 or 5 (6 of 6)").first.wait_for()
    house.look(officer, "results")


def quote(house: House, officer) -> None:
    officer.get_by_role("link", name="1 offered quote to read").click()
    house.look(officer, "offered")
    officer.get_by_text("Take into the ledger").click()
    ask(officer, "Who said it").select_option(label=AISHA.name)
    officer.get_by_role("button", name="Take", exact=True).click()
    officer.get_by_text("stands in the ledger of quotes").wait_for()
    house.look(officer, "ledger")
    held = Quote.objects.get()
    assert (held.text, held.person.email, held.with_name, held.channels, held.consent_basis) == (
        "We publish our budget now.", AISHA.email, True, ["web"], "written",
    )  # fmt: skip


def read_the_figure(
    house: House, key: str = "capacity.participations", year: int | None = None
) -> tuple[str, str]:
    """What a stranger reads: the number of the year, and the rows behind it, each with what it contributes."""
    page = house.on_a_telephone()
    page.goto(f"{house.address}/figures/{key}/?period={year or date.today().year}")
    rows = page.locator("table.rows tbody tr").all()
    told = [
        f"{row.locator('code').first.inner_text()}: {row.locator('td.number').inner_text()}" for row in rows
    ]
    return page.locator(".number strong").first.inner_text(), ", ".join(told)


def all_figures(house: House) -> str:
    page = house.on_a_telephone()
    page.goto(f"{house.address}/figures/?period={date.today().year}")
    return page.get_by_role("main").inner_text()


def merge(house: House, officer) -> None:
    """Two rows are one person: what changes is shown before, and is so afterwards."""
    officer.goto(f"{house.address}/desk/")
    officer.get_by_role("button", name="People").click()
    officer.get_by_role("link", name="Possible duplicates").click()
    officer.get_by_role("button", name="Compare all persons again").click()
    house.look(officer, "duplicates", elsewhere=True)
    officer.get_by_role("link", name=re.compile("Salote Tupou")).click()
    house.look(officer, "compare", elsewhere=True)
    officer.get_by_role("link", name="The same person").click()
    officer.get_by_role("row", name=re.compile("^Participations 7 6$")).wait_for()
    house.look(officer, "merge", elsewhere=True)
    ask(officer, "Why they are the same person").fill("She wrote from an address of her own.")
    officer.get_by_role("button", name="Merge").click()
    officer.get_by_text("It can be undone at any time.").wait_for()
    house.look(officer, "merged", elsewhere=True)


def undo_the_merge(house: House, officer) -> None:
    officer.get_by_role("link", name="Merges, and how to undo them").click()
    house.look(officer, "merges", elsewhere=True)
    officer.get_by_role("link", name=re.compile("^Undo")).click()
    house.look(officer, "undo", elsewhere=True)
    officer.get_by_role("button", name="Undo the merge").click()
    officer.get_by_text("they are two people again").wait_for()


def erase(house: House, head, checked: str) -> None:
    """Nobody can tell any more who it was, on any page; and no figure changes."""
    one = Person.objects.get(email=AISHA.email)
    head.goto(f"{house.address}/desk/person/inspect/{one.pk}/")
    house.look(head, "person", elsewhere=True)
    head.get_by_role("link", name="Erase").click()
    head.get_by_text("No figure changes.").wait_for()
    house.look(head, "erase", elsewhere=True)
    ask(head, "Reason").fill("The person asked for it.")
    head.get_by_role("button", name="Erase for ever").click()
    head.get_by_text("No figure has changed.").wait_for()
    house.look(head, "erased")
    stranger = house.on_a_telephone()
    stranger.goto(checked)
    stranger.get_by_text("This certificate is valid.").wait_for()
    assert AISHA.name not in stranger.content()
    one.refresh_from_db()
    assert (one.email, AISHA.name in str(one), Quote.objects.get().consent_withdrawn_on is None) == (
        "",
        False,
        False,
    )


@pytest.mark.both
def test_the_life_of_an_event(house):
    officer, head = house.at_the_desk("officer"), house.at_the_desk("head")
    event = plan(house, officer)
    invite_the_focal_point(house, officer)
    nominate(house)
    for who in REGISTERED:
        register(house, event, who)
    select(house, officer, head, event)
    officer.reload()
    move(officer, event, "Registration closed", "Running")
    write_letters(house, officer)
    assert read_the_figure(house) == ("0", "EV-BUDGETS: 0")

    attend(house, officer, event)
    close_attendance(house, officer, head, event)
    move(officer, event, "Held")
    assert read_the_figure(house) == ("7", "EV-BUDGETS: 7")
    assert read_the_figure(house, year=date.today().year - 1) == ("0", "")

    checked = certify(house, officer, event)
    evaluate(house, officer)
    quote(house, officer)

    merge(house, officer)
    assert read_the_figure(house) == ("6", "EV-BUDGETS: 6")
    undo_the_merge(house, officer)
    assert read_the_figure(house) == ("7", "EV-BUDGETS: 7")
    before = all_figures(house)
    erase(house, head, checked)
    assert (read_the_figure(house), all_figures(house)) == (("7", "EV-BUDGETS: 7"), before)
    wrong = [f"{name}: {one}" for name, found in house.wrong.items() for one in found]
    assert not wrong, "\n".join(wrong)
