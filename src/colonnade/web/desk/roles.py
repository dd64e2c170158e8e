"""The office's roles as groups of rights: each the least that its work needs.

``view`` reads, ``add`` and ``change`` write, ``delete`` is the right to withdraw (nothing is deleted). What is about
persons is named apart: whoever has no right there sees no name, in no list, page, chooser or spreadsheet.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Model

from colonnade.capacity.models import (
    AttendanceClosing,
    Certificate,
    CheckInDevice,
    ChecklistItem,
    Evaluation,
    EvaluationItem,
    Event,
    EventDefaults,
    EventDocument,
    FocalPoint,
    HeadCount,
    Letter,
    LetterTemplate,
    Mission,
    Nomination,
    Participation,
    Question,
    Registration,
    SelectionVote,
    Session,
    SessionSpeaker,
    VaultItem,
    VaultOpening,
)
from colonnade.figures.models import Edition, OpeningFigure
from colonnade.money.models import (
    Agreement,
    AgreementCharge,
    AgreementPhase,
    Allotment,
    AllotmentLine,
    AnnualBudget,
    BudgetClass,
    BudgetLine,
    BudgetVersion,
    CertifiedStatement,
    Commitment,
    CommitmentRequest,
    Delegation,
    DonorLink,
    DonorStatement,
    ErpImport,
    ErpLine,
    Expense,
    Fund,
    InKind,
    Instalment,
    LedgerEntry,
    LedgerPeriod,
    Override,
    Rate,
    Receipt,
    Reconciliation,
)
from colonnade.office.models import (
    ActivityKind,
    Holding,
    Instrument,
    KindOfWork,
    Office,
    OfficeName,
    Pillar,
    Post,
    Statement,
    Theme,
)
from colonnade.outreach.models import (
    Material,
    Mention,
    NewsletterIssue,
    Promotion,
    Quote,
    Reach,
    SubscriberCount,
    Subscription,
)
from colonnade.partners.models import (
    Affiliation,
    AgreementFocalPoint,
    AgreementParty,
    AgreementRenewal,
    CooperationAgreement,
    Organisation,
    OrganisationName,
)
from colonnade.people.models import Message, Person, RetentionRule
from colonnade.places.models import (
    Country,
    CountryGroup,
    CountryName,
    GroupMembership,
    Indicator,
    IndicatorValue,
)
from colonnade.programme.models import (
    Activity,
    ActivityPartner,
    Chain,
    ChainStep,
    Milestone,
    Partnership,
    Priority,
    Strategy,
    TargetGroup,
)
from colonnade.records.models import Batch, Evidence, Source
from colonnade.reports.models import Report
from colonnade.research.models import (
    Call,
    CallCriterion,
    CallDocument,
    CallQuestion,
    CallText,
    Case,
    CaseText,
    CaseVote,
    Clearance,
    ClearanceOverride,
    ClearanceStep,
    Contribution,
    Contributor,
    Draft,
    Judge,
    Judgement,
    LanguageVersion,
    PeerReviewer,
    Phase,
    Product,
    PublicationFile,
    ReviewComment,
    ReviewRound,
    Series,
    Study,
    Submission,
    SubmissionFile,
)
from colonnade.web.models import MenuEntry

Kinds = tuple[type[Model], ...]

PROGRAMME: Kinds = (
    Activity, ActivityPartner, Chain, ChainStep, Milestone, Partnership, Priority, Strategy, TargetGroup,
)  # fmt: skip
CAPACITY: Kinds = (
    Event, EventDefaults, EventDocument, ChecklistItem, HeadCount, Mission, Session, SessionSpeaker, Question,
    Evaluation, EvaluationItem, LetterTemplate,
)  # fmt: skip
WHO_COMES: Kinds = (
    Registration, FocalPoint, Nomination, SelectionVote, Letter, Certificate, CheckInDevice,
)  # fmt: skip
"""What names those who come to an event, and is written by whoever runs it."""
VAULT: Kinds = (VaultItem,)
"""Passports and visas: to see one is to open it, which is written down; to change one is to ask for it and to delete it."""

CLOSING: Kinds = (AttendanceClosing,)
"""What an approval is kept in: who closed attendance. Assistants enter attendance and do not close it."""
CALLS: Kinds = (Call, CallCriterion, CallDocument, CallQuestion, CallText, Case, CaseText)
PUBLICATIONS: Kinds = (Series, Product, LanguageVersion, PublicationFile, Contribution)
RESEARCH: Kinds = (Study, Phase, *PUBLICATIONS, *CALLS)
STUDY_WORK: Kinds = (Draft, ReviewRound, ReviewComment, Clearance, ClearanceStep)
"""What is not public of a study before it is out: its drafts, what reviewers said of them, how far it is cleared."""

WHO_STUDIES: Kinds = (Contributor, PeerReviewer)
"""What names those who make a study and those who review it."""

HEADS_OWN: Kinds = (ClearanceOverride,)
"""What only the head decides: to publish without clearance. Whoever may add one takes the head's step of a clearance."""

