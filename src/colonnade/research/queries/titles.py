"""Titles of research beside products: why the two are not the same number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from colonnade.research.queries.facts import ProductFact, StudyFact


@dataclass(frozen=True, slots=True)
class TitlesAndProducts:
    """The titles of a period and its products side by side, as far as records name which product comes of which title."""

    titles: int
    products: int
    with_products: int
    several: int
    without: int
    of_no_title: int
    of_other_titles: int

    @property
    def words(self) -> str:
        """The gap in sentences: what comes of what, in the records that are held."""
        if not self.titles or not self.products:
            return ""
        parts = [
            _("Titles and products are counted apart: a title is a piece of research, a product is what was issued."),
            ngettext(
                "Of %(titles)s title, %(with)s led to a product that is held in the record",
                "Of %(titles)s titles, %(with)s led to a product that is held in the record",
                self.titles,
            ) % {"titles": self.titles, "with": self.with_products}
            + (_(", %(several)s of them to several") % {"several": self.several} if self.several else "")
            + _("; of %(without)s no product of the period is known.") % {"without": self.without},
        ]  # fmt: skip
        apart = [
            _("%(number)s come of no title") % {"number": self.of_no_title} if self.of_no_title else "",
            _("%(number)s come of a title of other years") % {"number": self.of_other_titles}
            if self.of_other_titles
            else "",
        ]
        if any(apart):
            held = ngettext(
                "Of %(products)s product held", "Of %(products)s products held", self.products
            ) % {"products": self.products}
            parts.append(f"{held}, {', '.join(filter(None, apart))}.")
        return " ".join(parts)


def titles_and_products(
    studies: Sequence[StudyFact] | Collection[StudyFact], products: Sequence[ProductFact]
) -> TitlesAndProducts:
    """Compare the titles of a period with its products."""
    codes = {study.code for study in studies}
    led = Counter(product.study for product in products if product.study in codes)
    return TitlesAndProducts(
        titles=len(codes), products=len(products), with_products=len(led),
        several=sum(number > 1 for number in led.values()), without=len(codes) - len(led),
        of_no_title=sum(not product.study for product in products),
        of_other_titles=sum(bool(product.study) and product.study not in codes for product in products),
    )  # fmt: skip
