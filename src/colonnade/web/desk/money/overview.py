"""The way to the pages that look over the money, in the menu of those who may open them."""

from __future__ import annotations

from functools import cached_property

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from colonnade.money.models import Expense
from colonnade.web.desk.money.against import AgainstPage
from colonnade.web.desk.money.cash import CashPage
from colonnade.web.desk.money.ending import EndingPage
from colonnade.web.desk.rights import may_see


class OverviewItem(MenuItem):
    """Shown to those who may read what was spent."""

    def is_shown(self, request) -> bool:
        return may_see(request.user, Expense)


class Overview(ViewSet):
    """Budget against spend, the cash-flow plan, the agreements that end."""

    name = "money_overview"
    url_prefix = "money"
    icon = "folder-open-inverse"
    menu_label = _("Budget and cash")

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        return OverviewItem

    def get_urlpatterns(self) -> list:
        return [
            path("", AgainstPage.as_view(), name="index"),
            path("cash/", CashPage.as_view(), name="cash"),
            path("ending/", EndingPage.as_view(), name="ending"),
        ]
