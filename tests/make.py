"""Short makers of records. What a test asserts, it passes in; the rest is filled with what does not matter."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import count
from uuid import uuid4

import pypdfium2
from django.core.files.base import ContentFile
from django.utils import timezone

from colonnade.capacity.actions import Entry, register, tally_events
from colonnade.capacity.models import (
    Evaluation,
    EvaluationAnswer,
    EvaluationItem,
    EvaluationToken,
    Event,
    FocalPoint,
    HeadCount,
    Mission,
    Participation,
    Registration,
    Session,
)
from colonnade.figures.models import OpeningFigure
from colonnade.money.actions import tally_ledger
from colonnade.money.models import (
    Agreement,
    Allotment,
    AllotmentLine,
    AnnualBudget,
    BudgetClass,
    BudgetLine,
    BudgetVersion,
    Commitment,
    CommitmentRequest,
    Expense,
    Fund,
    InKind,
    Instalment,
    Receipt,
)
from colonnade.office.models import ActivityKind, Holding, Office, Pillar, Post, Theme
from colonnade.outreach.mailboxes import mailbox_of
from colonnade.outreach.models import (
    Home,
    Material,
    Mention,
    NewsletterIssue,
    Picture,
    Promotion,
    Quote,
    Reach,
    Stories,
    Story,
    SubscriberCount,
    Subscription,
    WrittenPage,
)
from colonnade.partners.models import AgreementParty, CooperationAgreement, Organisation
from colonnade.people.models import Account, Likeness, Person
from colonnade.places.models import Country, CountryGroup, GroupMembership, Indicator, IndicatorValue
from colonnade.programme.models import Activity, ActivityPartner
from colonnade.research.actions import Invited, Said, add_file, bring_draft, open_round, send_review, submit
from colonnade.research.actions.submissions import Told
from colonnade.research.models import (
    Call,
    CallCriterion,
    Case,
    Contribution,
    Contributor,
    Draft,
    Judge,
    LanguageVersion,
    PeerReviewer,
    Phase,
    Product,
    PublicationFile,
    ReviewRound,
    Study,
    Submission,
)
from colonnade.values.dates import PartialDate
from colonnade.values.period import Period

_number = count(1)


def next_code(stem: str) -> str:
    return f"{stem}-{next(_number)}"


def day(text: str | None) -> tuple[date | None, str]:
    """A date of any precision as the two fields it is kept in."""
    known = PartialDate.parse(text) if text else None
    return (known.first_day, known.precision) if known else (None, "day")


def country(code: str) -> Country:
    """A country by its ISO alpha-3 code; made up where the reference data is not loaded."""
    held = Country.objects.filter(code=code).first()
    # Marks no country has, so that one made up never stands in the way of the reference data loaded after it.
    mark = f"{next(_number) % 46656:03d}"
    made_up = "".join(
        "abcdefghijklmnopqrstuvwxyz0123456789"[int(mark) // 36**place % 36] for place in (2, 1, 0)
    )
    return held or Country.objects.create(code=code, iso2=made_up[1:], m49=made_up, name_en=code.title())


def office(name: str = "Office of Tests", **facts) -> Office:
    return Office.objects.create(code=next_code("office"), name=name, short_name="OT", **facts)


def pillar(code: str = "capacity", **facts) -> Pillar:
    return Pillar.objects.get_or_create(code=code, defaults={"name": code.title()} | facts)[0]


def kind(code: str = "regional_workshop", pillar_code: str = "capacity") -> ActivityKind:
    named = {"name": code.replace("_", " ").capitalize(), "plural": code.replace("_", " ").capitalize() + "s"}
    return ActivityKind.objects.get_or_create(code=code, defaults=named | {"pillar": pillar(pillar_code)})[0]


def theme(code: str) -> Theme:
    return Theme.objects.get_or_create(code=code, defaults={"name": code.title()})[0]


def activity(on: str | None, *, kind_code="regional_workshop", pillar_code="capacity", code="", until=None, host="",
             covered=(), themes=(), state="held", standing="confirmed", part_of=None, title="") -> Activity:  # fmt: skip
    starts, precision = day(on)
    ends, ends_precision = day(until)
    code = code or next_code("A")
    made = Activity.objects.create(
        code=code, title=title or f"Activity {code}", kind=kind(kind_code, pillar_code), state=state, standing=standing,
        starts_on=starts, starts_precision=precision, ends_on=ends, ends_precision=ends_precision,
        host_country=country(host) if host else None, part_of=part_of,
    )  # fmt: skip
    made.countries_covered.set([country(c) for c in covered])
    made.themes.set([theme(t) for t in themes])
    return made


def event(on: str = "2014-05-06", *, kind_code="regional_workshop", counts_from="names", people=None, women=None,
          countries=None, named=(), closed=None, seats=None, roles=(), **facts) -> Event:  # fmt: skip
    """An event; ``people``, ``women`` and ``countries`` are its head count."""
    held = activity(on, kind_code=kind_code, **facts)
    made = Event.objects.create(code=held.code, activity=held, counts_from=counts_from, counted_roles=list(roles),
                                attendance_closed_on=closed, seats_planned=seats)  # fmt: skip
    made.countries_named.set([country(c) for c in named])
    if people is not None or countries is not None:
        HeadCount.objects.create(
            code=f"{made.code}-HC", event=made, people=people, women=women, countries=countries
        )
    return made


def organisation(name: str = "", **facts) -> Organisation:
    code = next_code("ORG")
    return Organisation.objects.create(code=code, name=name or f"Organisation {code}", **facts)


def person(name: str = "", **facts) -> Person:
    code = next_code("P")
    return Person.objects.create(code=code, full_name=name or f"Person {code}", **facts)


def participation(
    at: Event, who: Person | None = None, *, from_country="", tally=True, **facts
) -> Participation:
    made = Participation.objects.create(
        code=next_code("PA"), event=at, person=who or person(),
        country=country(from_country) if from_country else None, **facts,
    )  # fmt: skip
    if tally:
        tally_events([at.pk])
    return made


def evaluation(
    at: Event, form_kind: str = "reaction", *, asked=8, answers=(), pairs=(), closed: str = "2014-06-01"
) -> Evaluation:
    """A closed form: so many asked, and what some answered, ``{"relevant": "5"}``. Nobody counts in a figure by it."""
    made = Evaluation.objects.create(
        code=next_code("EF"), event=at, kind=form_kind, title=form_kind, asked_at=f"{closed}T00:00Z",
        closed_on=date.fromisoformat(closed),
    )  # fmt: skip
    for name in dict.fromkeys(name for given in answers for name in given):
        scale = "yes_no" if name == "used" else "agreement"
        EvaluationItem.objects.create(evaluation=made, name=name, wording=name, scale=scale)
    people = Participation.objects.bulk_create(
        Participation(code=next_code("PA"), event=at, person=person(), status="cancelled")
        for _number in range(asked)
    )
    EvaluationToken.objects.bulk_create(
        EvaluationToken(
            evaluation=made, participation=one, digest=next_code("digest"), answered=number < len(answers)
        )
        for number, one in enumerate(people)
    )
    for number, given in enumerate(answers):
        EvaluationAnswer.objects.create(
            number=uuid4(), evaluation=made, on=made.closed_on, pair=pairs[number] if pairs else "",
            answers={f"{name}@1": value for name, value in given.items()},
        )  # fmt: skip
    return made


def open_event(seats: int | None = None, *, on: str = "2035-05-06", title="", **facts) -> Event:
    """A public event at which anybody may register now."""
    held = activity(on, state="announced", title=title)
    told = {"entry": "open", "public": True, "stage": "registration_open", "time_zone": "Asia/Seoul"} | facts
    made = Event.objects.create(code=held.code, activity=held, seats_planned=seats, **told)
    tally_events([made.pk])
    return made


def entry(**facts) -> Entry:
    name = next_code("Person")
    return Entry(**({"full_name": name, "email": f"{name.lower()}@example.org"} | facts))


def registration(at: Event, *, from_country="", consents=None, language="en", **facts) -> Registration:
    """Somebody who sent the public form."""
    wrote = entry(country=country(from_country) if from_country else None, **facts)
    return register(event=at, submission=uuid4(), entry=wrote, language=language, consents=consents)


def session(at: Event, starts: str = "2014-05-06T09:00+00:00", hours: float = 1.5, **facts) -> Session:
    """A session of an event, at a moment with its offset."""
    begins = datetime.fromisoformat(starts)
    code = next_code("S")
    return Session.objects.create(code=code, event=at, title=facts.pop("title", f"Session {code}"), starts_at=begins,
                                  ends_at=begins + timedelta(hours=hours), **facts)  # fmt: skip


def mission(on: str, mission_kind: str = "advisory_mission", **facts) -> Mission:
    held = activity(on, kind_code=mission_kind, **facts)
    return Mission.objects.create(code=held.code, activity=held, kind=mission_kind)


def study(
    *years: int, covered=(), listed: tuple[int, int] | None = None, title="", group="", state="held"
) -> Study:
    """A study with one phase from the first to the last year; none where no year is given."""
    held = activity(
        None, kind_code="study", pillar_code="research", covered=covered, title=title, state=state
    )
    first, last = listed or (None, None)
    made = Study.objects.create(code=held.code, activity=held, listed_from=first, listed_to=last, group=group)
    if years:
        Phase.objects.create(
            code=f"{made.code}-1",
            study=made,
            starts_on=date(min(years), 1, 1),
            ends_on=date(max(years), 1, 1),
        )
    return made


def phase(of: Study, *, planned=("", ""), actual=("", ""), **facts) -> Phase:
    """A phase with its planned and its actual dates, each as far as it is known."""
    told = {}
    for name, text in zip(
        ("planned_starts", "planned_ends", "starts", "ends"), (*planned, *actual), strict=True
    ):
        told[f"{name}_on"], told[f"{name}_precision"] = day(text)
    return Phase.objects.create(code=next_code("PH"), study=of, **told | facts)


def contributor(of: Study, name: str = "", *, role="author", **facts) -> Contributor:
    return Contributor.objects.create(code=next_code("CO"), study=of, role=role, name=name, **facts)


def draft(of: Study, by: Account | None = None, words: str = "") -> Draft:
    """The next version of a study's text: a PDF that says nothing twice."""
    told = f"%PDF-1.7\n% {words or next_code('draft')}\n%%EOF\n".encode()
    return bring_draft(study=of, content=told, by=by)


