"""A sealed review in which every text carries a code of its own, and what of it came out of something."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from io import BytesIO
from typing import Any, get_args, get_type_hints

import pikepdf

from readiness_app.domain.claim import Anchor, Correction
from readiness_app.domain.lineage import EditionDifference, PreviousRound, SupersededDecline, SupersededEdition, SupersededSignOff
from readiness_app.domain.review import Decline, Fulfilment, LookAgain, Purge, Resolution, Review, SignOff
from readiness_app.domain.vocabulary import AnchorState, Confidentiality, LookAgainReason, Role, SourceKind, Stance
from tests.builders import (
    NOW,
    TODAY,
    a_claim,
    a_condition,
    a_full_review,
    a_hash,
    a_question_list,
    a_reply,
    a_sealed_review,
    a_sealing,
    an_answer,
    an_evidence,
)
from tests.pdf_reading import pages_text

# What binds one part of a review to another. All other texts are coded; hashes and ids of files are looked for by themselves.
_BINDS = {
    ("Item", "id"), ("Section", "id"), ("ScopeQuestion", "key"), ("When", "all"), ("When", "any_of"), ("Evidence", "sha256"),
    ("Evidence", "replaces"), ("Claim", "id"), ("Claim", "evidence"), ("Answer", "evidence"), ("Fulfilment", "evidence"),
    ("Resolution", "prevails"), ("QuestionList", "id"), ("AskedItem", "item"), ("VendorReply", "item"), ("VendorReply", "list"),
    ("VendorReply", "file"), ("Frame", "language"), ("Evidence", "media_type"),
}  # fmt: skip
_CODE = re.compile(r"ZQ[A-Z]{4}")


@dataclass(frozen=True)
class Coded:
    """The review and where each code stands: the class and field, and the path from the review."""

    review: Review
    fields: Mapping[str, str]
    paths: Mapping[str, str]

    def found_in(self, text: str) -> set[str]:
        """The codes in a text; spaces and line ends in between do not hide one."""
        return {code for code in _CODE.findall(re.sub(r"\s", "", text)) if code in self.fields}

    def fields_in(self, text: str) -> set[str]:
        return {self.fields[code] for code in self.found_in(text)}

    def paths_in(self, text: str) -> set[str]:
        return {self.paths[code] for code in self.found_in(text)}


def everything() -> Review:
    """A sealed review with at least one of everything that a review can hold."""
    files = tuple(
        an_evidence(level.encode(), title=f"File {level}", confidentiality=level, address=f"https://example.com/{level}")
        for level in Confidentiality
    )
    purged = an_evidence(b"gone", confidentiality=Confidentiality.PUBLIC, purged=Purge(by="Ada", at=NOW, why="By mistake"))
    correction = Correction(statement="No", source="Card", dated=TODAY, address="https://example.com/card")
    anchor = Anchor(state=AnchorState.FOUND, checked=TODAY, page=4)
    on_files = tuple(a_claim(id=f"f{n}", evidence=file.sha256, anchor=anchor) for n, file in enumerate((*files, purged)))
    plain = (
        a_claim(id="p0", correction=correction, stance=Stance.DISPUTED),
        a_claim(id="p1", address=""),
        a_claim(id="p2", source_kind=SourceKind.OWN_TEST),
        a_claim(id="p3", source_kind=SourceKind.LEAKED_DRAFT),
        a_claim(id="p4", address="https://wiki.acme.corp/page"),
        a_claim(id="p5", relays=SourceKind.CONTRACT),
        a_claim(id="p6", evidence=a_hash("nobody has it")),
    )
    done = Fulfilment(proof="Seen", by="Ada", on=TODAY, evidence=files[1].sha256)
    full = a_full_review()
    answers = dict(full.answers) | {
        "QST-01": an_answer(
            claims=(*on_files, *plain),
            evidence=tuple(file.sha256 for file in files),
            resolution=Resolution(prevails=("p0",), why="Newer", by="Ada", at=NOW),
            look_again=LookAgain(reason=LookAgainReason.INHERITED, since=NOW, note="Look", former_text="Before"),
            conditions=(a_condition(done=done),),
        )
    }
    replies = tuple(a_reply(id=f"R{n}", file=file.sha256, item="QST-01") for n, file in enumerate(files))
    before = SupersededEdition(
        edition=1,
        digest=a_hash("first"),
        sealed_at=NOW,
        sealed_by="Ada",
        reopened_at=NOW,
        reopened_by="Ada",
        reason="New card",
        sign_offs=(SupersededSignOff(role=Role.SECURITY, name="Joan", time=NOW),),
        declines=(SupersededDecline(role=Role.BUSINESS_OWNER, by="Grace", reason="Too early", at=NOW),),
    )
    changed = EditionDifference(items=("QST-01",), frame=("tier",), evidence_added=("A title",), decision_changed=True)
    return a_sealed_review(
        answers=answers,
        evidence=(*files, purged),
        questions=(a_question_list(),),
        replies=replies,
        supersedes=before,
        previous=PreviousRound(review="R0", round=1, edition=1, as_of=TODAY, checklist_version="1", digest=a_hash("zero")),
        sealing=a_sealing(changed=changed),
        sign_offs=(SignOff(role=Role.SECURITY, name="Joan", fingerprint=a_hash("joan"), time=NOW),),
        declines=(Decline(role=Role.BUSINESS_OWNER, by="Grace", reason="Not yet", at=NOW),),
    )


def coded(review: Review) -> Coded:
    """The same review with a code behind every text, the empty ones too."""
    work = _Coding()
    return Coded(work.value(review, "", "", ""), work.fields, work.paths)


class _Coding:
    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self.paths: dict[str, str] = {}

    def value(self, value: Any, owner: str, name: str, path: str) -> Any:
        if isinstance(value, Enum) or (owner, name) in _BINDS:
            return value
        if isinstance(value, str):
            return f"{value}{'/' if value.startswith('https://') else ' '}{self._code(owner, name, path)}"
        if is_dataclass(value):
            kind = type(value).__name__
            return replace(value, **{f.name: self.value(getattr(value, f.name), kind, f.name, f"{path}.{f.name}") for f in fields(value)})
        if isinstance(value, tuple):
            return tuple(self.value(one, owner, name, f"{path}[{_named(one, place)}]") for place, one in enumerate(value))
        if isinstance(value, Mapping):
            return {key: self.value(one, owner, name, f"{path}[{key}]") for key, one in value.items()}
        return value

    def _code(self, owner: str, name: str, path: str) -> str:
        number, letters = len(self.fields), ""
        for _ in range(4):
            number, rest = divmod(number, 26)
            letters += chr(ord("A") + rest)
        code = f"ZQ{letters}"
        self.fields[code], self.paths[code] = f"{owner}.{name}", path
        return code


def _named(one: Any, place: int) -> str:
    return str(getattr(one, "id", place))


def kinds_in(value: Any) -> set[type]:
    """Every class of data that occurs in a value."""
    found: set[type] = set()
    if isinstance(value, Mapping):
        return set().union(*(kinds_in(one) for one in value.values()))
    if isinstance(value, tuple):
        return set().union(*(kinds_in(one) for one in value))
    if is_dataclass(value):
        found = {type(value)}
        for one in fields(value):
            found |= kinds_in(getattr(value, one.name))
    return found


def kinds_of(kind: type) -> set[type]:
    """Every class of data that can occur in a value of this class, by its annotations."""
    found, waiting = set(), [kind]
    while waiting:
        one = waiting.pop()
        if is_dataclass(one) and one not in found:
            found.add(one)
            waiting += [part for hint in get_type_hints(one).values() for part in _parts(hint)]
        elif not is_dataclass(one):
            waiting += _parts(one) if get_args(one) else []
    return found


def _parts(hint: Any) -> list[Any]:
    return [part for arg in get_args(hint) for part in ([arg, *_parts(arg)])] if get_args(hint) else [hint]


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from (*texts_in(key), *texts_in(one))
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            yield from texts_in(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from texts_in(getattr(value, one.name))


def all_words(pdf: bytes) -> str:
    """Everything that can be read out of a PDF: pages, every string and name of every object, every stream unpacked."""
    words = pages_text(pdf)
    with pikepdf.open(BytesIO(pdf)) as document:
        words += list(_strings(document.trailer, depth=0))
        for one in document.objects:
            words += list(_strings(one, depth=0))
            if isinstance(one, pikepdf.Stream):
                data = one.read_bytes()
                words += [data.decode("latin-1"), data.decode("utf-16-be", "ignore")]
    return "\n".join(words)


def _strings(one: Any, depth: int) -> Iterator[str]:
    if depth > 3:  # what lies deeper is an object of its own, or comes by itself
        return
    if isinstance(one, pikepdf.String | pikepdf.Name):
        yield str(one)
    elif isinstance(one, pikepdf.Array):
        for part in one:
            yield from _strings(part, depth + 1)
    elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        for key, part in one.items():
            yield key
            yield from _strings(part, depth + 1)
