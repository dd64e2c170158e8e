"""What the room can be asked."""

from colonnade.research.queries.downloads import DownloadFact, downloads_between
from colonnade.research.queries.facts import (
    PhaseFact,
    ProductFact,
    StudyFact,
    VersionFact,
    product_facts,
    study_facts,
)
from colonnade.research.queries.publications import (
    HeldFile,
    Named,
    Publication,
    Version,
    chosen,
    covers,
    issued_products,
    public_file,
    publications,
    shown_products,
)
from colonnade.research.queries.titles import TitlesAndProducts, titles_and_products

__all__ = [
    "DownloadFact",
    "HeldFile",
    "Named",
    "PhaseFact",
    "ProductFact",
    "Publication",
    "StudyFact",
    "TitlesAndProducts",
    "Version",
    "VersionFact",
    "chosen",
    "covers",
    "downloads_between",
    "issued_products",
    "product_facts",
    "public_file",
    "publications",
    "shown_products",
    "study_facts",
    "titles_and_products",
]