def review_round(of: Study, *names: str, **facts) -> ReviewRound:
    """An open round on a new draft of a study, with an author in the record and reviewers by name."""
    if not Office.objects.exists():  # its name stands under the letters
        office()
    if not of.contributors.exists():
        contributor(of, next_code("Author"))
    asked = [
        Invited(name=name, email=f"{next_code('reviewer').lower()}@example.org")
        for name in names or ("Rewi Aroha", "Sina Malo")
    ]
    return open_round(study=of, draft=facts.pop("draft", None) or draft(of), reviewers=asked, **facts)


def review(
    of: PeerReviewer, *comments: tuple[str, str], recommendation="minor", remarks="Read with care."
) -> PeerReviewer:
    """A review that was sent: comments as weight and words."""
    said = [Said(text, place=f"page {number}", kind=kind) for number, (kind, text) in enumerate(comments, 1)]
    return send_review(reviewer=of, comments=said, remarks=remarks, recommendation=recommendation)


def product(
    on: str | None = "2010", *, product_kind="research_report", state="published", covered=(), own=True, planned=None,
    of: Study | None = None,     title="", **facts,
) -> Product:  # fmt: skip
    published, precision = day(on)
    planned_on, planned_precision = day(planned)
    facts.setdefault("study", of)
    code = next_code("PR")
    made = Product.objects.create(code=code, title=title or f"Product {code}", kind=product_kind, state=state, own=own,
                                  published_on=published, published_precision=precision, planned_on=planned_on,
                                  planned_precision=planned_precision, **facts)  # fmt: skip
    made.countries.set([country(c) for c in covered])
    return made


