"""Kinds of money with acts on their pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model
from django.urls import path
from wagtail.admin.widgets.button import HeaderButton

from colonnade.values.numbers import Amount
from colonnade.web.desk.money.acts import MoneyAct
from colonnade.web.desk.rights import may


class Acting:
    """A kind of record with acts: each has an address of its own, and a button where it may be used now."""

    acts: ClassVar[dict[str, type[MoneyAct]]] = {}

    def get_urlpatterns(self) -> list:
        return [
            *super().get_urlpatterns(),  # type: ignore[misc]
            *(
                path(f"act/{name}/<int:pk>/", self.construct_view(view), name=name)  # type: ignore[attr-defined]
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
            HeaderButton(str(self.acts[name].title), url=self.address(name, record), icon_name="edit")  # type: ignore[attr-defined]
            for name in self.open_acts(record)
            if may(user, *self.acts[name].needs)
        ]


def plain(*amounts: Amount) -> list[str]:
    """Amounts of one currency, which stands in the heading: nought is a dash, so that the others are seen."""
    told = [f"{amount.rounded().value:,}" if amount.value else "–" for amount in amounts]
    return [words.replace("-", "\N{MINUS SIGN}") for words in told]
