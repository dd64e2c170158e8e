"""The list of formats."""

import pytest
from tests.renderers.a_document import every_block

from colonnade.renderers.formats import FORMATS, NoSuchFormat, by_suffix


def test_every_format_names_its_suffix_and_media_type_once():
    assert len({module.SUFFIX for module in FORMATS}) == len(FORMATS)
    assert [module.__name__ for module in FORMATS if "/" not in module.MEDIA_TYPE] == []


@pytest.mark.parametrize("module", FORMATS, ids=lambda module: module.SUFFIX)
def test_every_format_prints_every_kind_of_block(module):
    assert len(module.render(every_block())) > 1_000


def test_a_format_is_found_by_its_suffix_and_an_unknown_one_is_refused():
    assert [by_suffix(module.SUFFIX) for module in FORMATS] == list(FORMATS)
    with pytest.raises(NoSuchFormat, match="There are: "):
        by_suffix("doc")
