"""The nouns of the room: accounts, persons, what they agreed to, who may be one, and how long they are kept."""

from colonnade.people.models.accounts import Account
from colonnade.people.models.consents import Consent
from colonnade.people.models.doubles import Likeness, Merge
from colonnade.people.models.keeping import Disposal, Erasure, RetentionRule
from colonnade.people.models.messages import Message, MessageFile
from colonnade.people.models.persons import NameWord, Person, Sex

__all__ = [
    "Account",
    "Consent",
    "Disposal",
    "Erasure",
    "Likeness",
    "Merge",
    "Message",
    "MessageFile",
    "NameWord",
    "Person",
    "RetentionRule",
    "Sex",
]
