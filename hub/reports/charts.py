"""The drawn parts of reports: SVG by Vega-Lite in the fonts beside this module, with axis texts in the language of the
edition. The table beside each says the same in figures, and ``alt`` in words.

The renderers behind Vega and Typst set Devanagari in SVG with vowel signs on top of the next letter, and measure it too
short. So room is left beside the texts, and for a PDF they are lifted out (``lifted``) and set by Typst itself; a
browser sets them rightly.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from functools import cache
from typing import Any

from lxml import etree

from hub.i18n import text
from hub.reports import words
from hub.reports.declared import Section
from hub.reports.figures import Line
from hub.reports.fonts import FAMILY, FOLDER

MOST = 38
"""Bars in one picture; the districts of the state fit."""
WIDTH, STEP, NARROW_STEP = 470, 18, 12
"""Points of the drawing: bars of a picture with more than ``MANY`` stand closer."""
MANY = 15
# Told apart in grey and by those who do not see red or green; from pale to dark, as what they stand for grows worse.
COLOURS = ["#9ecae1", "#6baed6", "#3182bd", "#e08214", "#a50f15"]
ATTENDANCE = ["#e08214", "#a50f15", "#9ecae1"]
_DRAWING = threading.Lock()


def of_table(section: Section, lines: Sequence[Line], names: Sequence[str], language: str) -> dict[str, str]:
    """``svg`` and ``alt`` of a table, drawn as its section says: lines without a case are left out of bars. Empty where
    there are not two of them to compare."""
    kind, _, measure = section.chart.partition("-")
    kept = [measure] if measure else _measures(section, kind)
    sums = [sum(line.figures[name] or 0 for name in kept) for line in lines]
    order = [n for n in range(len(lines)) if sums[n] or kind == "lines"]
    if len(order) < 2:
        return {}
    order = sorted(order, key=lambda n: (-(lines[n].figures[kept[0]] or 0), -sums[n]))[:MOST]
    order = sorted(order) if kind == "lines" or section.by[0] in ("age_from", "late_from") else order
    titles = {name: words.measure(name, language) for name in kept}
    title = text("report-chart-cases", language) if kind == "stacked" else titles[kept[0]]
    values = [
        {"name": names[n], "figure": lines[n].figures[name] or 0, "kind": titles[name], "place": place}
        for n in order for place, name in enumerate(kept)
    ]  # fmt: skip
    kinds = list(titles.values())
    if kind == "lines":
        drawn = _lines(values, title, kinds)
    else:
        colours = COLOURS if "age_0" in kept or len(kept) > 3 else ATTENDANCE
        most = max(max(sums[n] for n in order), 4)
        drawn = _bars(values, title, dict(zip(kinds, colours, strict=False)), [names[n] for n in order], most)
    told = "; ".join(f"{names[n]}: {words.number(lines[n].figures[kept[0]])}" for n in order[:8])
    return {"svg": svg(drawn), "alt": text("report-chart-alt", language, title=titles[kept[0]], told=told)}


def of_shares(
    shown: Sequence[tuple[str, Sequence[float | None]]], places: Sequence[str], language: str
) -> dict[str, str]:
    """``svg`` and ``alt`` of shares side by side: a district, its division, the state."""
    import altair as alt

    values = [
        {"name": name, "figure": figure or 0, "kind": place}
        for name, figures in shown for place, figure in zip(places, figures, strict=True)
    ]  # fmt: skip
    colours = ["#a50f15", "#6baed6", "#b9c4cf"][: len(places)]
    title = text("report-chart-share", language)
    scale = alt.Scale(domain=list(places), range=colours)
    x = alt.X("figure:Q", title=title, scale=alt.Scale(domainMin=0, domainMax=100), axis=alt.Axis(tickCount=5))
    drawn = (
        alt.Chart(_data(values))
        .mark_bar()
        .encode(
            y=alt.Y("name:N", title=None, sort=[name for name, _figures in shown], axis=_names()),
            yOffset=alt.YOffset("kind:N", sort=list(places)),
            x=x,
            color=alt.Color("kind:N", title=None, legend=_legend(1), scale=scale),
        )
        .properties(width=WIDTH, height=alt.Step(9))
    )
    told = "; ".join(f"{name}: {words.number(figures[0])} %" for name, figures in shown)
    return {"svg": svg(drawn), "alt": text("report-chart-alt", language, title=f"{title}, {places[0]}", told=told)}


def _measures(section: Section, kind: str) -> list[str]:
    """What is drawn: of a stack the parts that make up a whole, of lines all, of bars the first."""
    if kind == "lines":
        return list(section.measures)
    if kind == "stacked":
        parts = [name for name in section.measures if name.rpartition("_")[2].isdigit()]
        return parts or list(section.measures[:3])
    return [section.measures[0]]


def _data(values: list[dict[str, Any]]) -> Any:
    import altair as alt

    return alt.Data(values=values)  # type: ignore[no-untyped-call]


def _legend(columns: int) -> Any:
    import altair as alt

    return alt.Legend(orient="top", symbolType="square", columns=columns, columnPadding=26)


def _names() -> Any:
    import altair as alt

    return alt.Axis(labelLimit=220, labelPadding=6, ticks=False, domain=False)


def _bars(
    values: list[dict[str, Any]], title: str, colours: dict[str, str], names: list[str], most: float
) -> Any:  # fmt: skip
    import altair as alt

    kinds = list(colours)
    legend = _legend(len(kinds)) if len(kinds) > 1 else None
    shades = list(colours.values()) if len(kinds) > 1 else ["#3182bd"]
    colour = alt.Color("kind:N", title=None, legend=legend, scale=alt.Scale(domain=kinds, range=shades))
    scale = alt.Scale(domain=[0, most], nice=True)
    y = alt.Y("name:N", title=None, sort=names, axis=_names())
    bars = alt.Chart(_data(values)).mark_bar()
    bars = bars.encode(
        y=y, x=alt.X("figure:Q", title=title, scale=scale, axis=alt.Axis(tickMinStep=1, tickCount=5)), color=colour,
        order=alt.Order("place:Q"),
    )  # fmt: skip
    drawn: Any = bars
    if len(kinds) == 1:
        drawn = bars + bars.mark_text(align="left", dx=4, fontSize=10).encode(
            text="figure:Q", color=alt.value("#1b2733")
        )
    return drawn.properties(width=WIDTH, height=alt.Step(STEP if len(names) <= MANY else NARROW_STEP))


def _lines(values: list[dict[str, Any]], title: str, kinds: list[str]) -> Any:
    import altair as alt

    scale = alt.Scale(domain=kinds, range=["#3182bd", "#a50f15"][: len(kinds)])
    return (
        alt.Chart(_data(values))
        .mark_line(point=True)
        .encode(
            x=alt.X("name:O", title=None, sort=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("figure:Q", title=None, scale=alt.Scale(domainMin=0), axis=alt.Axis(tickMinStep=1)),
            color=alt.Color("kind:N", title=None, legend=_legend(1), scale=scale),
        )
        .properties(width=WIDTH, height=170)
    )


@cache
def _converter() -> Any:
    import vl_convert

    vl_convert.register_font_directory(str(FOLDER))
    return vl_convert


def svg(chart: Any) -> str:
    """The picture, to the letter the same for the same figures."""
    quiet = {"domainColor": "#9aa7b3", "tickColor": "#9aa7b3", "gridColor": "#e3e8ee", "labelColor": "#1b2733"}
    room = {"left": 45, "right": 25, "top": 5, "bottom": 5}
    made = chart.configure(font=f"{FAMILY}, sans-serif", background="white", padding=room)
    made = made.configure_view(stroke=None).configure_legend(labelFontSize=10)
    made = made.configure_axis(labelFontSize=10, titleFontSize=10, titleFontWeight="normal", **quiet)
    with _DRAWING:
        return str(_converter().vegalite_to_svg(made.to_dict()))


_MOVE = re.compile(r"translate\(\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*\)")


def lifted(picture: str) -> dict[str, Any]:
    """A picture without its texts (``svg``), its size, and the texts with the places at which they stand."""
    root = etree.fromstring(picture.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    texts = []
    for one in list(root.iter("{*}text")):
        x = y = 0.0
        for part in (one, *one.iterancestors()):
            if move := _MOVE.fullmatch(part.get("transform", "")):
                x, y = x + float(move[1]), y + float(move[2])
        parent = one.getparent()
        if parent is None or one.get("opacity") == "0":
            continue
        words_ = "".join(str(part) for part in one.itertext())
        texts.append({"x": x, "y": y, "text": words_, "anchor": one.get("text-anchor", "start"),
                      "size": float(one.get("font-size", "10").removesuffix("px"))})  # fmt: skip
        parent.remove(one)
    size = {name: float(root.get(name, "0")) for name in ("width", "height")}
    return {"svg": etree.tostring(root, encoding="unicode"), "texts": texts, **size}
