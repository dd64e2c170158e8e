"""One form, one action: what every act on money at the desk is made of, and the forms' fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from colonnade.money.models import AllotmentLine, BudgetClass, Fund, Scheme
from colonnade.programme.models import Activity
from colonnade.records.errors import Refused
from colonnade.web.desk.people.person import ActPage
from colonnade.web.desk.rights import may
from colonnade.web.desk.views import OfARecord

Fields = Callable[[Any], dict[str, forms.Field]]


class Rightful(OfARecord):
    """A page that asks for a right of its own: what is posted may be changed by nobody, and acted upon by some."""

    needs: ClassVar[tuple[str, type[Model]]] = ("change", Fund)
    header_icon = "folder-open-inverse"
    title: Any = ""

    def dispatch(self, request, *args, **kwargs):
        if not may(request.user, *self.needs):
            raise PermissionDenied
        return super(OfARecord, self).dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.title)


class MoneyAct(Rightful, ActPage):
    """A form that calls an action. Whoever may change the fund may use it, unless it names another right.

    ``more`` is what the page says of the record beside its lead: who will be told, what stands now.
    """

    run: ClassVar[Callable[..., str]]
    fields: ClassVar[Fields]
    more: ClassVar[Callable[[Any], str] | None] = None

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        said = type(self).more
        return super().get_context_data(more=said(self.object) if said else "", **kwargs)

    @property
    def form_class(self) -> type[forms.Form]:  # type: ignore[override]  # made of the act's own fields
        return type("ActForm", (forms.Form,), type(self).fields(self.object))

    def act(self, asked: dict[str, Any] | None) -> str:
        return type(self).run(self.object, self.request.user, **(asked or {}))


def act(title: Any, lead: Any, run: Callable[..., str], fields: Fields, needs: tuple[str, type[Model]] = ("change", Fund),
        more: Callable[[Any], str] | None = None) -> type[MoneyAct]:  # fmt: skip
    """The page of one act: its words, its fields, and the action it calls."""
    own = {"title": title, "lead": lead, "button": title, "run": staticmethod(run), "fields": staticmethod(fields),
           "needs": needs, "more": staticmethod(more) if more else None}  # fmt: skip
    return type("Act", (MoneyAct,), own)


class Acting:
    """A kind of record with acts: each has an address of its own, and a button where it may be used now."""

    acts: ClassVar[dict[str, type[Rightful]]] = {}

    def get_urlpatterns(self) -> list:
        return [
            *super().get_urlpatterns(),  # type: ignore[misc]  # beside a viewset
            *(
                path(f"act/{name}/<int:pk>/", self.construct_view(view), name=name)  # type: ignore[attr-defined]  # beside a viewset
                for name, view in self.acts.items()
            ),
        ]

    def open_acts(self, record: Any) -> list[str]:
        """Those that can follow now."""
        return list(self.acts)

    def more_buttons(self, record: Model, user) -> list[HeaderButton]:
        return self.act_buttons(record, user)

    def act_buttons(self, record: Model, user) -> list[HeaderButton]:
        return [
            HeaderButton(str(self.acts[name].title), url=self.address(name, record), icon_name="edit")  # type: ignore[attr-defined]  # beside a viewset
            for name in self.open_acts(record)
            if may(user, *self.acts[name].needs)
        ]


# --- fields ----------------------------------------------------------------------------------------------------------


def day(label: Any = None, *, today: bool = True, begins: date | None = None) -> forms.Field:
    return forms.DateField(
        label=label or gettext_lazy("Date"), initial=begins or (date.today if today else None),
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip


def money(
    label: Any = None, *, signed: bool = False, required: bool = True, help_text: Any = "", begins: Any = None
) -> forms.Field:
    return forms.DecimalField(
        label=label or gettext_lazy("Amount"), max_digits=18, decimal_places=4, required=required, help_text=help_text, initial=begins,
        min_value=None if signed else 0,
    )  # fmt: skip


def currency(record: Any, begins: str = "") -> forms.Field:
    fund = record if isinstance(record, Fund) else record.fund
    return forms.CharField(
        label=gettext_lazy("Currency"), initial=begins or fund.currency, max_length=3, min_length=3,
        help_text=gettext_lazy("Another currency than the fund's is converted at the rate of the date, for ever."),
    )  # fmt: skip


def words(
    label: Any, *, required: bool = True, help_text: Any = "", longest: int = 250, begins: str = ""
) -> forms.Field:
    return forms.CharField(
        label=label, max_length=longest, required=required, help_text=help_text, initial=begins
    )


def reason() -> forms.Field:
    return forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Kept with it."),
    )  # fmt: skip


def one_of(label: Any, rows: QuerySet, *, required: bool = True, begins: Any = None, help_text: Any = "",
           told: Callable[[Any], str] = str) -> forms.Field:  # fmt: skip
    made = forms.ModelChoiceField(
        label=label, queryset=rows, required=required, initial=begins, help_text=help_text
    )
    made.label_from_instance = told  # type: ignore[method-assign]  # as Django's own forms do
    return made


def activity_field(begins: str = "") -> forms.Field:
    return words(
        gettext_lazy("Activity"), required=False, longest=60, begins=begins,
        help_text=gettext_lazy("Its code. Left empty, it is for the whole programme."),
    )  # fmt: skip


def lines_of(fund: Fund) -> QuerySet:
    rows = AllotmentLine.objects.filter(allotment__fund=fund).select_related("allotment", "budget_class")
    return rows.order_by("-allotment__valid_from", "budget_class__order")


def for_what(code: str) -> dict[str, Any]:
    """The activity a code stands for, or the whole programme."""
    if not code.strip():
        return {"programme_wide": True}
    held = Activity.objects.filter(code=code.strip(), withdrawn_on=None).first()
    if held is None:
        raise Refused(
            _("No activity has the code %(code)s. It stands on the activity's page.") % {"code": code}
        )
    return {"activity": held}


def by_class(text: str, fund: Fund) -> dict[BudgetClass, Any]:
    """Lines such as ``145 20000``, a class and its amount."""
    lines: dict[BudgetClass, Any] = {}
    known = {made.code: made for made in BudgetClass.objects.filter(scheme=fund.scheme, indirect=False)}
    for line in filter(str.strip, text.splitlines()):
        code, _space, amount = line.strip().partition(" ")
        if code not in known:
            raise Refused(
                _("“%(code)s” is no budget class of %(scheme)s. There are: %(known)s.")
                % {"code": code, "scheme": Scheme(fund.scheme).label, "known": ", ".join(known)}
            )
        try:
            value = forms.DecimalField(max_digits=18, decimal_places=4).clean(amount.replace(",", "").strip())
        except forms.ValidationError as error:
            raise Refused(
                _("“%(line)s” is not understood. Write it like this: 145 20000") % {"line": line.strip()}
            ) from error
        if known[code] in lines:
            raise Refused(_("The class %(code)s stands twice.") % {"code": code})
        lines[known[code]] = value
    return lines
