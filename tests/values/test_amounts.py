"""Money: exact, of one currency, divided without losing a cent; and no binary fraction anywhere near it."""

from __future__ import annotations

import ast
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.values.conversions import Conversion, Quotation
from colonnade.values.currencies import exponent
from colonnade.values.numbers import Amount, MixedCurrencies, NotExact, divided

SRC = Path(__file__).resolve().parents[2] / "src" / "colonnade"


@pytest.mark.parametrize(
    "done",
    [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b, lambda a, b: a <= b, lambda a, b: a > b, lambda a, b: a >= b],
)  # fmt: skip
def test_two_currencies_are_not_added_subtracted_or_compared(done):
    with pytest.raises(
        MixedCurrencies, match=r"USD and KRW cannot be .* convert one at a rate with its date first"
    ):
        done(Amount(D(1), "USD"), Amount(D(1), "KRW"))


def test_amounts_of_one_currency_are_reckoned_with():
    one, other = Amount(D("0.10"), "USD"), Amount(D("0.20"), "USD")
    assert one + other == Amount(D("0.30"), "USD")
    assert (other - one, -one, abs(-one), max(one, other)) == (one, Amount(D("-0.1"), "USD"), one, other)


@pytest.mark.parametrize("value", [0.1, float("nan"), "1", None, True, D("NaN"), D("Infinity"), 1j])
def test_an_amount_that_is_not_exact_is_refused(value):
    with pytest.raises(NotExact, match="exact number"):
        Amount(value, "USD")


def test_whole_numbers_are_not_divided_into_a_binary_fraction():
    assert divided(1, 3) == D(1) / D(3) and isinstance(divided(1, 2), D)
    with pytest.raises(NotExact):
        divided(0.5, 2)


@pytest.mark.parametrize(
    ("currency", "value", "rounded"),
    [("USD", "2.345", "2.35"), ("KRW", "2.5", "3"), ("JPY", "2.49", "2"), ("KWD", "2.3455", "2.346"), ("IQD", "1.0005", "1.001"),
     ("LAK", "1.005", "1.01"), ("CLF", "1.00005", "1.0001"), ("USD", "-2.345", "-2.35")],
)  # fmt: skip
def test_an_amount_is_rounded_to_the_smallest_unit_of_iso_4217(currency, value, rounded):
    assert str(Amount(D(value), currency).rounded().value) == rounded
    assert exponent(currency) == -Amount(D(0), currency).unit.as_tuple().exponent


money = st.tuples(
    st.sampled_from(["USD", "KRW", "KWD"]), st.integers(-(10**12), 10**12),
    st.lists(st.integers(0, 10**6) | st.decimals(0, 100, places=2), min_size=1, max_size=9).filter(any),
)  # fmt: skip


@given(money)
def test_what_is_allocated_comes_to_the_whole_and_no_part_is_a_unit_away_from_its_share(given_):
    currency, units, weights = given_
    whole = Amount(D(units).scaleb(-exponent(currency)), currency)
    parts = whole.allocate(weights)
    total = sum((D(weight) for weight in weights), D(0))

    assert sum((part.value for part in parts), D(0)) == whole.value
    for part, weight in zip(parts, weights, strict=True):
        assert part.whole and abs(part.value * total - whole.value * D(weight)) < part.unit * total
        assert weight or not part.value


def test_shares_in_per_cent_come_to_a_hundred():
    hundred = Amount(D("100.00"), "USD")
    assert [str(part.value) for part in hundred.allocate([1, 1, 1])] == ["33.34", "33.33", "33.33"]
    assert [str(part.value) for part in hundred.allocate([0, 1, 5])] == ["0.00", "16.67", "83.33"]
    with pytest.raises(ValueError, match="one is not nought"):
        hundred.allocate([0, 0])


