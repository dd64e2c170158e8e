"""Lists as they really come, against what a right import of each yields."""

import pytest
from tests import make
from tests.intake.real import IMPORTS, agree, attendee, clean, delegate, differences, plan_of

from colonnade.capacity.models import Participation
from colonnade.people.models import Person
from colonnade.records.models import Batch

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not IMPORTS.is_dir(), reason="The real lists are not beside the repository."),
]


def test_dbg_cop():
    s = differences(clean("cop25_delegations.csv", make.event(), agree), delegate)
    print(s.rows, s.rounds, s.questions, len(s.doubtful), len(s.wrong))
    for r, w in list(s.wrong.items())[:30]:
        print(r, w)
    for f in list(s.plan.findings)[:20]:
        print(f.place, f.sentence)
    print(s.plan.told(), s.plan.verdict)
    print([q.text for q in s.plan.listing.questions if q.kind != 'joined'])


def test_dbg_event():
    s = differences(clean("eventbrite_attendees.csv", make.event(), agree), attendee)
    print(s.rows, s.rounds, s.questions, len(s.doubtful), len(s.wrong))
    for r, w in list(s.wrong.items())[:30]:
        print(r, w)
    for f in list(s.plan.findings)[:30]:
        print(f.place, f.sentence)
    print(s.plan.told(), s.plan.verdict)
    print([q.text for q in s.plan.listing.questions if q.kind != 'joined'])


def test_dbg_reg():
    from colonnade.capacity.lists.register import read_register, is_register, as_workbook
    from colonnade.records.intake.findings import Findings
    from colonnade.records.intake.pasting import open_list
    from colonnade.web.sheets import SHEETS
    from colonnade.records.intake.plan import plan_import
    import io
    path = IMPORTS / "training_register_2016.xlsx"
    f = Findings()
    book = open_list(path, ())
    assert is_register(book)
    r = read_register(book, path.read_bytes(), f)
    for x in f: print(x.place, x.sentence, x.severity)
    for q in r.questions: print(q.kind, q.rows, q.text, q.options, q.proposal)
    for t, ss in r.tables().items(): print(t, len(ss), ss[0], ss[-1], [s.row for s in ss if s.cancelled])
    wb = as_workbook(r, make.event())
    plan = plan_import(io.BytesIO(wb), SHEETS, name="x.xlsx")
    for x in plan.findings: print(x.place, x.sentence)
    print(plan.told())
