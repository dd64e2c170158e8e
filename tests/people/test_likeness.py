"""Who may be one person: pairs that are hard, each with what must be said of it; and that nothing is decided by itself."""

from __future__ import annotations

import pytest
from tests import make

from colonnade.people.actions import decide_different, find_likenesses, keep_words
from colonnade.people.models import Likeness, Person
from colonnade.people.queries import named, ones_in_doubt, wrong_words
from colonnade.people.rules.likeness import THRESHOLD, Known, likeness
from colonnade.people.rules.names import Name, nearness
from colonnade.records.errors import Refused

KOREA, KAZAKHSTAN, EGYPT, INDONESIA, FRANCE = range(1, 6)
FINANCE, ECONOMY, INTERIOR, ACADEMY = range(11, 15)


def who(name, latin="", *, mail="", at=None, country=None, sex="", family="", events=(), sharing=1):
    return Known(
        0, tuple(Name(each) for each in (name, latin) if each), mail, sex, family, frozenset({at} - {None}),
        frozenset({country} - {None}), frozenset(events), sharing,
    )  # fmt: skip


ONE = {
    "the same name and nothing to tell them apart": (who("Aigul Bekova"), who("Aigul Bekova")),
    "family name first": (who("Bekova Aigul", country=KAZAKHSTAN), who("Aigul BEKOVA", country=KAZAKHSTAN)),
    "Cyrillic and Latin": (who("Айгуль Бекова"), who("Aigul Bekova")),
    "Cyrillic with Latin beside it, and Latin": (who("Сергей Ким", "Sergey Kim", at=FINANCE), who("KIM Sergei", at=FINANCE)),
    "Mohammed and Muhammad": (who("Mohammed Karimov", country=EGYPT), who("Muhammad Karimov", country=EGYPT)),
    "Arabic without vowels and Latin": (who("محمد كريموف", country=EGYPT), who("Mohammed Karimov", country=EGYPT)),
    "Hangul and Latin at one ministry": (who("김민준", at=FINANCE), who("KIM Min-jun", at=FINANCE)),
    "Hanzi and pinyin at one ministry": (who("王小明", at=FINANCE), who("Wang Xiaoming", at=FINANCE)),
    "accents left out": (who("Nguyễn Thị Ánh", at=FINANCE), who("NGUYEN Thi Anh", at=FINANCE)),
    "a patronymic more, the same mailbox": (
        who("Aigul Bekova", mail="bekova@minfin.kz"), who("Aigul Maratovna Bekova", mail="bekova@minfin.kz")),
    "an initial, the same mailbox": (who("J. Okafor", mail="jo@x.org"), who("Joseph Okafor", mail="jo@x.org")),
    "who moved to another ministry": (
        who("Aigul Bekova", at=FINANCE, country=KAZAKHSTAN), who("Aigul Bekova", at=ECONOMY, country=KAZAKHSTAN)),
    "one word, one ministry": (who("Suharto", at=INTERIOR, country=INDONESIA), who("Suharto", at=INTERIOR, country=INDONESIA)),
    "a new family name, the same mailbox of her own": (
        who("Dilnoza Petrova", mail="dilnoza@post.org"), who("Dilnoza Ivanova", mail="dilnoza@post.org")),
    "a title in the name": (who("Dr. Ana Lima"), who("Ana Lima")),
    "a slip of the pen": (who("Elisabeth Fenwick", at=FINANCE), who("Elisabeth Femwick", at=FINANCE)),
}  # fmt: skip
TWO = {
    "husband and wife with one mailbox": (
        who("John Fenwick", mail="fenwick@home.org"), who("Mary Fenwick", mail="fenwick@home.org")),
    "the same, family name first": (
        who("Fenwick John", mail="f@home.org", family="Fenwick"), who("Fenwick Mary", mail="f@home.org", family="Fenwick")),
    "brother and sister, whose family name many bear": (
        who("Kim Min-jun", mail="kims@home.kr"), who("Kim Soo-ah", mail="kims@home.kr")),
    "colleagues with the mailbox of the office": (
        who("Aigul Bekova", mail="info@minfin.kz", at=FINANCE), who("Marat Suleimenov", mail="info@minfin.kz", at=FINANCE)),
    "whoever was registered by one assistant": (
        who("Aigul Bekova", mail="a@b.kz", sharing=5, at=FINANCE, country=KAZAKHSTAN),
        who("Marat Suleimenov", mail="a@b.kz", sharing=5, at=FINANCE, country=KAZAKHSTAN)),
    "Kim Min-jun of two ministries": (
        who("Kim Min-jun", mail="kmj@mof.go.kr", at=FINANCE, country=KOREA),
        who("Kim Min-jun", mail="minjun@moe.go.kr", at=ECONOMY, country=KOREA)),
    "one name in two countries": (who("Aigul Bekova", at=FINANCE, country=KAZAKHSTAN), who("Aigul Bekova", at=ACADEMY, country=FRANCE)),
    "one name, a woman and a man": (who("Andrea Rossi", sex="female", at=FINANCE), who("Andrea Rossi", sex="male", at=FINANCE)),
    "Peter and Petra": (who("Peter Müller", country=FRANCE), who("Petra Müller", country=FRANCE)),
    "Lena and Lina": (who("Lena Fischer", country=FRANCE), who("Lina Fischer", country=FRANCE)),
    "one word of two ministries": (who("Suharto", at=INTERIOR, country=INDONESIA), who("Suharto", at=FINANCE, country=INDONESIA)),
    "one word and a longer name": (who("Suharto", country=INDONESIA), who("Suharto Wibowo", country=INDONESIA)),
    "two of the same family name at one ministry": (
        who("Aigul Bekova", at=FINANCE, country=KAZAKHSTAN), who("Dana Bekova", at=FINANCE, country=KAZAKHSTAN)),
    "names that many bear": (who("Mohammed Ali", country=EGYPT, at=FINANCE), who("Mohamed Ali", country=EGYPT, at=INTERIOR)),
    "two of one name with two addresses at one university": (
        who("Wei Zhang", mail="wzhang@uni.edu", country=FRANCE), who("Wei Zhang", mail="zhangwei2@uni.edu", country=FRANCE)),
}  # fmt: skip