def version(of: Product, language="en", *, title="", status="", on: str | None = None, released=True,
            **facts) -> LanguageVersion:  # fmt: skip
    """A language of a publication; the first is the original."""
    released_on, precision = day(on)
    first = not of.versions.filter(status="original", withdrawn_on=None).exists()
    return LanguageVersion.objects.create(
        code=next_code(f"{of.code}-{language}"), product=of, language=language, title=title or f"{of.title} ({language})",
        status=status or ("original" if first else "official"), released=released, released_on=released_on,
        released_precision=precision, **facts,
    )  # fmt: skip


def pdf(pages: int = 1) -> bytes:
    """A PDF of empty pages."""
    document, held = pypdfium2.PdfDocument.new(), BytesIO()
    for _page in range(pages):
        document.new_page(595, 842)
    document.save(held)
    document.close()
    return held.getvalue()


def publication_file(of: LanguageVersion, content: bytes = b"", name="text.pdf", **facts) -> PublicationFile:
    return add_file(version=of, file=ContentFile(content or pdf(), name=name), **facts)


def contribution(to: Product, name: str, filed_as="", role="author", **facts) -> Contribution:
    order = to.contributions.count() + 1
    return Contribution.objects.create(
        product=to, order=order, role=role, name=name, filed_as=filed_as, **facts
    )


