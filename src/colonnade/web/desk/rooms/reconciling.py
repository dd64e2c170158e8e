"""The system of record at the desk: what was brought in, and the periods that are held against it."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from colonnade.money.actions.reconciling import refuse_shared_days, signed
from colonnade.money.models import ErpImport, ErpLine, ErpTakenBack, Reconciliation
from colonnade.records.errors import Refused
from colonnade.web.desk.money import reconciling
from colonnade.web.desk.money.acts import Acting
from colonnade.web.desk.rights import RecordPolicy
from colonnade.web.desk.viewsets import ReadingViewSet, RecordViewSet


class ErpImports(Acting, ReadingViewSet):
    """Exports that were brought in; each may be taken back with a reason."""

    model = ErpImport
    icon = "download"
    list_display = [
        "code",
        "fund",
        "file_name",
        "layout",
        "first_day",
        "last_day",
        "added",
        "same",
        "imported_by",
    ]
    list_related = ("fund", "imported_by")
    list_filter_fields = ("fund",)
    search_fields = ["code", "file_name"]
    belonging = ((ErpLine, "erp_import"),)
    acts: ClassVar = {"back": reconciling.TAKE_BACK}

    def open_acts(self, record) -> list[str]:
        return [] if ErpTakenBack.objects.filter(erp_import=record).exists() else ["back"]


class ErpLines(ReadingViewSet):
    """Every line of the system of record, as it came."""

    model = ErpLine
    icon = "list-ul"
    list_display = ["document", "on", "fund", "reference", "text", "class_code", "amount", "currency"]
    list_related = ("fund", "erp_import")
    list_filter_fields = ("fund",)
    year_field = "on"
    ordering = "-on"
    search_fields = ["document", "reference", "text"]


class BegunPolicy(RecordPolicy):
    """Begun on the page of a fund, withdrawn, never changed."""

    forbidden = frozenset({"add", "delete"})


class Reconciliations(Acting, RecordViewSet):
    """Spans held against the system of record. They are begun on the page of their fund."""

    model = Reconciliation
    icon = "tasks"
    policy = BegunPolicy
    inspect_view_class = reconciling.ReconciliationPage
    list_display = [
        "code",
        Column("fund", label=_("Fund"), accessor="fund.code"),
        "first_day",
        "last_day",
        "begun_by",
    ]
    list_related = ("fund", "begun_by", "source")
    list_filter_fields = ("fund",)
    ordering = "-first_day"
    search_fields = ["code", "fund__name", "fund__code"]
    not_shown = ("note", "source_detail")
    acts: ClassVar = {"sign": reconciling.SIGN, "reopen": reconciling.REOPEN, "work": reconciling.Work}

    def open_acts(self, record) -> list[str]:
        if record.withdrawn_on:
            return []
        return ["reopen"] if signed(record) else ["sign"]

    def more_buttons(self, record, user) -> list[HeaderButton]:
        """None: they stand above the columns."""
        return []

    def withdraw(self, record, because: str) -> None:
        if signed(record):
            raise Refused(_("It is signed off. Open it again first, with the reason."))
        super().withdraw(record, because)

    def restore(self, record) -> None:
        refuse_shared_days(record.fund, record.first_day, record.last_day)
        super().restore(record)
