"""The feeds' data dictionary as Markdown, out of the declarations: ``python -m hub.feeds.dictionary`` writes it into
``docs/reference/feeds.md`` between its two marks. A test proves that it stands there as declared."""

from __future__ import annotations

from pathlib import Path

from hub.feeds.declared import declared
from hub.settings import ROOT

FILE = ROOT / "docs" / "reference" / "feeds.md"
BEGIN, END = "<!-- dictionary: begin -->", "<!-- dictionary: end -->"


def markdown() -> str:
    """One table a feed: name, type, class, labels, meaning of each column."""
    parts = []
    for feed in declared().values():
        parts.append(f"### `{feed.name}` — {feed.title_en} · {feed.title_hi}\n\n{feed.purpose_en}\n")
        parts.append(f"Key: {', '.join(f'`{name}`' for name in feed.key)}.\n")
        parts.append("| column | type | class | label | लेबल | meaning |\n|---|---|---|---|---|---|")
        for column in feed.columns:
            cells = (f"`{column.name}`", column.type.value, column.classification.value, column.label_en,
                     column.label_hi, column.meaning_en.replace("|", "\\|"))  # fmt: skip
            parts.append(f"| {' | '.join(cells)} |")
        parts.append("")
    return "\n".join(parts)


def written(path: Path = FILE) -> str:
    """What stands between the marks."""
    return path.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0].strip()


def main() -> None:
    """Write the dictionary into the page."""
    before, _, rest = FILE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    FILE.write_text(f"{before}{BEGIN}\n{markdown()}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
