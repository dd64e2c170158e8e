"""People, partners and places at the desk."""

from __future__ import annotations

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets.button import HeaderButton

from colonnade.capacity.models import Participation
from colonnade.money.models import Agreement, Fund
from colonnade.office.models import Holding
from colonnade.outreach.models import Quote
from colonnade.partners.models import Affiliation, Organisation, OrganisationName
from colonnade.people.actions import find_likenesses
from colonnade.people.models import Person
from colonnade.places.models import (
    Country,
    CountryGroup,
    CountryName,
    GroupMembership,
    Indicator,
    IndicatorValue,
)
from colonnade.programme.models import Partnership
from colonnade.records.errors import Refused
from colonnade.web.desk.links import Link
from colonnade.web.desk.partners.organisation import OrganisationPage
from colonnade.web.desk.people.doubles import DuplicatePages, MergePages
from colonnade.web.desk.people.person import Erase, Hold, OwnData, PersonPage, Restrict, TakeBack
from colonnade.web.desk.people.retention import RetentionPages
from colonnade.web.desk.rooms.agreements import CooperationAgreements
from colonnade.web.desk.viewsets import RecordViewSet


class People(RecordViewSet):
    model = Person
    icon = "user"
    code_prefix = "PE"
    lines = (
        "code",
        "full_name",
        "name_latin",
        ("family_name", "given_name"),
        ("form_of_address", "sex"),
        "email",
    )
    list_display = ["code", "full_name", "name_latin", "sex", "email"]
    list_related = ("source",)
    list_filter_fields = ("sex",)
    search_fields = ["code", "full_name", "name_latin", "email"]
    belonging = ((Affiliation, "person"), (Participation, "person"), (Quote, "person"), (Holding, "person"))
    inspect_view_class = PersonPage
    not_shown = (
        "merged_into",
        "restricted_on",
        "restricted_because",
        "hold_because",
        "hold_until",
        "erased_on",
    )

    def get_urlpatterns(self) -> list:
        pages = (("restrict", Restrict), ("hold", Hold), ("erase", Erase), ("consent", TakeBack))
        return [
            *super().get_urlpatterns(),
            *(path(f"{name}/<int:pk>/", self.construct_view(view), name=name) for name, view in pages),
            *(
                path(f"data/<int:pk>.{form}", self.construct_view(OwnData, form=form), name=form)
                for form in ("json", "xlsx")
            ),
        ]

    def allowed(self, record) -> None:
        if record.erased_on or record.merged_into_id:
            raise Refused(
                _("This row is not edited any more: the person was erased, or is kept in another row.")
            )

    def kept(self, record, before) -> None:
        find_likenesses(persons=[record.pk])

    def restore(self, record) -> None:
        if record.merged_into_id:
            raise Refused(_("It was merged into another person: undo the merge instead."))
        super().restore(record)


class Affiliations(RecordViewSet):
    model = Affiliation
    icon = "link"
    code_prefix = "AF"
    lines = ("code", "person", "organisation", "function", ("valid_from", "valid_to"))
    list_display = ["code", "person", "organisation", "function", "valid_from", "valid_to"]
    list_related = ("person", "organisation", "source")
    search_fields = ["code", "person__full_name", "organisation__name", "function"]


class Holdings(RecordViewSet):
    model = Holding
    icon = "key"
    code_prefix = "HO"
    lines = ("code", "post", "person", ("valid_from", "valid_to"), "acting")
    list_display = ["code", "post", "person", "valid_from", "valid_to", "acting"]
    list_related = ("post", "person", "source")
    search_fields = ["code", "post__title", "person__full_name"]


class PeopleMenu(ViewSetGroup):
    menu_label = _("People")
    menu_icon = "user"
    menu_order = 150
    items = (People, Affiliations, Holdings, DuplicatePages, MergePages, RetentionPages)


