"""The shipped fonts, registered with ReportLab once, and the widths of their glyphs."""

from functools import cache
from typing import Any

from reportlab import rl_config
from reportlab.graphics import shapes
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from readiness_app.assets import resource_path

SYMBOLS = "Symbols"
_FILES = {
    "Inter": "Inter-Regular.ttf",
    "Inter-Medium": "Inter-Medium.ttf",
    "Inter-SemiBold": "Inter-SemiBold.ttf",
    "Inter-Bold": "Inter-Bold.ttf",
    "Mono": "JetBrainsMono-Medium.ttf",
    SYMBOLS: "DejaVuSans.ttf",
}

rl_config.invariant = 1
# ReportLab falls back to Helvetica, which is not embedded, wherever nobody names a font.
shapes.STATE_DEFAULTS["fontName"] = "Inter"


@cache
def font(name: str) -> Any:
    """The ReportLab font with one of our names, read from the shipped file on first use."""
    loaded = TTFont(name, str(resource_path("fonts", _FILES[name])))
    pdfmetrics.registerFont(loaded)
    return loaded


@cache
def glyph_widths(name: str) -> dict[int, float]:
    """Code point to advance width for size 1, for every character the font can show."""
    face = font(name).face
    return {code: face.charWidths.get(code, face.defaultWidth) / 1000 for code in face.charToGlyph}
