"""The page of an organisation: its names over time, what was done together, what was agreed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from colonnade.partners.models import AgreementFocalPoint, CooperationAgreement
from colonnade.partners.queries import agreements_of
from colonnade.people.models import Person
from colonnade.programme.models import Activity, ActivityPartner
from colonnade.programme.partnering import by_year
from colonnade.web.desk.rights import may_see
from colonnade.web.desk.views import RecordPage
from colonnade.web.desk.viewsets import KNOWN
from colonnade.web.partners.pages import found


class OrganisationPage(RecordPage):
    """An organisation whole. Everything stands here that the office did with it, whoever may know of it outside."""

    template_name = "desk/partners/organisation.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        held, user, today = self.object, self.request.user, date.today()
        parts = ActivityPartner.objects.filter(
            organisation=held, activity__withdrawn_on=None, activity__starts_on__isnull=False
        )
        told = by_year(parts.select_related("activity__kind").order_by("-activity__starts_on", "role"))
        agreed = agreements_of(held) if may_see(user, CooperationAgreement) else []
        looks_after = AgreementFocalPoint.objects.filter(organisation=held).select_related(
            "person", "agreement"
        )
        return super().get_context_data(
            together=[
                (
                    year.year,
                    [(a, KNOWN[Activity].address("inspect", a), roles) for a, roles in year.activities],
                )
                for year in told
            ],
            activities=sum(len(year.activities) for year in told),
            agreed=[
                (a, KNOWN[CooperationAgreement].address("inspect", a), a.state_on(today)) for a in agreed
            ],
            looks_after=[(row, KNOWN[Person].address("inspect", row.person)) for row in looks_after]
            if may_see(user, Person) and may_see(user, AgreementFocalPoint)
            else [],
            public_url=reverse("partner", args=(held.code,)) if found(held.code, "en", today) else "",
            **kwargs,
        )
