"""Why two records are held to be one, drawn: each comparison's bits from where the one before it ended."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from hub.entities.wording import Bar

WIDTH, LEFT, RIGHT, LINE = 640, 220, 60, 28


def waterfall(bars: Sequence[Bar], label: str) -> Markup:
    """The picture; ``label`` says in words what it shows. Green speaks for one, red for two, grey is the sum."""
    low = min(0.0, *(min(bar.start, bar.end) for bar in bars))
    high = max(0.0, *(max(bar.start, bar.end) for bar in bars))
    scale = (WIDTH - LEFT - RIGHT) / ((high - low) or 1.0)

    def at(value: float) -> float:
        return round(LEFT + (value - low) * scale, 1)

    height = LINE * len(bars) + 10
    parts = [Markup('<line class="axis" x1="{0}" x2="{0}" y1="0" y2="{1}"/>').format(at(0.0), height)]
    for number, bar in enumerate(bars):
        y = 5 + number * LINE
        is_sum = number == len(bars) - 1
        kind = "sum" if is_sum else "for" if bar.bits >= 0 else "against"
        x, wide = min(at(bar.start), at(bar.end)), max(abs(at(bar.end) - at(bar.start)), 1.5)
        parts.append(Markup('<text x="0" y="{}">{}</text>').format(y + 16, bar.label))
        parts.append(
            Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(kind, x, y + 2, wide, LINE - 10)
        )
        parts.append(
            Markup('<text class="bits" x="{}" y="{}">{}</text>').format(
                WIDTH, y + 16, f"{bar.bits:+.1f}" if bar.bits else "0"
            )
        )
        if not is_sum:
            parts.append(
                Markup('<line class="step" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>').format(
                    at(bar.end), y + 2, y + LINE + 2
                )
            )
    frame = Markup('<svg class="picture waterfall" role="img" aria-label="{}" viewBox="0 0 {} {}">')
    return frame.format(label, WIDTH, height) + Markup("").join(parts) + Markup("</svg>")