class Organisations(RecordViewSet):
    model = Organisation
    icon = "home"
    code_prefix = "OR"
    lines = ("code", "name", ("short_name", "kind"), ("country", "parent"), ("logo", "logo_alt"))
    list_display = ["code", "name", "short_name", "kind", "country", "parent"]
    list_related = ("country", "parent", "source")
    list_filter_fields = ("kind",)
    search_fields = ["code", "name", "short_name", "country__name_en"]
    links = (
        Link(
            "names",
            OrganisationName,
            "organisation",
            _("Earlier names"),
            ("name", "short_name", "language", "valid_from", "valid_to"),
        ),
    )
    belonging = (
        (Organisation, "parent"),
        (Partnership, "organisation"),
        (Agreement, "partner"),
        (Fund, "donor"),
        (Affiliation, "organisation"),
    )
    inspect_view_class = OrganisationPage


class PartnersMenu(ViewSetGroup):
    menu_label = _("Partners")
    menu_icon = "home"
    menu_order = 160
    items = (Organisations, CooperationAgreements)


class Countries(RecordViewSet):
    model = Country
    icon = "globe"
    lines = (
        ("code", "iso2", "m49"),
        ("name_en", "formal_en"),
        ("name_fr", "name_es"),
        ("name_ru", "name_zh"),
        ("name_ar", "name_ko"),
        ("un_status", "un_since"),
        ("latitude", "longitude"),
    )
    list_display = ["code", "name_en", "iso2", "m49", "region", "subregion", "un_since"]
    list_related = ("region", "subregion", "source")
    list_filter_fields = ("region",)
    ordering = "name_en"
    search_fields = [
        "code",
        "iso2",
        "m49",
        "name_en",
        "name_fr",
        "name_es",
        "name_ru",
        "name_zh",
        "name_ar",
        "name_ko",
    ]
    links = (
        Link(
            "names",
            CountryName,
            "country",
            _("Dated names"),
            ("name", "language", "valid_from", "valid_to", "source", "note"),
        ),
        Link(
            "groups",
            GroupMembership,
            "country",
            _("Groups"),
            ("group", "valid_from", "valid_to", "contested", "source", "note"),
            ("group",),
        ),
    )
    belonging = ((IndicatorValue, "country"), (Organisation, "country"))

    def more_buttons(self, record, user) -> list[HeaderButton]:
        page = reverse("desk_country", args=(record.code,))
        return [HeaderButton(_("All the record says of it"), url=page, icon_name="globe")]


class CountryGroups(RecordViewSet):
    model = CountryGroup
    icon = "group"
    lines = ("code", "name", "authority")
    list_display = ["code", "name", "authority"]
    list_related = ("source",)
    search_fields = ["code", "name"]
    links = (
        Link(
            "members",
            GroupMembership,
            "group",
            _("Members"),
            ("country", "valid_from", "valid_to", "contested", "status", "source"),
            ("country",),
        ),
    )


class Indicators(RecordViewSet):
    model = Indicator
    icon = "order"
    code_prefix = "IN"
    lines = ("code", "name", ("short_name", "unit"), ("decimals", "order"), "publisher", "licence")
    list_display = ["code", "name", "short_name", "publisher", "licence"]
    list_related = ("source",)
    search_fields = ["code", "name", "short_name", "publisher"]


class IndicatorValues(RecordViewSet):
    model = IndicatorValue
    icon = "order"
    code_prefix = "IV"
    lines = ("code", ("indicator", "country"), ("year", "value", "rank"))
    list_display = ["code", "indicator", "country", "year", "value", "rank"]
    list_related = ("indicator", "country", "source")
    list_filter_fields = ("indicator",)
    search_fields = ["code", "country__name_en", "indicator__name"]


class PlacesMenu(ViewSetGroup):
    menu_label = _("Places")
    menu_icon = "globe"
    menu_order = 190
    items = (Countries, CountryGroups, Indicators, IndicatorValues)
