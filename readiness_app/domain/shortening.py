"""Texts on one line, cut where they are long."""

import unicodedata

_JOINER = "\u200d"


def one_line(text: str, most: int) -> str:
    """The text on one line of at most `most` characters, the last an ellipsis where some are missing.

    It is never cut within what is read as one character: an accent stays with its letter (as in UAX #29, for marks and joiners).
    """
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    end = most - 1
    while end and (_goes_on(flat[end]) or flat[end - 1] == _JOINER):
        end -= 1
    return f"{flat[:end]}…"


def _goes_on(one: str) -> bool:
    return one == _JOINER or unicodedata.category(one).startswith("M")