@pytest.mark.parametrize("case", ONE)
def test_who_may_be_one_is_proposed(case):
    score, reasons = likeness(*ONE[case])

    assert score >= THRESHOLD, reasons
    assert likeness(*reversed(ONE[case])) == (score, reasons)


@pytest.mark.parametrize("case", TWO)
def test_who_are_two_are_left_alone(case):
    score, reasons = likeness(*TWO[case])

    assert score < THRESHOLD, reasons
    assert likeness(*reversed(TWO[case])) == (score, reasons)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Aigul Bekova", "AIGUL BEKOVA", "same_name"),
        ("Aigul Bekova", "Bekova Aigul", "same_name_other_order"),
        ("Айгуль Бекова", "Bekova Aigul", "same_name_other_script"),
        ("Youssef Hassan", "Yusuf Hasan", "same_name_spelt_otherwise"),
        ("Aigul Bekova", "Aigul Maratovna Bekova", "name_within_name"),
        ("J. Okafor", "Joseph Okafor", "initials"),
        ("Elisabeth Fenwick", "Elisabeth Femwick", "similar_name"),
        ("Aigul Bekova", "Marat Suleimenov", "different_name"),
        ("?", "Aigul Bekova", "different_name"),
    ],
)
def test_two_names_are_near_for_one_reason(one, other, reason):
    assert nearness(Name(one), Name(other))[1] == reason


def proposed():
    return [(pair.first.full_name, pair.second.full_name, pair.reasons_in_words) for pair in Likeness.objects.order_by("pk")]


