"""Columns of money: held as whole numbers, so that a database can neither round them nor lose a cent in a sum."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.values.numbers import Amount, NotExact, UnknownCurrency, exact


def validate_currency(code: str) -> None:
    """ISO 4217 only."""
    try:
        Amount(Decimal(0), code)
    except UnknownCurrency as error:
        raise ValidationError(str(error)) from error


def validate_currencies(codes: str) -> None:
    """Several of ISO 4217, with spaces or commas between them."""
    for code in codes.upper().replace(",", " ").split():
        validate_currency(code)


class ExactField(models.Field):
    """A decimal kept as a whole number of ten-thousandths, or of as many ``places`` as are asked.

    SQLite keeps decimals as binary fractions and adds them up as such; whole numbers it adds exactly, as PostgreSQL does.
    """

    description = _("Exact number")

    def __init__(self, *args: Any, places: int = 4, **kwargs: Any) -> None:
        self.places = places
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"places": self.places}

    def get_internal_type(self) -> str:
        return "BigIntegerField"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else self._shown(Decimal(int(value)))

    def _shown(self, units: Decimal) -> Decimal:
        """Without needless noughts: 1,500 and 0.25, not 1,500.0000."""
        value = units.scaleb(-self.places)
        whole = value.to_integral_value()
        return whole if value == whole else value.normalize()

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or value == "":
            return None
        try:
            return exact(Decimal(value) if isinstance(value, str) else value)
        except (NotExact, ArithmeticError) as error:
            raise ValidationError(
                _("“%(value)s” is not an exact number."), params={"value": value}
            ) from error

    def get_prep_value(self, value: Any) -> int | None:
        value = super().get_prep_value(value)
        if value is None:
            return None
        units = exact(Decimal(value) if isinstance(value, str) else value).scaleb(self.places)
        if units != units.to_integral_value():
            raise NotExact(f"{value} has more than {self.places} decimals and cannot be kept exactly.")
        return int(units)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(
            **{"form_class": forms.DecimalField, "max_digits": 18, "decimal_places": self.places, **kwargs}
        )
