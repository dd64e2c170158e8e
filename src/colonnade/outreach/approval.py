"""The moment a page reaches the public: after its workflow, and only if three persons had a hand in it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


def publish_approved(workflow_state, user=None) -> None:
    """Publish what two others approved, whatever the workflow was made of. Named in the settings; Wagtail calls it."""
    # Wagtail reads this module while its own models are being defined.
    from colonnade.outreach.models.written import writers

    page = workflow_state.content_object
    revision = page.get_latest_revision()
    steps = workflow_state.task_states.filter(status="approved", revision=revision).exclude(finished_by=None)
    hands = set(steps.values_list("finished_by_id", flat=True)) - writers(page, workflow_state)
    if len(hands) < 2:
        raise PermissionDenied(_("A page is published once two others than its author have approved it."))
    revision.publish(user=user, skip_permission_checks=True)
