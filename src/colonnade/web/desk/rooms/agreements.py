"""Cooperation agreements at the desk."""

from __future__ import annotations

from datetime import date

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from colonnade.partners.models import AgreementFocalPoint, AgreementParty, CooperationAgreement
from colonnade.people.models import Person
from colonnade.web.desk.links import Link
from colonnade.web.desk.partners.agreement import AgreementPage, EndAgreement, Renew
from colonnade.web.desk.rights import may
from colonnade.web.desk.tables import day_column
from colonnade.web.desk.viewsets import RecordViewSet

HOW_FAR = Column("state", label=_("State"), accessor=lambda row: row.state_on(date.today()).label)


class CooperationAgreements(RecordViewSet):
    """How the office and others work together; money is agreed elsewhere."""

    model = CooperationAgreement
    icon = "doc-full-inverse"
    code_prefix = "CO"
    lines = (
        "code",
        "title",
        ("kind", "public"),
        "scope",
        ("signed_on", "signed_precision"),
        ("valid_from", "valid_to"),
        "notice_days",
    )
    list_display = [
        "code",
        "title",
        "kind",
        HOW_FAR,
        day_column("signed", _("Signed"), "signed_on", lambda row: row.signed),
        "valid_to",
        "public",
    ]
    list_related = ("source",)
    list_filter_fields = ("kind", "public")
    year_field = "signed_on"
    ordering = "-signed_on"
    search_fields = ["code", "title", "scope", "parties__organisation__name"]
    links = (
        Link(
            "parties", AgreementParty, "agreement", _("Parties"), ("organisation", "order"), ("organisation",)
        ),
        Link(
            "focal",
            AgreementFocalPoint,
            "agreement",
            _("Focal points"),
            ("person", "organisation"),
            ("person", "organisation"),
            names=Person,
        ),
    )
    not_shown = ("signed_precision",)
    inspect_view_class = AgreementPage

    def get_urlpatterns(self) -> list:
        pages = (("renew", Renew), ("end", EndAgreement))
        acts = [path(f"{name}/<int:pk>/", self.construct_view(view), name=name) for name, view in pages]
        first, *others = super().get_urlpatterns()
        return [first, *acts, *others]  # before the tables of links, whose address takes any word

    def more_buttons(self, record, user) -> list[HeaderButton]:
        if not may(user, "change", CooperationAgreement) or record.withdrawn_on or record.ended_because:
            return []
        return [
            HeaderButton(str(_("Renew")), url=self.address("renew", record), icon_name="date"),
            HeaderButton(str(_("End early")), url=self.address("end", record), icon_name="cross"),
        ]
