"""The smallest unit of each currency, by ISO 4217. The common tables of locales differ: they print no fils and no lak."""

from __future__ import annotations

from typing import Final

_WHOLE: Final = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THOUSANDTHS: Final = "BHD IQD JOD KWD LYD OMR TND"
_TEN_THOUSANDTHS: Final = "CLF UYW"

EXPONENTS: Final[dict[str, int]] = {
    code: places
    for codes, places in ((_WHOLE, 0), (_THOUSANDTHS, 3), (_TEN_THOUSANDTHS, 4))
    for code in codes.split()
}
"""Currencies whose smallest unit is not the hundredth."""


def exponent(currency: str) -> int:
    """Decimals of a currency's smallest unit: 2 for USD, none for KRW, 3 for KWD.

    >>> exponent("USD"), exponent("KRW"), exponent("IQD")
    (2, 0, 3)
    """
    return EXPONENTS.get(currency, 2)
