"""Small pictures drawn on the server as SVG. Each says in words what it shows, for who cannot see it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from console.page import number
from hub.desk import Day

BAR, GAP, HIGH, FOOT = 6, 2, 22, 8


def sparkline(days: Sequence[Day], label: str) -> Markup:
    """A bar a day for what was received; below it, where rows were quarantined, a smaller one for those. A day
    without a batch is a line on the ground; a held or refused batch is in the colour of what waits."""
    most = max((day.received or 0 for day in days), default=0) or 1
    most_quarantined = max((day.quarantined or 0 for day in days), default=0) or 1
    parts = []
    for place, day in enumerate(days):
        x = place * (BAR + GAP)
        if day.received is None:
            parts.append(f'<rect class="none" x="{x}" y="{HIGH - 1}" width="{BAR}" height="1"/>')
            continue
        high = max(round(day.received / most * HIGH), 1)
        kind = "waiting" if day.status in ("held", "refused", "released") else "received"
        parts.append(f'<rect class="{kind}" x="{x}" y="{HIGH - high}" width="{BAR}" height="{high}"/>')
        if day.quarantined:
            deep = max(round(day.quarantined / most_quarantined * FOOT), 1)
            parts.append(f'<rect class="quarantined" x="{x}" y="{HIGH + 1}" width="{BAR}" height="{deep}"/>')
    width, height = len(days) * (BAR + GAP), HIGH + FOOT + 2
    frame = Markup('<svg class="spark" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">')
    return frame.format(label, width, height, width, height) + Markup("".join(parts)) + Markup("</svg>")  # noqa: S704  # numbers only


def band(received: int, least: int, most: int, previous: int, label: str, words: Sequence[str]) -> Markup:
    """The plausible band of counts, the last good batch in it, and what was received outside. ``words`` name the band,
    the last good count and the received one."""
    width, top = 440, 34
    highest = max(received, most, previous, 1) * 1.1

    def at(value: int) -> int:
        return round(20 + value / highest * (width - 40))

    parts = [
        Markup('<rect class="ground" x="20" y="{}" width="{}" height="16"/>').format(top, width - 40),
        Markup('<rect class="band" x="{}" y="{}" width="{}" height="16"/>').format(
            at(least), top, at(most) - at(least)
        ),
        Markup('<line class="previous" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>').format(at(previous), top - 4, top + 20),
        Markup('<line class="mark" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>').format(at(received), top - 10, top + 26),
        _text(at(received), top - 14, f"{words[2]} {number(received)}", width),
        _text(at(previous), top + 38, f"{words[1]} {number(previous)}", width),
        _text((at(least) + at(most)) // 2, top + 56, f"{words[0]} {number(least)} – {number(most)}", width),
    ]
    return _picture(label, width, 100, parts)


def _text(x: int, y: int, words: str, width: int) -> Markup:
    anchor = "start" if x < width * 0.3 else "end" if x > width * 0.7 else "middle"
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(x, y, anchor, words)


def totals(rows: Sequence[tuple[str, int | None]], label: str) -> Markup:
    """Counts one below the other on one scale, so that a difference shows."""
    width, left, right = 440, 150, 80
    most = max((count or 0 for _name, count in rows), default=0) or 1
    parts = []
    for place, (name, count) in enumerate(rows):
        y = 6 + place * 30
        long = round((count or 0) / most * (width - left - right))
        parts += [
            Markup('<text x="0" y="{}">{}</text>').format(y + 15, name),
            Markup('<rect class="received" x="{}" y="{}" width="{}" height="20"/>').format(left, y, max(long, 1)),
            Markup('<text x="{}" y="{}">{}</text>').format(left + long + 8, y + 15, number(count)),
        ]
    return _picture(label, width, 12 + 30 * len(rows), parts)


def _picture(label: str, width: int, height: int, parts: Sequence[Markup]) -> Markup:
    frame = Markup('<svg class="picture" role="img" aria-label="{}" viewBox="0 0 {} {}">')
    return frame.format(label, width, height) + Markup("").join(parts) + Markup("</svg>")
