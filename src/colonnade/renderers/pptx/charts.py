"""Native charts: their numbers stay editable in the presentation program."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.util import Pt

from colonnade.renderers.document import Bound, Chart
from colonnade.renderers.labels import label
from colonnade.renderers.pptx.box import Box
from colonnade.renderers.pptx.colours import BRAND, DARK, GROUND, INK, MUTED, PALE, RULE, TINT
from colonnade.renderers.pptx.drawing import captioned, draw
from colonnade.renderers.pptx.page import Page, place
from colonnade.renderers.pptx.text import TAGS, clean
from colonnade.values.numbers import Amount, Bounds, Ratio

_TYPES: Final = {
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked": XL_CHART_TYPE.COLUMN_STACKED,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
}
# Dark and light take turns, so that neighbours differ in print without colour; from the third on a pattern helps.
_FILLS: Final = (
    (BRAND, GROUND, None),
    (TINT, INK, None),
    (DARK, GROUND, MSO_PATTERN.WIDE_UPWARD_DIAGONAL),
    (PALE, INK, None),
    (MUTED, GROUND, MSO_PATTERN.PERCENT_50),
    (RULE, INK, MSO_PATTERN.HORIZONTAL_BRICK),
)
_LINES: Final = (
    (BRAND, XL_MARKER_STYLE.CIRCLE, MSO_LINE.SOLID),
    (DARK, XL_MARKER_STYLE.SQUARE, MSO_LINE.DASH),
    (TINT, XL_MARKER_STYLE.TRIANGLE, MSO_LINE.SOLID),
    (MUTED, XL_MARKER_STYLE.DIAMOND, MSO_LINE.ROUND_DOT),
    (BRAND, XL_MARKER_STYLE.X, MSO_LINE.LONG_DASH),
    (DARK, XL_MARKER_STYLE.STAR, MSO_LINE.DASH_DOT),
)


@draw.register
def _(block: Chart, page: Page, box: Box) -> None:
    box = captioned(
        page, box, block.title, "  ".join(filter(None, (block.note, *_unknown(block, page.language))))
    )
    frame = page.slide.shapes.add_chart(_TYPES[block.kind], *place(box), _data(block))
    frame.name = f"Chart: {block.title or page.title}"
    page.say(frame, block.alt or block.title)
    for s, series in enumerate(block.series, 1):
        for c, bound in enumerate(series.values, 1):
            page.mark(frame, f"s{s}c{c}", bound)
    _style(frame.chart, block, page)


def _unknown(block: Chart, language: str) -> list[str]:
    """A value that is not known has no bar and no label: the small print says so."""
    several = len(block.series) > 1
    return [
        f"{f'{series.name}, ' if several else ''}{category}: {label('not_known', language)}."
        for series in block.series
        for category, bound in zip(block.categories, series.values, strict=False)
        if bound.value is None
    ]


def _data(block: Chart) -> CategoryChartData:
    data = CategoryChartData()
    data.categories = [clean(category) for category in block.categories]
    for series in block.series:
        values = [_plotted(bound) for bound in series.values]
        data.add_series(clean(series.name), values, _number_format(series.values))
    return data


def _plotted(bound: Bound) -> float | int | None:
    """What the bar is as long as: of a span its lower end (its label says both), of a share per cent, of an unknown value nothing."""
    if isinstance(bound.value, Bounds):
        return bound.value.low
    if isinstance(bound.value, Amount):
        rounded = bound.value.rounded().value
        return int(rounded) if rounded == int(rounded) else float(rounded)
    if isinstance(bound.value, Ratio):
        return float(bound.value.rounded)
    return float(bound.value) if isinstance(bound.value, Decimal) else bound.value


def _number_format(values: tuple[Bound, ...]) -> str:
    places = [-int(b.value.as_tuple().exponent) for b in values if isinstance(b.value, Decimal)]
    if places:
        return f"#,##0.{'0' * max(places)}" if max(places) > 0 else "#,##0"
    amounts = [bound.value for bound in values if isinstance(bound.value, Amount)]
    if not amounts:
        return "#,##0"
    whole = all(amount.rounded().value == int(amount.rounded().value) for amount in amounts)
    return f'"{amounts[0].currency}\N{NO-BREAK SPACE}"{"#,##0" if whole else "#,##0.00"}'


def _style(chart: Any, block: Chart, page: Page) -> None:
    chart.has_title = False
    chart.font.size = Pt(13)
    chart.font.color.theme_color = INK
    # Without this element a program takes the language of its own menus for the axis.
    language = chart._chartSpace.find(qn("c:lang"))
    if language is None:
        language = chart._chartSpace.makeelement(qn("c:lang"))
        chart._chartSpace.insert(1 if chart._chartSpace.find(qn("c:date1904")) is not None else 0, language)
    language.set("val", TAGS.get(page.language, "en-GB"))
    chart.has_legend = len(block.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(13)
    _axes(chart, block)
    plot = chart.plots[0]
    if block.kind != "line":
        # One or two columns alone would be as broad as the slide.
        few = len(block.categories) * len(block.series) <= 4
        plot.gap_width = 250 if few else 60 if len(block.series) > 1 else 80
        plot.overlap = 100 if block.kind == "stacked" else -8
        plot.vary_by_categories = False
    for number, (drawn, series) in enumerate(zip(plot.series, block.series, strict=True)):
        _series(drawn, number, block)
        if block.kind == "stacked":
            _unlabelled(drawn, series.values, _tallest(block) * 0.045)
        _spans(drawn, series.values, page.language)
        if block.kind in ("column", "bar"):
            _apart(drawn, block.categories)


def _axes(chart: Any, block: Chart) -> None:
    """Every point has its label, so that the value axis need not be printed; the zero line stays."""
    values, categories = chart.value_axis, chart.category_axis
    values.has_major_gridlines = False
    values.visible = False
    if all((_plotted(bound) or 0) >= 0 for series in block.series for bound in series.values):
        values.minimum_scale = 0
    categories.has_major_gridlines = False
    categories.format.line.color.theme_color = MUTED
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    categories.tick_labels.font.size = Pt(13 if len(block.categories) <= 10 else 11)
    if block.kind == "bar":
        # The first category on top, as in the table.
        categories.reverse_order = True


def _series(drawn: Any, number: int, block: Chart) -> None:
    crowded = len(block.series) * len(block.categories) > 24
    labels = drawn.data_labels
    labels.show_value = True
    labels.font.size = Pt(10 if crowded else 13)
    labels.font.bold = True
    labels.font.color.theme_color = INK
    _short_amounts(labels, block)
    if block.kind == "line":
        _line(drawn, number)
        labels.position = (XL_LABEL_POSITION.ABOVE, XL_LABEL_POSITION.BELOW, XL_LABEL_POSITION.RIGHT)[
            number % 3
        ]
        return
    colour, on, pattern = _FILLS[number % len(_FILLS)]
    fill = drawn.format.fill
    if pattern is None or block.kind == "stacked":
        fill.solid()
        fill.fore_color.theme_color = colour
    else:
        fill.patterned()
        fill.pattern = pattern
        fill.fore_color.theme_color = colour
        fill.back_color.theme_color = GROUND
    drawn.format.line.color.theme_color = (
        GROUND if block.kind == "stacked" else (DARK if colour in (PALE, RULE) else colour)
    )
    drawn.format.line.width = Pt(0.75)
    drawn.invert_if_negative = False
    if block.kind == "stacked":
        labels.position = XL_LABEL_POSITION.CENTER
        labels.font.color.theme_color = on
    else:
        labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _short_amounts(labels: Any, block: Chart) -> None:
    """Of many amounts, each beside the next, the labels are short: the title says the currency, the data every cent."""
    bounds = [bound for series in block.series for bound in series.values]
    currencies = {bound.value.currency for bound in bounds if isinstance(bound.value, Amount)}
    if len(currencies) == 1 and len(bounds) > 4 and currencies.pop() in block.title:
        space = "\N{NO-BREAK SPACE}"
        labels.number_format = f'[>=999500]#,##0.00,,"{space}M";[>=999.5]#,##0,"{space}k";#,##0'
        labels.number_format_is_linked = False


def _apart(drawn: Any, categories: tuple[str, ...]) -> None:
    """Among years, what has no year (not recorded, in total only) is hatched: it is no step of the series."""
    years = [category.strip()[:4].isdigit() for category in categories]
    if sum(years) < 3 or not years[0]:
        return
    for index in (number for number, is_year in enumerate(years) if not is_year):
        point = drawn.points[index].format
        colour = drawn.format.line.color.theme_color
        point.fill.patterned()
        point.fill.pattern = MSO_PATTERN.LIGHT_UPWARD_DIAGONAL
        point.fill.fore_color.theme_color = colour
        point.fill.back_color.theme_color = GROUND
        point.line.color.theme_color = colour
        point.line.width = Pt(0.75)


def _tallest(block: Chart) -> float:
    """The highest column of a stack."""
    columns = zip(*(series.values for series in block.series), strict=False)
    return max((sum(_plotted(bound) or 0 for bound in column) for column in columns), default=0)


def _unlabelled(drawn: Any, values: tuple[Bound, ...], least: float) -> None:
    """A part too thin for its label would print over its neighbour: its value stays in the data and the notes."""
    for index, bound in enumerate(values):
        if (_plotted(bound) or 0) < least and not isinstance(bound.value, Bounds | Ratio):
            labels = drawn._element.get_or_add_dLbls()
            gone = labels._insert_dLbl_in_sequence(index)
            for part in list(gone)[1:]:
                gone.remove(part)
            gone.append(gone.makeelement(qn("c:delete"), {"val": "1"}))


def _line(drawn: Any, number: int) -> None:
    colour, marker, dash = _LINES[number % len(_LINES)]
    drawn.smooth = False
    drawn.format.line.color.theme_color = colour
    drawn.format.line.width = Pt(2.5)
    drawn.format.line.dash_style = dash
    drawn.marker.style = marker
    drawn.marker.size = 9
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.theme_color = colour
    drawn.marker.format.line.color.theme_color = colour


def _spans(drawn: Any, values: tuple[Bound, ...], language: str) -> None:
    """A span has no one length: its point says both ends in words; a share says of how many it is."""
    for index, bound in enumerate(values):
        if isinstance(bound.value, Bounds | Ratio):
            frame = drawn.points[index].data_label.text_frame
            frame.text = bound.words(language)
            frame.paragraphs[0].runs[0].font.size = Pt(11)
            frame.paragraphs[0].runs[0].font.bold = True