SUBMITTED: Kinds = (Submission, SubmissionFile, Judge, Judgement, CaseVote)
"""What names those who send something in answer to a call, and those who judge it."""

OUTREACH: Kinds = (Promotion, Material, Reach, Mention, NewsletterIssue, SubscriberCount)
SUBSCRIBERS: Kinds = (Subscription,)
"""Addresses of those who have the newsletter: to change one is to end it for somebody who asks the office to."""

PARTNERS: Kinds = (Organisation, OrganisationName)
AGREED: Kinds = (CooperationAgreement, AgreementParty, AgreementRenewal)
"""What was agreed with partners: read by everybody, written by those who answer for it."""

OFFICE: Kinds = (
    Office, OfficeName, Instrument, Statement, Pillar, KindOfWork, ActivityKind, Theme, Post,
)  # fmt: skip
MONEY: Kinds = (
    Fund, Agreement, AgreementPhase, Instalment, AgreementCharge, AnnualBudget, BudgetVersion, BudgetLine, Rate, Receipt,
    Allotment, AllotmentLine, CommitmentRequest, Commitment, Expense, InKind, LedgerPeriod, LedgerEntry, Override, Delegation,
    BudgetClass, ErpImport, ErpLine, Reconciliation,
)  # fmt: skip
"""What is posted is changed by nobody, whatever a role's right: see ``ReadingPolicy``. Acts on it ask for the right on its fund."""
STATEMENTS: Kinds = (DonorStatement, CertifiedStatement, DonorLink)
"""What a donor gets. Finance prepares it and keys in what headquarters certified; the head issues it and hands out links."""
PLACES: Kinds = (Country, CountryName, CountryGroup, GroupMembership)
MEASURED: Kinds = (Indicator, IndicatorValue)
"""What others measure of countries, loaded by whoever keeps the programme."""

FIGURES: Kinds = (OpeningFigure, Edition, Report)
SOURCES: Kinds = (Source,)
SITE: Kinds = (MenuEntry,)
"""The menu of the public site. What is written has Wagtail's own rights: see `web.laying`."""

PERSONS: Kinds = (
    Person, Affiliation, Participation, *WHO_COMES, *WHO_STUDIES, *SUBMITTED, Quote, Holding, AgreementFocalPoint,
)  # fmt: skip
"""What names persons, together with evidence: signed lists and letters."""

LETTERS: Kinds = (Message,)
"""What left by mail, to whom and in which words; to change one is to send it again or to cancel it."""

OPEN: Kinds = (
    *PROGRAMME, *CAPACITY, *RESEARCH, *OUTREACH, *PARTNERS, *AGREED, *OFFICE, *PLACES, *MEASURED, *FIGURES,
    *SOURCES, *SITE,
)  # fmt: skip
"""What any member of staff may read."""

