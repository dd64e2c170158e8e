"""Who may do what to a kind of record. Deletion is nobody's right; the right to delete is the right to withdraw."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

ANY = frozenset({"view", "add", "change"})
"""To have one of these on a kind of record is to see it."""


class RecordPolicy(ModelPermissionPolicy):
    """Records are added, changed and withdrawn; never deleted, not even by an administrator."""

    forbidden = frozenset({"delete"})

    def user_has_permission(self, user, action: str) -> bool:
        if action in self.forbidden:
            return False
        return super().user_has_permission(user, "delete" if action == "withdraw" else action)

    def user_has_any_permission(self, user, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class ReadingPolicy(RecordPolicy):
    """What was published or imported is read at the desk, and changed by nobody."""

    forbidden = frozenset({"add", "change", "delete", "withdraw"})


class AddingPolicy(RecordPolicy):
    """Added and withdrawn, never changed."""

    forbidden = frozenset({"change", "delete"})


def govern(model: type[Model], policy: type[RecordPolicy]) -> None:
    """Put a kind of record under a policy, once."""
    if policy_registry.get_by_type(model, fallback=False) is None:
        register_permission_policy(model, policy(model), exact_class=True)


def may(user, action: str, model: type[Model]) -> bool:
    """May the account do this to records of the kind?"""
    return policy_registry.get_by_type(model).user_has_permission(user, action)


def may_see(user, model: type[Model]) -> bool:
    """May the account read records of the kind?"""
    return policy_registry.get_by_type(model).user_has_any_permission(user, ANY)