def promotion(
    on: str = "2013-05-01", purpose="institutional", scope="international", *, form="", **facts
) -> Promotion:
    held = activity(on, kind_code="outreach", pillar_code="outreach", **facts)
    return Promotion.objects.create(code=held.code, activity=held, purpose=purpose, scope=scope, form=form)


def newsletter(on: str | None = None, counts=None, **facts) -> NewsletterIssue:
    """An issue in English and French with one block of text; sent on a day, with what became of its letters, where one is given."""
    held = {"title": "News of the spring", "languages": ["en", "fr"], "subjects": {"en": "News of the spring"},
            "blocks": [{"kind": "text", "heading": {}, "words": {"en": "Good morning."}, "refs": []}]}  # fmt: skip
    if on:
        held |= {"sent_on": date.fromisoformat(on), "state": "sent", "counts": counts or {"sent": {"en": 9}}}
    return NewsletterIssue.objects.create(**{"code": next_code("NL"), **held, **facts})


def subscriber_count(on: str, language: str = "en", number: int = 9) -> SubscriberCount:
    return SubscriberCount.objects.create(
        code=next_code("SC"), on=date.fromisoformat(on), language=language, number=number
    )


def subscription(address: str = "", **facts) -> Subscription:
    """A mailbox that has confirmed, unless told otherwise."""
    number = next(_number)
    address = address or f"reader{number}@example.org"
    now = timezone.now()
    return Subscription.objects.create(
        **{"code": f"SB-{number}", "address": address, "mailbox": mailbox_of(address), "state": "confirmed",
           "asked_at": now, "confirmed_at": now, "wording": "Yes.", **facts}
    )  # fmt: skip


def post(
    title: str = "Officer", category="national", *, held=True, reports_to=None, since: str = "2010-01-01"
) -> Post:
    made = Post.objects.create(code=next_code("POST"), title=title, category=category, reports_to=reports_to)
    if held:
        Holding.objects.create(
            code=next_code("H"), post=made, person=person(), valid_from=date.fromisoformat(since)
        )
    return made


