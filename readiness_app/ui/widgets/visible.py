"""Text of files and people with its invisible and direction-changing characters made visible."""

import unicodedata

_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
_JOINERS = "\u200c\u200d"  # wanted in Persian, Indic scripts and emoji; they hide nothing


def visible(text: str, keep: str = "") -> str:
    """The text with control and bidi characters written out, such as "‹U+202E›"; characters in `keep` (say newline and tab) stay."""
    if text.isprintable():
        return text
    return "".join(one if one in keep or not _hides(one) else f"‹U+{ord(one):04X}›" for one in text)


def _hides(one: str) -> bool:
    return one not in _JOINERS and unicodedata.category(one) in _HIDDEN


def shown(text: str) -> str:
    """The text as every widget shows it and says its name: what hides is written out, lines and tabs stay."""
    return text if text.isprintable() else visible(text.replace("\r\n", "\n"), "\n\t")


def window_title(text: str) -> str:
    """The text for setWindowTitle; Qt would read "[*]" as the place of its mark for what is not saved."""
    return visible(text).replace("[*]", "[*][*]")


def short_hash(sha256: str) -> str:
    """The first and last characters of a hash, enough to tell two apart at a glance."""
    return f"{sha256[:8]}…{sha256[-4:]}" if len(sha256) > 16 else sha256