READ, TEND = ("view",), ("view", "change")
WRITE, ALL = ("view", "add", "change"), ("view", "add", "change", "delete")

AUTHORS = ("Communications", "Programme officer", "Head")
"""Who may write pages of the public site, and begin their translation."""

ROLES: dict[str, tuple[tuple[Kinds, tuple[str, ...]], ...]] = {
    "Head": (
        ((*OPEN, *MONEY, *STATEMENTS, *PERSONS, Evidence, *CLOSING, *STUDY_WORK), ALL),
        (HEADS_OWN, ("view", "add")),
        ((Batch, VaultOpening), READ),
        ((*LETTERS, *VAULT, RetentionRule), TEND),
        (SUBSCRIBERS, (*TEND, "export")),
        ((NewsletterIssue,), ("approve",)),
    ),
    "Programme officer": (
        ((*OPEN, *PERSONS, Batch, *HEADS_OWN), READ),
        ((Fund, Agreement, Allotment, AllotmentLine, BudgetClass, Commitment), READ),
        ((CommitmentRequest,), WRITE),
        ((*STUDY_WORK, *WHO_STUDIES), ALL),
        ((*PROGRAMME, *CAPACITY, *RESEARCH, *OUTREACH, *PARTNERS, *AGREED, *MEASURED, AgreementFocalPoint, Person,
          Affiliation, Participation, *WHO_COMES, *SUBMITTED, Quote), ALL),
        ((*SOURCES, Evidence, Report, *CLOSING), WRITE),
        ((*LETTERS, *VAULT), TEND),
        ((NewsletterIssue,), ("approve",)),
    ),
    "Assistant": (
        ((*OPEN, Person, Affiliation, Participation, *WHO_COMES, Contributor, *STUDY_WORK, Submission,
          SubmissionFile, Judge), READ),
        ((*CAPACITY, *PARTNERS, Person, Affiliation, Participation, Registration, FocalPoint, Nomination, Letter,
          CheckInDevice, Submission, *SOURCES, Evidence), WRITE),
        ((Fund,), READ),
        ((CommitmentRequest,), WRITE),
        ((*LETTERS, *VAULT), TEND),
    ),
    "Communications": (
        (OPEN, READ),
        ((Promotion, Material, Reach, Mention, NewsletterIssue, *PUBLICATIONS, Quote, Case, CaseText, *SITE), WRITE),
        ((Person, Contributor, *STUDY_WORK), READ),
        ((ClearanceStep,), TEND),
        (SUBSCRIBERS, TEND),
        (SOURCES, WRITE),
    ),
    "Finance": (
        (OPEN, READ),
        (MONEY, ALL),
        (STATEMENTS, READ),
        ((CertifiedStatement,), WRITE),
        (SOURCES, WRITE),
    ),
    "Viewer": ((OPEN, READ),),
}  # fmt: skip


@transaction.atomic
def settle_roles() -> list[str]:
    """Make the groups, or bring them back to what is written here; rights given by hand to them are taken back."""
    rights = {
        (app, codename): key
        for app, codename, key in Permission.objects.values_list("content_type__app_label", "codename", "pk")
    }
    groups = {group.name: group for group in Group.objects.prefetch_related("permissions")}
    for name, grants in ROLES.items():
        wanted = {rights[right] for right in _rights(name, grants)}
        group = groups.get(name) or Group.objects.create(name=name)
        if {held.pk for held in group.permissions.all()} != wanted:
            group.permissions.set(wanted)
    return list(ROLES)


def _rights(role: str, grants: Iterable[tuple[Kinds, tuple[str, ...]]]) -> set[tuple[str, str]]:
    """The room and the name of every right of a role, a model's own and those of the desk itself."""
    begun = {("wagtail_localize", "submit_translation")} if role in AUTHORS else set()
    return {("wagtailadmin", "access_admin")} | begun | {
        (model._meta.app_label, f"{right}_{model._meta.model_name}")
        for kinds, names in grants for model in kinds for right in names
    }  # fmt: skip
