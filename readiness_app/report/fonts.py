"""The shipped fonts, registered with ReportLab once, and the widths of their glyphs."""

import re
from functools import cache
from typing import Any

from reportlab import rl_config
from reportlab.graphics import shapes
from reportlab.pdfbase import pdfmetrics, ttfonts
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
_to_unicode = ttfonts.makeToUnicodeCMap


def _in_utf_16(name: str, subset: Any) -> str:
    """Which character each glyph stands for. ReportLab writes one above U+FFFF as if it were two others: 😀 was found and copied as ὠ."""
    return re.sub(
        r"<([0-9A-F]{5,6})>", lambda code: f"<{chr(int(code[1], 16)).encode('utf-16-be').hex().upper()}>", _to_unicode(name, subset)
    )


ttfonts.makeToUnicodeCMap = _in_utf_16


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