def budget(amount: int, currency: str, purpose: str = "project", **facts) -> AnnualBudget:
    fund = Fund.objects.create(
        code=next_code("FUND"), name=f"Fund in {currency}", kind="trust_fund", currency=currency
    )
    return AnnualBudget.objects.create(
        code=next_code("AB"), fund=fund, purpose=purpose, amount=Decimal(amount), **facts
    )


def opening(figure: str, value: int, period: str = "2006-2013", **parts: str) -> OpeningFigure:
    span = Period.parse(period)
    return OpeningFigure.objects.create(
        code=next_code("OF"), figure=figure, first_day=span.first, last_day=span.last, parts=parts, value=value,
        counting_rule="unknown",
    )  # fmt: skip


def membership(country_code: str, group: str, since: str, until: str = "") -> GroupMembership:
    held = CountryGroup.objects.get_or_create(code=group, defaults={"name": group, "authority": "tests"})[0]
    return GroupMembership.objects.create(country=country(country_code), group=held, valid_from=date.fromisoformat(since),
                                          valid_to=date.fromisoformat(until) if until else None)  # fmt: skip


def indicator_value(
    year: int, value: str | None, *, country_code="WSM", indicator="EGDI", rank=None
) -> IndicatorValue:
    """What an index says of a country; the index is made up where the reference data is not loaded."""
    held = Indicator.objects.get_or_create(
        code=indicator, defaults={"name": indicator, "publisher": "tests"}
    )[0]
    return IndicatorValue.objects.create(
        code=f"{indicator}-{country_code}-{year}", indicator=held, country=country(country_code), year=year,
        value=Decimal(value) if value else None, rank=rank,
    )  # fmt: skip


def likeness(one: Person, other: Person, **facts) -> Likeness:
    first, second = sorted((one, other), key=lambda person: person.pk)
    return Likeness.objects.create(
        first=first, second=second, **{"score": 60, "reasons": ["same_name"]} | facts
    )


def focal_point(at: Event, name: str = "Focal Point", *, from_country="FJI", **facts) -> FocalPoint:
    code = next_code("FP")
    told = {
        "email": f"{code.lower()}@example.org",
        "country": country(from_country) if from_country else None,
    }
    return FocalPoint.objects.create(code=code, event=at, name=name, **told | facts)


def account(name: str = "", **facts) -> Account:
    return Account.objects.create_user(name or next_code("member"), **facts)


def ledger(*spent: tuple[date, int], kind: str = "trust_fund", currency: str = "USD", activity: Activity | None = None) -> Fund:  # fmt: skip
    """A fund's lines, put there without asking the rules: a budget, an instalment, a receipt, an allotment, an open order, what
    was spent (for an activity, or the whole programme), a gift in kind; under an agreement that ends with the year."""
    by, on, number = account(), min(day for day, _amount in spent), next_code("FUND")
    held = Fund.objects.create(code=number, name=f"Fund {number}", kind=kind, currency=currency)
    giver = organisation()
    signed = Agreement.objects.create(
        code=next_code("AG"), title="Agreement", fund=held, partner=giver, ends_on=date(on.year, 12, 31)
    )
    Instalment.objects.create(agreement=signed, due_on=on, amount=9000)
    posted = {"fund": held, "posted_by": by}
    money = {"currency": currency}
    for code, name in (("145", "Workshops"), ("PSC", "Support costs")):
        BudgetClass.objects.get_or_create(code=code, defaults={"scheme": "secretariat", "name": name})
    classes = {made.code: made for made in BudgetClass.objects.all()}
    plan = BudgetVersion.objects.create(code=next_code("BV"), fund=held, approved_on=on)
    BudgetLine.objects.create(
        version=plan,
        budget_class=classes["145"],
        first_day=on,
        last_day=on + timedelta(days=400),
        amount=4000,
        activity=activity,
    )
    Receipt.objects.create(
        code=next_code("RE"), on=on, amount=5000, value=5000, agreement=signed, **posted, **money
    )
    given = Allotment.objects.create(code=next_code("AL"), on=on, agreement=signed, valid_from=on, valid_to=date(2030, 1, 1),
                                     amount=4000, percent=13, **posted)  # fmt: skip
    line = AllotmentLine.objects.create(
        code=f"{given.code}.145", allotment=given, budget_class=classes["145"], amount=4000
    )
    what = {"programme_wide": True, "title": "Order"}
    asked = CommitmentRequest.objects.create(
        code=next_code("CR"), fund=held, line=line, amount=100, requested_by=by, **what, **money
    )
    Commitment.objects.create(
        code=next_code("CO"),
        on=on,
        line=line,
        request=asked,
        amount=100,
        value=100,
        **posted,
        **what,
        **money,
    )
    Expense.objects.bulk_create(
        Expense(code=next_code("EX"), on=day, amount=amount, value=amount, kind=nature, budget_class=classes[code],
                line=line if nature == "actual" else None, agreement=signed, **posted, **money,
                **what | ({"programme_wide": False, "activity": activity} if activity and nature == "actual" else {}))
        for day, direct in spent
        for nature, code, amount in (("actual", "145", direct), ("support", "PSC", Decimal(direct) * 13 / 100))
    )  # fmt: skip
    tally_ledger(fund=held)
    InKind.objects.create(code=next_code("IK"), partner=giver, kind="premises", title="Rooms", valuation=500, currency=currency,
                          method="market", valid_from=on)  # fmt: skip
    return held


