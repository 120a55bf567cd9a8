"""Noto Sans Devanagari (SIL Open Font License, ``OFL.txt``): Devanagari and Latin, for PDF, charts and the console."""

from pathlib import Path

FOLDER = Path(__file__).parent
FAMILY = "Noto Sans Devanagari"
