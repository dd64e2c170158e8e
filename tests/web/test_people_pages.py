"""Persons at the desk: who may be one, what a merge changes, and what a person may ask for."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from tests import make
from tests.seeing import barriers
from wagtail.users.models import UserProfile

from colonnade.capacity.models import Certificate, Participation, SelectionVote
from colonnade.figures.actions import freeze_edition
from colonnade.outreach.models import Quote
from colonnade.people.actions import find_likenesses, give_consent, load_retention_rules
from colonnade.people.models import Account, Disposal, Likeness, Merge, Person, RetentionRule
from colonnade.people.queries import rules_on
from colonnade.web.desk.people.acts import erase, merge
from colonnade.web.desk.people.preview import all_years, preview
from colonnade.web.desk.roles import settle_roles
from colonnade.web.desk.viewsets import KNOWN

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def desk_is_open():
    reverse("wagtailadmin_home")


def signed_in(client, role="Programme officer"):
    account = Account.objects.create_user(f"a-{role.lower().replace(' ', '-')}")
    settle_roles()
    account.groups.add(Group.objects.get(name=role))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(name, person):
    return KNOWN[Person].address(name, person)


@pytest.fixture
def two():
    """Two rows that may be one person, both at one event of 2014, and the second at another."""
    event = make.event("2014-05-06")
    kept, absorbed = make.person("Aigul Bekova"), make.person("Айгуль Бекова", email="aigul@post.kz")
    ministry = make.organisation("Ministry of Finance")
    for person in (kept, absorbed):
        make.participation(event, person, from_country="KAZ", organisation=ministry)
    make.participation(make.event("2014-06-06"), absorbed, from_country="KAZ")
    find_likenesses()
    return kept, absorbed


def changed(shown):
    return [(one.key, one.before, one.after) for one in shown.changed]


def test_a_merge_shows_the_figures_it_would_change_and_changes_none(two):
    kept, absorbed = two

    shown = preview(lambda: merge(kept=kept, absorbed=absorbed, because="preview", by=""))

    assert changed(shown) == [
        ("capacity.participations", "3", "2"), ("capacity.registrations", "3", "2"),
        ("capacity.unique_participants", "between 1 and 2", "1"),
    ]  # fmt: skip
    assert (str(shown.period), shown.refusal) == ("2014", "")
    assert Merge.objects.count() == 0
    assert Participation.objects.filter(person=absorbed, withdrawn_on=None).count() == 2


def test_what_is_refused_is_said_before_anything_is_tried(two):
    kept, _absorbed = two

    shown = preview(lambda: merge(kept=kept, absorbed=kept, because="preview", by=""))

    assert (shown.changed, shown.refusal) == ((), f"{kept.code} is one row already: choose two.")


def test_all_years_are_those_of_which_anything_is_held():
    assert all_years().years == (date.today().year,)
    make.event("2009-05-06")
    make.opening("capacity.participations", 5, period="2006-2008")

    assert all_years().years == (2006, 2007, 2008, 2009)


def test_two_are_compared_merged_and_made_two_again(client, two):
    kept, absorbed = two
    signed_in(client)
    pair = Likeness.objects.get()
    listed = client.get(reverse("duplicates:index")).content.decode()
    assert "same name, written in another script, same organisation, same country" in listed
    compared = client.get(reverse("duplicates:compare", args=(pair.pk,)))
    assert [(line.label, line.how) for line in compared.context["lines"]] == [
        ("Full name", "differs"),
        ("E-mail", ""),
    ]

    address = reverse("duplicates:merge", args=(kept.pk, absorbed.pk))
    assert changed(client.get(address).context["preview"])[0] == ("capacity.participations", "3", "2")
    assert client.post(address, {"because": ""}).context["form"].errors == {
        "because": ["This field is required."]
    }
    done = client.post(address, {"because": "confirmed by telephone"})
    made = Merge.objects.get()
    assert (done.url, made.by, made.because) == (
        page("inspect", kept),
        "a-programme-officer",
        "confirmed by telephone",
    )

    assert "This is the same person as" in client.get(page("inspect", absorbed)).content.decode()
    undoing = reverse("merges:undo", args=(made.pk,))
    assert changed(client.get(undoing).context["preview"])[0] == ("capacity.participations", "2", "3")
    assert client.post(undoing).url == reverse("merges:index")
    made.refresh_from_db()
    assert (made.undone_by, Participation.objects.filter(person=absorbed, withdrawn_on=None).count()) == (
        "a-programme-officer",
        2,
    )
    assert "Undone" in client.get(reverse("merges:index")).content.decode()


def test_different_people_are_not_proposed_again_and_later_leads_to_the_next(client, two):
    make.person("Ana Lima"), make.person("Ana Lima")
    find_likenesses()
    signed_in(client)
    first, second = Likeness.objects.order_by("-score")

    assert client.get(reverse("duplicates:compare", args=(first.pk,))).context["later"] == reverse(
        "duplicates:compare", args=(second.pk,)
    )
    assert client.post(reverse("duplicates:compare", args=(first.pk,))).url == reverse(
        "duplicates:compare", args=(second.pk,)
    )
    assert client.post(reverse("duplicates:compare", args=(second.pk,))).url == reverse("duplicates:index")
    client.post(reverse("duplicates:index"))
    assert Likeness.objects.filter(state="open").count() == 0


def test_a_person_saved_at_the_desk_is_compared_with_all(client):
    make.person("Aigul Bekova")
    signed_in(client)

    client.post(reverse("person:add"), {"full_name": "Bekova Aigul", "sex": "not_recorded"})

    assert [pair.reasons for pair in Likeness.objects.all()] == [["same_name_other_order"]]


def test_own_data_is_everything_held_and_no_formula(client, two):
    _kept, absorbed = two
    absorbed.note = "=1+1"
    absorbed.save()
    give_consent(person=absorbed, purpose="photo", wording="May we?", language="en", channel="form")
    signed_in(client)

    told = client.get(page("json", absorbed)).json()
    book = load_workbook(BytesIO(client.get(page("xlsx", absorbed)).content))

    assert {kind: len(rows) for kind, rows in told.items()} == {
        "Person": 1,
        "Participations": 2,
        "Consents": 1,
    }
    assert (told["Person"][0]["Full name"], told["Consents"][0]["Purpose"]) == (
        "Айгуль Бекова",
        "photographs and film",
    )
    assert book.sheetnames == ["Person", "Participations", "Consents"]
    assert "'=1+1" in [cell.value for cell in book["Person"][2]]


def test_own_data_tells_what_hangs_on_participations_and_no_secret_of_the_house(client):
    held = make.registration(make.open_event(), full_name="Ana Tui", answers={"diet": "vegetarian"})
    at = held.participation
    officer = make.account("voter")
    SelectionVote.objects.create(participation=at, member=officer, verdict="select", reason="Fits the call")
    certificate = Certificate.objects.create(
        code="C-1",
        participation=at,
        kind="participation",
        name="Ana Tui",
        title="T",
        issued_on=date(2035, 6, 1),
    )
    signed_in(client)

    answer = client.get(page("json", at.person))

    told = answer.json()
    assert {"Registrations", "Votes of a selection", "Certificates"} <= set(told)
    for words in ("vegetarian", "Fits the call", "C-1"):
        assert words in answer.content.decode()
    for secret in (str(held.submission), certificate.check_code, "voter"):
        assert secret not in answer.content.decode()


def test_a_person_is_restricted_and_held_and_let_go_again(client):
    person = make.person("Aigul Bekova")
    signed_in(client)

    for name, field in (("restrict", "restricted_because"), ("hold", "hold_because")):
        assert client.post(page(name, person), {"because": "audit of 2014"}).url == page("inspect", person)
        assert getattr(Person.objects.get(pk=person.pk), field) == "audit of 2014"
        assert "audit of 2014" in client.get(page("inspect", person)).content.decode()
    assert "cannot be erased" in client.get(page("erase", person)).content.decode()
    assert client.post(page("erase", person), {"because": "asked"}).status_code == 200
    assert Person.objects.get(pk=person.pk).erased_on is None
    for name, field in (("restrict", "restricted_because"), ("hold", "hold_because")):
        client.post(page(name, person))
        assert getattr(Person.objects.get(pk=person.pk), field) == ""


def test_an_erasure_shows_that_no_figure_changes_and_leaves_no_name_on_any_page(client, two):
    _kept, absorbed = two
    Quote.objects.create(
        code="Q-1", person=absorbed, text="It helped.", consent_basis="written", channels=["web"]
    )
    signed_in(client)
    asked = client.get(page("erase", absorbed))
    assert (asked.context["preview"].changed, "No figure changes." in asked.content.decode()) == ((), True)

    assert client.post(page("erase", absorbed), {"because": "asked by the person"}).url == page(
        "inspect", absorbed
    )

    for name in ("inspect", "history"):
        assert "Айгуль" not in client.get(page(name, absorbed)).content.decode()
    assert Quote.objects.get().consent_withdrawn_on == date.today()
    refused = client.post(page("edit", absorbed), {"full_name": "Aigul", "sex": "female"}).context["form"]
    assert [words[:29] for words in refused.non_field_errors()] == ["This row is not edited any mo"]
    assert client.get(reverse("find_record"), {"q": "aigul@post"}).context["kinds"] == []


def test_quotes_stand_on_the_page_with_the_editions_that_printed_them(client, two):
    kept, _absorbed = two
    for code in ("Q-1", "Q-2"):
        Quote.objects.create(code=code, person=kept, text=f"It helped ({code}).")
    printed = {"kind_of": "Quote", "text": "It helped (Q-1).", "code": "Q-1"}
    document = {"slides": [{"quotes": [printed]}]}
    freeze_edition(
        code="r-2014",
        report="r",
        title="Report of 2014",
        period=all_years(),
        document=document,
        measurements=[],
    )
    signed_in(client)

    said = client.get(page("inspect", kept)).context["said"]

    assert [(quote.code, [edition.code for edition in editions]) for quote, _url, editions in said] == [
        ("Q-1", ["r-2014"]),
        ("Q-2", []),
    ]
    assert "Report of 2014" in client.get(page("inspect", kept)).content.decode()
    signed_in(client, "Assistant")
    assert client.get(page("inspect", kept)).context["said"] == []


def test_a_consent_is_withdrawn_at_the_desk(client):
    person = make.person()
    consent = give_consent(person=person, purpose="photo", wording="May we?", language="en", channel="form")
    signed_in(client)

    client.post(page("consent", person), {"consent": consent.pk})
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert client.post(page("consent", make.person()), {"consent": consent.pk}).status_code == 302


def test_a_merged_row_is_neither_edited_nor_restored(client, two):
    kept, absorbed = two
    merge(kept=kept, absorbed=absorbed, because="one", by="")
    signed_in(client)

    client.post(page("withdraw", absorbed))

    assert Person.objects.get(pk=absorbed.pk).merged_into == kept
    assert Person.objects.get(pk=absorbed.pk).withdrawn_on == date.today()


PAGES = ("duplicates:index", "merges:index")
ACTS = ("restrict", "hold", "erase", "json", "xlsx")


@pytest.mark.parametrize(
    ("role", "pages", "acts"),
    [
        ("Programme officer", {200}, [200] * 5),
        ("Assistant", {200}, [200, 302, 302, 200, 200]),
        ("Communications", {302}, [302] * 5),
        ("Finance", {302}, [302] * 5),
        ("Viewer", {302}, [302] * 5),
    ],
)
def test_persons_are_merged_and_erased_by_roles_that_may_change_them_and_refused_to_others(
    client, two, role, pages, acts
):
    kept, absorbed = two
    made = merge(kept=kept, absorbed=make.person(), because="one", by="")
    signed_in(client, role)
    addresses = [reverse(name) for name in PAGES]
    addresses += [reverse("duplicates:compare", args=(Likeness.objects.get().pk,))]
    addresses += [
        reverse("duplicates:merge", args=(kept.pk, absorbed.pk)),
        reverse("merges:undo", args=(made.pk,)),
    ]

    assert {client.get(address).status_code for address in addresses} == pages
    assert [client.get(page(name, kept)).status_code for name in ACTS] == acts
    if pages == {302}:
        for address in (*addresses, page("erase", kept)):
            client.post(address, {"because": "because"})
        assert Merge.objects.get().undone_on is None
        assert Likeness.objects.get().state == "open"
        assert Person.objects.filter(erased_on=None).count() == 3


def test_the_menu_offers_duplicates_to_those_who_may_change_persons(client):
    for role, offered in (("Assistant", True), ("Communications", False)):
        signed_in(client, role)
        assert (
            reverse("duplicates:index") in client.get(reverse("wagtailadmin_home")).content.decode()
        ) == offered


def test_a_list_of_pairs_asks_as_many_questions_for_three_as_for_one(client, two, django_assert_num_queries):
    signed_in(client)
    client.get(reverse("duplicates:index"))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("duplicates:index"))
    for name in ("Ana Lima", "Joao Reis"):
        make.person(name), make.person(name)
    find_likenesses()
    with django_assert_num_queries(len(asked)):
        client.get(reverse("duplicates:index"))


def test_what_is_due_is_said_and_removed_only_when_told_to(capsys):
    RetentionRule.objects.create(category="identities", trigger="event_end", years=1)
    RetentionRule.objects.create(category="travel_documents", trigger="event_end", days=30)
    person = make.participation(make.event("2006-05-06")).person

    call_command("retention", "--day", "2014-01-01")
    assert capsys.readouterr().out.splitlines() == [
        "identities: 1 due", "travel_documents: 0 due (no room keeps such data yet)",
    ]  # fmt: skip
    assert Person.objects.get(pk=person.pk).erased_on is None

    call_command("retention", "--day", "2014-01-01", "--yes")
    assert capsys.readouterr().out.splitlines()[-1] == "1 removed under 1 rules."
    assert (Person.objects.get(pk=person.pk).erased_on, Disposal.objects.get().number) == (date.today(), 1)


def test_a_rule_of_retention_is_set_at_the_desk_by_the_head_and_by_nobody_else(client):
    load_retention_rules()
    wrote = {
        "category": "identities", "trigger": "event_end", "years": "2", "days": "0", "disposition": "destroy",
        "schedule": "Memo 7", "on": f"{date.today()}",
    }  # fmt: skip
    address = reverse("retention:index")
    told = {
        role: signed_in(client, role).post(address, wrote).status_code
        for role in ("Programme officer", "Viewer")
    }
    assert told == {"Programme officer": 302, "Viewer": 302}  # to the desk's first page, with a word
    assert RetentionRule.objects.filter(schedule="Memo 7").count() == 0

    signed_in(client, "Head")
    page = client.get(address).content.decode()
    assert ("7 years" in page, "Set a rule anew" in page) == (True, True)
    refused = client.post(address, wrote | {"years": "0"})
    assert (refused.status_code, "Say after how many years or days" in refused.content.decode()) == (
        422,
        True,
    )
    assert client.post(address, wrote).status_code == 302
    assert [
        (rule.years, rule.schedule) for rule in rules_on(date.today()) if rule.category == "identities"
    ] == [(2, "Memo 7")]


def test_erasures_are_told_and_done_again_by_a_verb(capsys, settings):
    person = make.person("Aigul Bekova")
    erase(person=person, because="asked", by="head")
    call_command("erasures")
    assert capsys.readouterr().out == f"ER-0001 {date.today()} {person.code}: asked\n"

    Person.objects.update(full_name="Aigul Bekova", erased_on=None)
    call_command("erasures", "--again")
    assert capsys.readouterr().out == f"Erased again: {person.code}.\n"
    call_command("erasures", "--again")
    assert capsys.readouterr().out == "Erased again: nobody; all erasures hold.\n"


def test_ten_merges_and_five_erasures_with_all_figures_before_and_after():
    """The table of the account: a merge moves what it says it moves, an erasure moves nothing."""
    events = [make.event(f"2014-0{month}-06") for month in range(1, 7)]
    for number in range(20):
        for event in events[number % 3 :: 3]:
            make.participation(
                event, make.person(f"Person {number}"), from_country="KOR", sex="female", days=2
            )
    rows = list(Person.objects.order_by("pk"))
    for first, second in zip(rows[:10], rows[10:20], strict=True):
        shown = preview(
            lambda first=first, second=second: merge(kept=first, absorbed=second, because="one", by="")
        )
        made = merge(kept=first, absorbed=second, because="one", by="")
        assert ("capacity.unique_participants" in {one.key for one in shown.changed}) and made.moved
    for person in rows[:5]:
        shown = preview(lambda person=person: erase(person=person, because="asked", by=""))
        erase(person=person, because="asked", by="")
        assert (shown.changed, shown.refusal) == ((), "")


# --- in a browser ------------------------------------------------------------------------------------------------


def in_browser(page, live_server, client, role="Head"):
    signed_in(client, role)
    page.context.add_cookies([
        {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    ])  # fmt: skip


@pytest.mark.parametrize("language", ["ar"])
def test_the_pages_of_persons_keep_nobody_out(page, live_server, client, two, language):
    make.office()
    kept, absorbed = two
    made = merge(kept=kept, absorbed=make.person("A. Bekova"), because="confirmed", by="head")
    give_consent(person=kept, purpose="photo", wording="May we print it?", language="en", channel="form")
    in_browser(page, live_server, client)
    UserProfile.objects.update_or_create(
        user=Account.objects.get(), defaults={"preferred_language": language}
    )
    addresses = [
        reverse("duplicates:index"), reverse("duplicates:compare", args=(Likeness.objects.get().pk,)),
        reverse("duplicates:merge", args=(kept.pk, absorbed.pk)), reverse("merges:index"), reverse("merges:undo", args=(made.pk,)),
        KNOWN[Person].address("inspect", kept), KNOWN[Person].address("erase", kept), KNOWN[Person].address("hold", kept),
    ]  # fmt: skip
    told = {}
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for address in addresses:
            page.goto(f"{live_server.url}{address}")
            fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            told[width, address] = (barriers(page) if width == 360 else [], fits)

    assert told == {key: ([], True) for key in told}


def test_two_are_merged_by_keyboard_alone(page, live_server, client, two):
    make.office()
    in_browser(page, live_server, client)
    page.goto(f"{live_server.url}{reverse('duplicates:compare', args=(Likeness.objects.get().pk,))}")
    press_to(page, "The same person")
    press_to(page, None, "because")
    page.keyboard.type("confirmed by telephone")
    press_to(page, "Merge", tag="BUTTON")

    page.wait_for_selector(".messages")
    assert Merge.objects.get().because == "confirmed by telephone"


def press_to(page, text, name=None, tag=None):
    """Tab until the focus is on what is meant, and press it; a field is only reached."""
    for _ in range(120):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "[document.activeElement.innerText?.trim(), document.activeElement.name, document.activeElement.tagName]"
        )
        if (text and here[0] == text and tag in (None, here[2])) or (name and here[1] == name):
            if text:
                with page.expect_navigation():
                    page.keyboard.press("Enter")
            return
    raise AssertionError(f"no key leads to {text or name}")
