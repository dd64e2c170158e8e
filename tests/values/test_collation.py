"""Names in the alphabet of whoever reads them."""

import pytest

from colonnade.values.collation import alphabetical


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Åland Islands", "Albania", "Côte d’Ivoire", "Cuba", "Türkiye", "Tuvalu"]),
        ("es", ["Canadá", "Cañada", "Caobas"]),
        ("ru", ["Европа", "Ёлка", "Жираф"]),
        ("zh", ["阿尔巴尼亚", "巴西", "中国"]),
        ("ko", ["가나", "대한민국", "일본"]),
        ("ar", ["إثيوبيا", "أذربيجان", "إسبانيا"]),
    ],
)
def test_names_stand_in_the_order_of_the_reader_s_alphabet(language, names):
    backwards = list(reversed(names))

    assert sorted(backwards, key=lambda name: alphabetical(name, language)) == names
