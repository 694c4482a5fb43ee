"""Scripts that run from right to left: Arabic letters in their joined forms, and runs of a line in the order the eye reads them.

A line runs from left to right; what it holds of Hebrew, Arabic and their like is turned within it, numbers inside keep their order.
The joined forms are those of Unicode's Arabic Presentation Forms, which the symbol font has; the meaning of each stands in Unicode's data.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

_FORMS = (*range(0xFB50, 0xFBB2), *range(0xFBD3, 0xFBFF), *range(0xFE80, 0xFEFD))
_TATWEEL, _LAM = "\u0640", "\u0644"
_SCRIPTS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""Where Unicode keeps all letters that run from right to left; a search is faster than asking for each character."""
_TURNED = ("R", "AL")
_NUMBERS = ("EN", "AN", "ES", "CS", "ET")
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


@cache
def _joins() -> dict[str, dict[str, str]]:
    """For each letter (or lam and alef) its forms by kind: isolated, final, initial, medial."""
    found: dict[str, dict[str, str]] = {}
    for code in _FORMS:
        kind, _, letters = unicodedata.decomposition(chr(code)).partition("> ")
        if letters and kind.removeprefix("<") in ("isolated", "final", "initial", "medial"):
            text = "".join(chr(int(letter, 16)) for letter in letters.split())
            found.setdefault(text, {}).setdefault(kind[1:], chr(code))
    return found


def joined(word: str) -> str:
    """The word with its Arabic letters in the forms that join them; all else as it is, in the order it is read."""
    if not any("\u0620" <= character <= "\u06ff" for character in word):
        return word
    forms, units = _joins(), list(_units(word))
    letters = [place for place, unit in enumerate(units) if not _is_mark(unit)]
    shaped = list(units)
    for number, place in enumerate(letters):
        unit = units[place]
        before = units[letters[number - 1]] if number else ""
        after = units[letters[number + 1]] if number + 1 < len(letters) else ""
        left, right = _joins_on(before) and _joins_back(unit), _joins_on(unit) and _joins_back(after)
        kind = "medial" if left and right else "final" if left else "initial" if right else "isolated"
        shaped[place] = forms.get(unit, {}).get(kind, unit)
    return "".join(shaped)


def _units(word: str) -> Iterator[str]:
    """Letter by letter; lam and alef, which are written as one, together."""
    place = 0
    while place < len(word):
        wide = 2 if word[place] == _LAM and word[place : place + 2] in _joins() else 1
        yield word[place : place + wide]
        place += wide


def _is_mark(unit: str) -> bool:
    return unicodedata.bidirectional(unit[0]) == "NSM"


def _joins_on(unit: str) -> bool:
    return unit == _TATWEEL or "initial" in _joins().get(unit, {})


def _joins_back(unit: str) -> bool:
    return unit == _TATWEEL or "final" in _joins().get(unit, {})


def is_turned(text: str) -> bool:
    """True where something in the text runs from right to left."""
    return not text.isascii() and _SCRIPTS.search(text) is not None


def directed(text: str) -> list[list[Sequence[int]]]:
    """The text in runs, each a list of clusters of places: one for a run from left to right, else letter by letter with their marks.

    The clusters of the latter stand from right to left on the line; they come in the order of the text all the same. A number is one.
    """
    found: list[list[Sequence[int]]] = []
    done = 0
    for start, end in _runs(text):
        found += [[range(done, start)]] if start > done else []
        found.append([*_clusters(text, start, end)])
        done = end
    return [*found, [range(done, len(text))]] if done < len(text) else found


def _runs(text: str) -> list[tuple[int, int]]:
    """From a letter that runs from right to left to the last one before a letter of the other direction, with a bracket that it closes."""
    found: list[tuple[int, int]] = []
    start = end = opened = -1
    for place, one in enumerate([*text, "L"]):
        kind = unicodedata.bidirectional(one)
        if kind in _TURNED:
            start, end = (place if start < 0 else start), place + 1
        elif start >= 0 and ((kind == "NSM" and end == place) or (one in ")]}" and start <= opened < end)):
            end, opened = place + 1, -1
        elif start >= 0 and one in "([{":
            opened = place
        elif start >= 0 and kind == "L":
            found.append((start, end))
            start = end = opened = -1
    return found


def _clusters(text: str, start: int, end: int) -> list[range]:
    found: list[range] = []
    for _, group in groupby(range(start, end), lambda place: unicodedata.bidirectional(text[place]) in _NUMBERS):
        places = list(group)
        if any(text[place].isdigit() for place in places):
            found.append(range(places[0], places[-1] + 1))
            continue
        for place in places:
            if found and unicodedata.bidirectional(text[place]) == "NSM":
                found[-1] = range(found[-1].start, place + 1)
            else:
                found.append(range(place, place + 1))
    return found


def mirrored(text: str) -> str:
    """Brackets as they stand in a run from right to left."""
    return text.translate(_MIRRORED)