def test_a_conversion_remembers_rate_source_and_day_and_prints_them():
    march = Quotation("KRW", D("1070.72"), date(2014, 3, 31), "ECB", "mean of March 2014 (ECB)")
    made = Conversion.at(Amount(D(500_000_000), "KRW"), "USD", (march,))
    assert (
        str(made) == "KRW 500,000,000 = USD 466,975.49 (at 1,070.72 KRW for 1 USD, mean of March 2014 (ECB))"
    )
    assert made.per_usd("KRW") == D("1070.72") and made.per_usd("USD") == 1
    euro = Quotation("EUR", D("0.73"), date(2014, 3, 31), "ECB", "mean of March 2014 (ECB)")
    assert Conversion.at(Amount(D(1000), "EUR"), "KRW", (euro, march)).into == Amount(D(1_466_740), "KRW")


# --- no binary fraction in the code of money -------------------------------------------------------------------------

NAMES = {"float", "complex", "truediv", "itruediv", "__truediv__", "__rtruediv__", "FloatField", "Avg", "StdDev", "Variance",
         "fsum", "fdiv", "isclose", "eval", "exec", "as_integer_ratio", "from_float", "fromhex", "hypot"}  # fmt: skip
MODULES = {
    "math",
    "cmath",
    "statistics",
    "random",
    "numpy",
    "struct",
    "array",
    "ctypes",
    "operator",
    "builtins",
}
DIVISION = ("numbers.py", "divided")
"""The one function that divides: it takes exact numbers only."""


def binary_fractions(code: str, name: str = "") -> list[str]:
    """Everything in a piece of code that makes a binary fraction, or could: by line and by what it is."""
    tree, found = ast.parse(code), []
    allowed = {
        id(node) for function in ast.walk(tree) for node in ast.walk(function)
        if isinstance(function, ast.FunctionDef) and (name, function.name) == DIVISION
    }  # fmt: skip
    for node in ast.walk(tree):
        if id(node) in allowed:
            continue
        told = None
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            told = repr(node.value)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in NAMES:
            told = node.value
        elif isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div | ast.Pow):
            told = "/" if isinstance(node.op, ast.Div) else "**"
        elif isinstance(node, ast.Name | ast.Attribute):
            word = node.id if isinstance(node, ast.Name) else node.attr
            told = word if word in NAMES else None
        elif isinstance(node, ast.Import | ast.ImportFrom):
            words = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
            told = next((word for word in words if word.split(".")[0] in MODULES or word in NAMES), None)
        if told:
            found.append(f"{name}:{node.lineno}: {told}")
    return found


def test_money_and_values_make_no_binary_fraction():
    files = [
        *SRC.glob("money/**/*.py"),
        *SRC.glob("values/*.py"),
        SRC / "figures" / "catalogue" / "money_ledger.py",
    ]
    files = [path for path in files if "migrations" not in path.parts]
    assert len(files) > 30
    assert [line for path in files for line in binary_fractions(path.read_text("utf-8"), path.name)] == []


@pytest.mark.parametrize(
    "code",
    ["float(x)", "x / y", "x /= 2", "0.5", "1e3", "10 ** -2", "pow = 2\nx **= -1", "f = float\nf(x)", "from math import fsum",
     "import operator\noperator.truediv(1, 2)", "(1).__truediv__(3)", "getattr(__builtins__, 'float')", "import math as m",
     "models.FloatField()", "rows.aggregate(Avg('value'))", "def divided(a, b):\n    return a / b", "from builtins import float as f",
     "import statistics", "map(float, rows)", "def f(x: float): ..."],
)  # fmt: skip
def test_the_check_is_not_fooled(code):
    assert binary_fractions(code, "other.py") != []


def test_the_check_lets_whole_and_exact_reckoning_pass():
    code = "def divided(top, by):\n    return exact(top) / exact(by)\n"
    assert binary_fractions(code, "numbers.py") == []
    assert binary_fractions("x = a // b + a * D('0.13') % 2\nq = path / 'name'", "numbers.py") == [
        "numbers.py:2: /"
    ]
