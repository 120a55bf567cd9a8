"""The drawn parts of reports: SVG by Vega-Lite in the fonts beside this module, with axis texts in the language of the
edition. The table beside each says the same in figures, and ``alt`` in words."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache
from typing import Any

from hub.i18n import text
from hub.reports import words
from hub.reports.declared import Section
from hub.reports.figures import Line
from hub.reports.fonts import FAMILY, FOLDER

MOST = 38
"""Bars in one picture; the districts of the state fit."""
WIDTH, STEP = 470, 18
# Told apart in grey and by those who do not see red or green; from pale to dark, as what they stand for grows worse.
COLOURS = ["#9ecae1", "#6baed6", "#3182bd", "#e08214", "#a50f15"]
_DRAWING = threading.Lock()


def of_table(section: Section, lines: Sequence[Line], names: Sequence[str], language: str) -> dict[str, str]:
    """``svg`` and ``alt`` of a table, drawn as its section says."""
    kind, _, measure = section.chart.partition("-")
    kept = [measure] if measure else _measures(section, kind)
    order = sorted(range(len(lines)), key=lambda n: -(lines[n].figures[kept[0]] or 0))[:MOST]
    order = sorted(order) if kind == "lines" or section.by[0] in ("age_from", "late_from") else order
    titles = {name: words.measure(name, language) for name in kept}
    title = text("report-chart-cases", language) if kind == "stacked" else titles[kept[0]]
    values = [
        {"name": names[n], "figure": lines[n].figures[name] or 0, "kind": titles[name], "place": place}
        for n in order for place, name in enumerate(kept)
    ]  # fmt: skip
    drawn = _lines(values, title, list(titles.values())) if kind == "lines" else _bars(
        values, title, list(titles.values()), [names[n] for n in order])  # fmt: skip
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
    x = alt.X("figure:Q", title=title, scale=alt.Scale(domainMin=0, domainMax=100), axis=alt.Axis(tickCount=5))
    drawn = (
        alt.Chart(_data(values))
        .mark_bar()
        .encode(
            y=alt.Y("name:N", title=None, sort=[name for name, _figures in shown], axis=_names()),
            yOffset=alt.YOffset("kind:N", sort=list(places)),
            x=x,
            color=alt.Color("kind:N", title=None, scale=alt.Scale(domain=list(places), range=colours)),
        )
        .properties(width=WIDTH, height=alt.Step(13))
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


def _names() -> Any:
    import altair as alt

    return alt.Axis(labelLimit=230, labelPadding=6, ticks=False, domain=False)


def _bars(values: list[dict[str, Any]], title: str, kinds: list[str], names: list[str]) -> Any:
    import altair as alt

    colours = COLOURS[: len(kinds)] if len(kinds) > 1 else ["#3182bd"]
    legend = alt.Legend(orient="top", symbolType="square") if len(kinds) > 1 else None
    colour = alt.Color("kind:N", title=None, legend=legend, scale=alt.Scale(domain=kinds, range=colours))
    y = alt.Y("name:N", title=None, sort=names, axis=_names())
    bars = alt.Chart(_data(values)).mark_bar()
    bars = bars.encode(
        y=y, x=alt.X("figure:Q", title=title, axis=alt.Axis(tickMinStep=1, tickCount=5)), color=colour,
        order=alt.Order("place:Q"),
    )  # fmt: skip
    drawn: Any = bars
    if len(kinds) == 1:
        drawn = bars + bars.mark_text(align="left", dx=4, fontSize=10).encode(
            text="figure:Q", color=alt.value("#1b2733")
        )
    return drawn.properties(width=WIDTH, height=alt.Step(STEP))


def _lines(values: list[dict[str, Any]], title: str, kinds: list[str]) -> Any:
    import altair as alt

    scale = alt.Scale(domain=kinds, range=["#3182bd", "#a50f15"][: len(kinds)])
    return (
        alt.Chart(_data(values))
        .mark_line(point=True)
        .encode(
            x=alt.X("name:O", title=None, sort=None, axis=alt.Axis(labelAngle=-45)),
            y=alt.Y("figure:Q", title=None, scale=alt.Scale(domainMin=0), axis=alt.Axis(tickMinStep=1)),
            color=alt.Color("kind:N", title=None, legend=alt.Legend(orient="top"), scale=scale),
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
    spec = chart.configure(font=FAMILY, background="white").configure_view(stroke=None).configure_axis(
        labelFontSize=10, titleFontSize=10, titleFontWeight="normal", **quiet
    ).configure_legend(labelFontSize=10)  # fmt: skip
    with _DRAWING:
        return str(_converter().vegalite_to_svg(spec.to_dict()))
