"""Domain values in which every text that a person or a file supplies is a marker, found through the types of the fields."""

import types
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from tests.builders import NOW, TODAY, a_hash
from tests.literal.hostile import Texts

HASH, NAMED, OURS, LIST = (
    "a SHA-256",
    "the schema of its files allows letters, digits and dashes alone",
    "made by the program",
    "a word of a closed list",
)
# Texts that nobody else can choose. A record from elsewhere can hold anything in them: those are filled too when `foreign`.
FIXED: dict[str, tuple[str, str]] = {
    "Review.id": (OURS, "R1"),
    "Checklist.id": (NAMED, "literal-checklist"),
    "Checklist.version": (NAMED, "1.0.0"),
    "Checklist.language": (NAMED, "en"),
    "ScopeQuestion.key": (NAMED, "agents"),
    "Section.id": (NAMED, "LIT"),
    "Item.id": (NAMED, "LIT-01"),
    "Item.maps": (NAMED, "OLD-01"),
    "When.all": (NAMED, "agents"),
    "When.any_of": (NAMED, "agents"),
    "Review.answers": (NAMED, "LIT-01"),
    "Frame.scope": (NAMED, "agents"),
    "Frame.language": (OURS, "en"),
    "PackUse.id": (NAMED, "literal-pack"),
    "PackUse.version": (NAMED, "1.0.0"),
    "Answer.evidence": (HASH, a_hash("bytes")),
    "Answer.adopted": (NAMED, "literal-pack"),
    "Claim.evidence": (HASH, a_hash("bytes")),
    "Claim.pack": (NAMED, "literal-pack"),
    "Condition.id": (OURS, "k1"),
    "Fulfilment.evidence": (HASH, a_hash("bytes")),
    "Evidence.sha256": (HASH, a_hash("bytes")),
    "Evidence.media_type": (OURS, "text/plain"),
    "Evidence.replaces": (HASH, ""),
    "Signatory.fingerprint": (HASH, ""),
    "Sealing.history_head": (HASH, a_hash("head")),
    "Sealing.made_with": (OURS, "1.0.0"),
    "Sealing.seal": (HASH, a_hash("seal")),
    "EditionDifference.items": (NAMED, "LIT-01"),
    "EditionDifference.frame": (LIST, "subject"),
    "SignOff.fingerprint": (HASH, a_hash("certificate")),
    "SupersededEdition.digest": (HASH, a_hash("before")),
    "PreviousRound.review": (OURS, "R0"),
    "PreviousRound.checklist_version": (NAMED, "0.9.0"),
    "PreviousRound.digest": (HASH, a_hash("round")),
    "QuestionList.id": (OURS, "Q1"),
    "QuestionList.digest": (HASH, a_hash("list")),
    "AskedItem.item": (NAMED, "LIT-01"),
    "AskedItem.text_digest": (HASH, a_hash("text")),
    "VendorReply.id": (OURS, "v1"),
    "VendorReply.list": (OURS, "Q1"),
    "VendorReply.item": (NAMED, "LIT-01"),
    "VendorReply.file": (HASH, a_hash("bytes")),
    "Pack.id": (NAMED, "literal-pack"),
    "Pack.version": (NAMED, "1.0.0"),
    "Pack.language": (NAMED, "en"),
    "Pack.checklist": (NAMED, "literal-checklist"),
    "Proposal.item": (NAMED, "LIT-01"),
    "Settings.theme": (LIST, "light"),
    "Settings.last_review": (OURS, ""),
    "Settings.last_page": (LIST, ""),
    "Settings.last_item": (NAMED, ""),
    "Settings.window": (OURS, ""),
}
FILE_NAMES = (
    "Evidence.name",
    "Settings.trusted",
    "Settings.identities",
    "Settings.recent",
    "Settings.last_workspace",
    "Settings.token_library",
)


class Filler:
    """Makes values of dataclasses: texts are markers or stand in FIXED, everything else is the plainest there is."""

    def __init__(self, texts: Texts, *, foreign: bool = False) -> None:
        self.texts, self.foreign = texts, foreign

    def __call__(self, kind: type, nth: int = 0, **given: Any) -> Any:
        hints = get_type_hints(kind)
        for name in given:
            assert name in hints, f"{kind.__name__} has no {name}"
        names = [one.name for one in fields(kind)]
        return kind(**{name: given[name] if name in given else self._value(hints[name], f"{kind.__name__}.{name}", nth) for name in names})

    def text(self, path: str, nth: int = 0) -> str:
        if path in FIXED and not (self.foreign and FIXED[path][0] in (NAMED, OURS)):
            return FIXED[path][1]
        return self.texts.of(path, nth, file_name=path in FILE_NAMES)

    def _value(self, hint: Any, path: str, nth: int) -> Any:
        if get_origin(hint) in (Union, types.UnionType):
            hint = next(one for one in get_args(hint) if one is not type(None))
        if hint is str:
            return self.text(path, nth)
        if get_origin(hint) is tuple:
            return (self._value(get_args(hint)[0], path, nth),)
        if get_origin(hint) is not None and issubclass(get_origin(hint), Mapping):
            return {self._value(one, path, nth): self._value(other, path, nth) for one, other in (get_args(hint),)}
        if is_dataclass(hint):
            return self(hint, nth)
        if issubclass(hint, Enum):
            return next(iter(hint))
        return {bool: False, int: 1, date: TODAY, datetime: NOW}[hint]


def texts_of(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a value with the dataclass and field it stands in; keys of mappings too."""
    if isinstance(value, str) and not isinstance(value, Enum):
        yield path, value
    elif is_dataclass(value):
        for one in fields(value):
            yield from texts_of(getattr(value, one.name), f"{type(value).__name__}.{one.name}")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts_of(key, path)
            yield from texts_of(inner, path)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_of(inner, path)


def text_fields(*roots: type) -> set[str]:
    """Every field that can hold a text, in these dataclasses and in all that they can hold."""
    found: set[str] = set()
    met: set[type] = set()

    def walk(hint: Any, path: str) -> None:
        if hint is str:
            found.add(path)
        elif is_dataclass(hint):
            if hint not in met:
                met.add(hint)
                for name, inner in get_type_hints(hint).items():
                    walk(inner, f"{hint.__name__}.{name}")
        else:
            for inner in get_args(hint):
                walk(inner, path)

    for root in roots:
        walk(root, root.__name__)
    return found
