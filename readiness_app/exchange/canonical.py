"""Canonical JSON (RFC 8785): the same bytes for the same content, wherever it is written."""

import json
import re
from collections.abc import Callable
from typing import Any

import rfc8785

# Where the standard encoder might do otherwise: names with characters beyond the first plane sort by UTF-16, halves of characters
# and large numbers are refused. Each pattern begins with one character, which is what makes it quick to look for.
_FAR = re.compile("[\ud800-\udfff\U00010000-\U0010ffff]")
_LARGE = tuple(re.compile(before + "-?[0-9]{16}") for before in (":", ",", r"\["))


def canonical(document: dict[str, Any], other: Callable[[Any], str] | None = None) -> bytes:
    """The canonical bytes of a document of texts, whole numbers, truth values, lists and objects; `other` writes what else is in it.

    The standard library's encoder writes exactly these for nearly every document, in a twentieth of the time.
    Raises rfc8785.CanonicalizationError for what no canonical document can hold.
    """
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=other)
    if any(number.search(text) for number in _LARGE) or not (text.isascii() or _FAR.search(text) is None):
        return rfc8785.dumps(json.loads(text))
    return text.encode()
