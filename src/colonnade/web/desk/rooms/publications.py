"""Publications at the desk: the products, their series, languages and files."""

from __future__ import annotations

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from colonnade.records.errors import Refused
from colonnade.research.models import Contribution, LanguageVersion, Product, PublicationFile, Series
from colonnade.web.desk.links import Link
from colonnade.web.desk.rights import RecordPolicy
from colonnade.web.desk.tables import day_column
from colonnade.web.desk.viewsets import RecordViewSet


class SeriesList(RecordViewSet):
    model = Series
    icon = "list-ul"
    code_prefix = "SR"
    lines = ("code", "title", "short_title", ("issn", "eissn"))
    list_display = ["code", "title", "issn", "eissn"]
    list_related = ("source",)
    search_fields = ["code", "title", "short_title", "issn", "eissn"]
    belonging = ((Product, "series"),)


class Products(RecordViewSet):
    """Publications, published or on their way; each has a page on which it is worked on."""

    model = Product
    icon = "doc-full"
    code_prefix = "PD"
    lines = (
        "code",
        "title",
        ("kind", "state"),
        ("planned_on", "planned_precision"),
        ("published_on", "published_precision"),
        ("study", "priority_year"),
        ("series", "series_number"),
        ("symbol", "sales_number", "job_number"),
        ("isbn_print", "isbn_online", "doi"),
        ("publisher", "place"),
        ("licence", "own"),
        "themes",
        "countries",
    )
    list_display = [
        "code",
        "title",
        "kind",
        "state",
        day_column("planned", _("First planned for"), "planned_on", lambda row: row.planned),
        day_column("published", _("Published"), "published_on", lambda row: row.published),
        "series",
        "symbol",
        "own",
    ]
    list_related = ("series", "source")
    list_filter_fields = ("kind", "state", "own")
    year_field = "published_on"
    ordering = "-published_on"
    links = (
        Link("contributions", Contribution, "product", _("Who wrote it"),
             ("order", "role", "name", "filed_as", "person", "organisation"), ("person", "organisation")),
    )  # fmt: skip
    search_fields = ["code", "title", "series__title", "symbol", "isbn_print", "isbn_online", "doi"]
    belonging = ((LanguageVersion, "product"),)
    not_shown = ("planned_precision", "published_precision")

    def place(self, record: Model) -> str:
        return reverse("publication_work", args=(record.pk,))

    def allowed(self, record: Model) -> None:
        """A state is entered with the record and moved on its page, where reasons are asked and languages released."""
        held = (
            Product.objects.filter(pk=record.pk).values_list("state", flat=True).first()
            if record.pk
            else None
        )
        if held and record.state != held:
            raise Refused(
                _now(
                    "Its state is changed on the page of the publication, where what is missing and why is asked."
                )
            )


class LanguageVersions(RecordViewSet):
    model = LanguageVersion
    icon = "globe"
    code_prefix = "LV"
    lines = (
        "code",
        ("product", "language"),
        "title",
        ("status", "released"),
        ("released_on", "released_precision"),
        ("translator", "isbn"),
        "address",
        "abstract",
    )
    list_display = [
        "code",
        "title",
        "language",
        "status",
        "released",
        day_column("released_when", _("Released on"), "released_on", lambda row: row.released_when),
    ]
    list_related = ("product", "source")
    list_filter_fields = ("language", "status", "released")
    search_fields = ["code", "title", "product__title", "isbn"]
    belonging = ((PublicationFile, "version"),)
    not_shown = ("released_precision",)

    def afterwards(self, record: Model) -> str:
        return reverse("publication_work", args=(record.product_id,))


class KeptPolicy(RecordPolicy):
    """What is taken in on a page of its own, stays as it is, and may be withdrawn."""

    forbidden = frozenset({"add", "change", "delete"})


class PublicationFiles(RecordViewSet):
    """Files as they were handed out. They come in on the page of the publication and are never changed."""

    model = PublicationFile
    policy = KeptPolicy
    icon = "doc-full-inverse"
    list_display = ["code", "version", "what", "media_type", "bytes", "pages", "added_at"]
    list_related = ("version", "source")
    list_filter_fields = ("what", "media_type")
    search_fields = ["code", "version__title", "sha256"]