def material(on: str | None = "2013", title="", **facts) -> Material:
    made, precision = day(on)
    code = next_code("MA")
    return Material.objects.create(
        code=code, title=title or f"Material {code}", made_on=made, made_precision=precision, **facts
    )


def reach(of: Promotion | Material | None = None, unit="visits", number=100, period="2013", **facts) -> Reach:
    """What was counted of an outreach activity or a material, without asking whether it counts twice."""
    of, days = of or material(), Period.parse(period)
    about = {"promotion" if isinstance(of, Promotion) else "material": of}
    return Reach.objects.create(code=next_code("REACH"), unit=unit, number=number, first_day=days.first, last_day=days.last,
                                **about | {"method": "platform"} | facts)  # fmt: skip


def mention(on: str = "2013-05-01", outlet="The Daily", **facts) -> Mention:
    known, precision = day(on)
    return Mention.objects.create(
        code=next_code("MN"), outlet=outlet, on=known, on_precision=precision, **facts
    )


def quote(text="It helped.", who: Person | None = None, *, channels=("web",), **facts) -> Quote:
    """Words that may be printed, unless said otherwise."""
    told = {"consent_basis": "written", "consent_on": date(2014, 1, 1)} | facts
    return Quote.objects.create(
        code=next_code("QU"), person=who or person(), text=text, channels=list(channels), **told
    )


def part(at: Activity, organisation: Organisation, role="partner") -> ActivityPartner:
    return ActivityPartner.objects.create(activity=at, organisation=organisation, role=role)


def agreement(
    *parties: Organisation, since: str | None = "2013-01-01", until: str = "", **facts
) -> CooperationAgreement:
    """A cooperation agreement signed on the day from which it holds."""
    code = next_code("CO")
    signed = date.fromisoformat(since) if since else None
    made = CooperationAgreement.objects.create(
        code=code, valid_to=date.fromisoformat(until) if until else None,
        **{"title": f"Agreement {code}", "signed_on": signed} | facts,
    )  # fmt: skip
    for order, party in enumerate(parties):
        AgreementParty.objects.create(agreement=made, organisation=party, order=order)
    return made


def call(closes: str = "", *, criteria=(("proof", 1), ("use", 2)), **facts) -> Call:
    """A public call that takes submissions now, or that closed on a day; judged by two, on two criteria."""
    code = next_code("CALL")
    ends = (
        datetime.combine(date.fromisoformat(closes), time(12), UTC)
        if closes
        else datetime.now(UTC) + timedelta(days=30)
    )
    told = {
        "title": f"Call {code}",
        "words": "Send what worked.",
        "public": True,
        "closes_at": ends,
        "licence": "CC BY 4.0",
    }
    made = Call.objects.create(code=code, **told | facts)
    for order, (name, weight) in enumerate(criteria):
        CallCriterion.objects.create(call=made, name=name, label=name.title(), weight=weight, order=order)
    return made


