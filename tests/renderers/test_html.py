"""The page, parsed as a browser would read it."""

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from tests.renderers.a_document import every_block

from colonnade.renderers import html
from colonnade.renderers.document import Chart, Map, Paragraph, Slide, Text
from colonnade.values.languages import LANGUAGES
from colonnade.values.words import number_words

VOID = {"meta", "br", "img", "hr", "link", "input"}


class Page(HTMLParser):
    """Elements with their attributes, in order; fails on a tag closed out of turn."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open = [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def all(self, *tags):
        return [attributes for tag, attributes in self.elements if tag in tags]


def page(language="en", **changes):
    return Page(html.render(replace(every_block(language), **changes)).decode())


def only(*blocks):
    return html.fragment(
        replace(every_block(), slides=(Slide("content", "One", "1", blocks=blocks),), accounts=())
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_on_the_slides_is_on_the_page_as_printed(language):
    document = every_block(language)
    printed = html.read_bounds(html.render(document))
    expected = Counter((bound.address, number_words(bound.value, language)) for bound in document.bounds())

    assert expected - Counter(printed) == Counter()
    assert {address for address, _ in printed} == {bound.address for bound in document.bounds()}


def test_the_page_says_its_language_and_direction():
    assert page("ar").all("html") == [{"lang": "ar", "dir": "rtl"}]
    assert page("fr").all("html") == [{"lang": "fr", "dir": "ltr"}]


def test_the_report_is_the_main_part_of_its_page_and_of_no_other():
    assert len(page().all("main")) == 1
    assert Page(html.fragment(every_block())).all("main") == []


def test_the_page_needs_nothing_from_outside_and_no_script():
    text = html.render(every_block()).decode()

    assert page().all("script", "link", "iframe", "img") == []
    assert re.findall(r"@import|url\(", text) == []


def test_headings_go_down_one_level_at_a_time_from_one_title():
    levels = [int(tag[1]) for tag, _ in page().elements if re.fullmatch(r"h[1-6]", tag)]

    assert levels.count(1) == 1
    assert [(a, b) for a, b in zip(levels, levels[1:], strict=False) if b > a + 1] == []


def test_every_link_within_the_page_leads_to_a_place_on_it():
    here = page()
    places = [attributes["id"] for _, attributes in here.elements if "id" in attributes]
    links = [a["href"][1:] for a in here.all("a", "use") if a["href"].startswith("#")]

    assert [link for link in links if link not in places] == []
    assert len(places) == len(set(places))


def test_a_chart_and_a_map_are_followed_by_their_tables():
    figures = re.findall(r"<figure[^>]*>.*?</figure>", html.fragment(every_block()), re.S)
    drawn = [figure for figure in figures if "<svg" in figure]
    blocks = [b for slide in every_block().slides for b in slide.blocks if isinstance(b, Chart | Map)]

    assert len(drawn) == len(blocks) == 2
    assert [figure.index("<svg") < figure.index("<table") for figure in drawn] == [True, True]


def test_every_wide_table_can_be_reached_and_scrolled_by_keyboard_under_a_name_of_its_own():
    here = page()
    regions = [a for a in here.all("div") if a.get("class") == "wide"]

    assert len(regions) == len(here.all("table"))
    assert {(a["role"], a["tabindex"]) for a in regions} == {("region", "0")}
    assert len({a["aria-label"] for a in regions}) == len(regions)


def test_every_head_of_a_table_says_what_it_heads():
    assert {a.get("scope") for a in page().all("th")} == {"col", "row", "rowgroup"}


def test_a_number_carries_its_value_for_machines():
    values = {a["data-figure"].split("?")[0]: a["value"] for a in page().all("data")}

    assert values["money.project_budget"] == "USD 1000000.00"
    assert values["money.operating_budget"] == "KRW 500000000"
    assert values["capacity.seats_planned"] == "15"
    assert '<data class="figure words" value="94/175"' in html.fragment(every_block())


def test_a_number_leads_to_its_account_or_to_where_the_site_says():
    def site(bound):
        return f"https://example.org/check?{bound.key}" if bound.key == "office.staff" else None

    alone, on_a_site = Page(html.fragment(every_block())), Page(html.fragment(every_block(), link=site))
    assert Counter(a["href"] for a in alone.all("a"))["#figure-1"] == 2
    assert Counter(a["href"] for a in on_a_site.all("a"))["https://example.org/check?office.staff"] == 2


def test_words_from_the_record_are_never_markup():
    fragment = only(Text((Paragraph(('<script>alert("1")</script> & co',)),)))

    assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; co" in fragment
    assert Page(fragment).all("script") == []


def test_bullets_of_the_second_level_stand_in_a_list_of_their_own():
    bullets = tuple(Paragraph((words,), level) for words, level in (("a", 1), ("b", 2), ("c", 2), ("d", 1)))

    assert "<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>" in only(Text(bullets))


def test_a_quote_keeps_its_own_language_and_direction():
    quotes = page("fr").all("blockquote")

    assert quotes == [{"lang": "en", "dir": "ltr"}, {"lang": "ar", "dir": "rtl"}]


def test_the_speakers_notes_stay_with_the_speaker():
    assert "not in any source held" not in html.fragment(every_block())


def test_the_style_touches_nothing_outside_the_report():
    rules = re.sub(r"@media[^{]*\{|@page[^}]*\}", "", html.css())
    selectors = [s.strip() for rule in re.findall(r"([^{}]+)\{", rules) for s in rule.split(",")]

    assert [selector for selector in selectors if not selector.startswith(".report")] == []


def test_a_page_of_a_live_report_says_that_nothing_is_published():
    assert "Live figures, not yet published" in html.fragment(every_block_live())


def every_block_live():
    return replace(every_block(), edition="live")


def test_the_contents_lead_to_the_first_slide_of_each_part():
    slides = (
        Slide("section", "Achievements", "2"),
        *(Slide("content", "Research", "2.1", f"({number})") for number in (1, 2)),
        Slide("content", "Training", "2.2"),
    )
    contents = re.search("<nav.*?</nav>", html.fragment(replace(every_block(), slides=slides))).group()

    assert re.findall(r'<a href="#([^"]*)">([^<]*)</a>', contents) == [
        ("part-1", "2 Achievements"),
        ("part-2", "2.1 Research"),
        ("part-4", "2.2 Training"),
    ]


def test_a_map_without_values_has_a_list_of_countries_and_no_empty_column():
    drawn = next(b for slide in every_block().slides for b in slide.blocks if isinstance(b, Map))
    places = tuple(replace(place, value=None, note="") for place in drawn.places)
    heads = [
        re.findall("<th[^>]*>([^<]*)</th></tr></thead>", only(replace(drawn, places=p)))
        for p in (places, drawn.places)
    ]

    assert heads[0] == ["Country"]
    assert heads[1] != ["Country"]
