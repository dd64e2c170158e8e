"""What can happen to persons: they agree and withdraw, are found to be one, are erased, and kept no longer than needed."""

from colonnade.people.actions.consenting import give_consent, withdraw_consent
from colonnade.people.actions.erasing import erase_person, reapply_erasures
from colonnade.people.actions.matching import decide_different, find_likenesses, keep_words
from colonnade.people.actions.merging import merge_persons, undo_merge
from colonnade.people.actions.restricting import hold_person, lift_restriction, release_hold, restrict_person
from colonnade.people.actions.retaining import (
    apply_retention,
    due_for_retention,
    load_retention_rules,
    set_retention_rule,
)

__all__ = [
    "apply_retention",
    "decide_different",
    "due_for_retention",
    "erase_person",
    "find_likenesses",
    "give_consent",
    "hold_person",
    "keep_words",
    "lift_restriction",
    "load_retention_rules",
    "merge_persons",
    "reapply_erasures",
    "release_hold",
    "restrict_person",
    "set_retention_rule",
    "undo_merge",
    "withdraw_consent",
]