def told(**facts) -> Told:
    """What somebody wrote in the form of a call: whole, and nobody in particular."""
    name = next_code("Sender")
    wrote = {"email": f"{name.lower()}@example.org", "contact_name": name, "organisation_name": f"Bureau {name}",
             "title": f"Title of {name}", "problem": "Queues.", "done": "A counter.", "results": "No queues."}  # fmt: skip
    return Told(**wrote | facts)


def submission(at: Call, state: str = "sent", *, from_country="", consents=None, **facts) -> Submission:
    """What somebody sent to a call, in whatever state; the call may have closed since."""
    wrote = told(country=country(from_country) if from_country else None, **facts)
    made = submit(
        call=at, number=uuid4(), told=wrote, consents=consents, now=at.closes_at - timedelta(days=1)
    )
    if state != "sent":
        Submission.objects.filter(pk=made.pk).update(state=state)
        made.refresh_from_db()
    return made


def judge(at: Call, name: str = "", *, from_country="", **facts) -> Judge:
    code = next_code("JU")
    held = {"name": name or f"Judge {code}", "email": f"{code.lower()}@example.org",
            "country": country(from_country) if from_country else None}  # fmt: skip
    return Judge.objects.create(code=code, call=at, **held | facts)


def case(on: str | None = "2014-05-06", *, from_country="", themes=(), **facts) -> Case:
    """A case as it was published on a day; not published where none is given."""
    code = next_code("CASE")
    told = {
        "title": f"Case {code}",
        "year": int((on or "2014")[:4]),
        "licence": "CC BY 4.0",
        "problem": "Queues.",
    }
    made = Case.objects.create(
        code=code, published_on=on and date.fromisoformat(on), country=country(from_country) if from_country else None,
        **told | facts,
    )  # fmt: skip
    made.themes.set([theme(t) for t in themes])
    return made


def site() -> Home:
    """The root of the written site with its languages, its page of stories, its menu and its workflow."""
    from colonnade.web.desk.roles import settle_roles
    from colonnade.web.laying import lay_site

    settle_roles()
    return lay_site("Office of Tests")


def published(page):
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def written(title="Page", slug="", body=(), **facts) -> WrittenPage:
    """A general page of the site, published."""
    home = Home.objects.filter(locale__language_code="en").get()
    page = WrittenPage(title=title, slug=slug or next_code("page").lower(), body=list(body), **facts)
    return published(home.add_child(instance=page))


def story(title="Story", *, on: str = "2014-04-09", body=(), **facts) -> Story:
    """News or a story, published."""
    page = Story(
        title=title, slug=next_code("story").lower(), on=date.fromisoformat(on), body=list(body), **facts
    )
    return published(Stories.objects.filter(locale__language_code="en").get().add_child(instance=page))


def translated(page, language: str, title: str, body=(), *, live=True):
    """The same page in another language, published or as a draft."""
    from wagtail.models import Locale

    other = page.copy_for_translation(Locale.objects.get(language_code=language), copy_parents=True)
    other.title = other.draft_title = title
    other.body = list(body)
    if live:
        return published(other)
    other.save_revision()
    return other


def picture(title="Picture", **facts) -> Picture:
    """A small picture with its credit and a consent for the web."""
    from wagtail.images.tests.utils import get_test_image_file_jpeg

    told = {
        "credit": "Office of Tests",
        "consent_basis": "written",
        "for_web": True,
        "consent_on": date(2014, 1, 1),
    }
    return Picture.objects.create(title=title, file=get_test_image_file_jpeg(), **told | facts)
