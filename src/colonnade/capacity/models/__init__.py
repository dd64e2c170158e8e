"""The nouns of the room: events and who takes part, from nomination to certificate; missions and study tours."""

from colonnade.capacity.models.attendance import (
    Attendance,
    AttendanceClosing,
    AttendanceMark,
    CarriedList,
    CheckInDevice,
)
from colonnade.capacity.models.certificates import Certificate, CertificateBatch
from colonnade.capacity.models.evaluations import (
    Evaluation,
    EvaluationAnswer,
    EvaluationItem,
    EvaluationToken,
)
from colonnade.capacity.models.events import (
    CertificateKind,
    ChecklistItem,
    EntryMode,
    Event,
    EventDefaults,
    EventDocument,
    EventRules,
    HeadCount,
    Mission,
    Modality,
    Role,
    Sector,
    Session,
    Stage,
)
from colonnade.capacity.models.letters import Letter, LetterKind, LetterTemplate
from colonnade.capacity.models.participations import (
    Participation,
    SessionSpeaker,
    Tally,
    TallySet,
)
from colonnade.capacity.models.registrations import (
    FocalPoint,
    Nomination,
    Question,
    Registration,
    Seats,
    SelectionVote,
)
from colonnade.capacity.models.vault import VaultItem, VaultOpening

__all__ = [
    "Attendance",
    "AttendanceClosing",
    "AttendanceMark",
    "CarriedList",
    "Certificate",
    "CertificateBatch",
    "CertificateKind",
    "CheckInDevice",
    "ChecklistItem",
    "EntryMode",
    "Evaluation",
    "EvaluationAnswer",
    "EvaluationItem",
    "EvaluationToken",
    "Event",
    "EventDefaults",
    "EventDocument",
    "EventRules",
    "FocalPoint",
    "HeadCount",
    "Letter",
    "LetterKind",
    "LetterTemplate",
    "Mission",
    "Modality",
    "Nomination",
    "Participation",
    "Question",
    "Registration",
    "Role",
    "Seats",
    "Sector",
    "SelectionVote",
    "Session",
    "SessionSpeaker",
    "Stage",
    "Tally",
    "TallySet",
    "VaultItem",
    "VaultOpening",
]