@pytest.mark.django_db
def test_likenesses_are_found_from_what_every_room_knows_and_nothing_is_merged():
    ministry = make.organisation("Ministry of Finance")
    event, later = make.event(), make.event()
    first = make.participation(event, make.person("김민준"), from_country="KOR", organisation=ministry)
    make.participation(later, make.person("KIM Min-jun"), from_country="KOR", organisation=ministry)
    make.participation(later, make.person("Kim Soo-ah"), from_country="KOR", organisation=ministry)

    assert find_likenesses() == 1
    assert proposed() == [
        ("김민준", "KIM Min-jun", "same name, written in another script, same organisation, same country, a name that many bear")
    ]
    assert Person.objects.filter(merged_into=None, withdrawn_on=None).count() == 3
    assert first.person.full_name == "김민준"


@pytest.mark.django_db
def test_a_new_person_is_compared_with_all_as_if_all_were_compared():
    names = ["Aigul Bekova", "Marat Suleimenov", "Bekova Aigul", "Айгуль Бекова", "Suharto", "Ana Lima", "Lima Ana"]
    made = [make.person(name, email="s@x.org" if name == "Suharto" else "") for name in names]
    keep_words()
    find_likenesses()
    whole = set(Likeness.objects.values_list("first", "second", "score"))
    Likeness.objects.all().delete()

    for person in made:
        find_likenesses(persons=[person.pk])

    assert len(whole) == 4
    assert set(Likeness.objects.values_list("first", "second", "score")) == whole


@pytest.mark.django_db
def test_a_pair_decided_different_is_not_proposed_again():
    make.person("Aigul Bekova"), make.person("Aigul Bekova")
    find_likenesses()
    decide_different(likeness=Likeness.objects.get(), by="officer")

    assert find_likenesses() == 0
    assert Likeness.objects.get().state == "different"
    assert ones_in_doubt() == {}
    with pytest.raises(Refused, match="decided already"):
        decide_different(likeness=Likeness.objects.get(), by="officer")


@pytest.mark.django_db
def test_a_proposal_goes_when_a_correction_takes_its_ground_away():
    make.person("Aigul Bekova")
    other = make.person("Aigul Bekova")
    find_likenesses()
    other.full_name = "Marat Suleimenov"
    other.save()

    assert find_likenesses() == 0
    assert proposed() == []


@pytest.mark.django_db
def test_who_is_withdrawn_erased_or_merged_is_proposed_to_nobody():
    keep = make.person("Aigul Bekova")
    make.person("Aigul Bekova", withdrawn_on="2014-01-01")
    make.person("Aigul Bekova", merged_into=keep)
    make.person("Aigul Bekova", erased_on="2014-01-01")

    assert find_likenesses() == 0


@pytest.mark.django_db
def test_a_name_of_hundreds_is_not_compared_each_with_each(monkeypatch):
    compared = []
    monkeypatch.setattr(
        "colonnade.people.actions.matching.likeness", lambda a, b: compared.append((a, b)) or (0, [])
    )
    Person.objects.bulk_create([Person(code=f"M-{i}", full_name="Mohammed Ali") for i in range(300)])

    find_likenesses()

    assert compared == []


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["bek", "aigul bek", "Бекова", "BEKOVA a", "aig.bek@post", "бек айг"])
def test_a_person_is_found_by_the_beginnings_of_words_in_any_script_and_order(words):
    person = make.person("Айгуль Бекова", email="aig.bek@post.kz")
    make.person("Marat Suleimenov")
    keep_words()

    assert list(named(words)) == [person]
    assert list(named("bekov marat")) == []


@pytest.mark.django_db
def test_words_are_told_wrong_until_they_are_kept():
    person = make.person("Aigul Bekova")
    assert wrong_words() == [person.code]

    assert keep_words() == 1
    assert wrong_words() == []
    assert keep_words() == 0
