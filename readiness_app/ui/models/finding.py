"""Searching a review: questions, notes, claims and evidence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from readiness_app.domain.pack import Pack
from readiness_app.domain.review import Review

MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One place: the item to go to ("" for a file that carries no item), its question or the file's title, and the words around the hit."""

    item: str
    title: str
    where: str
    words: str


def find(review: Review, pack: Pack | None, query: str) -> list[Found]:
    """The places that hold every word of the query at the beginning of a word, each item once per field, questions first; at most 60."""
    wanted = query.casefold().split()
    if not wanted:
        return []
    found: list[Found] = []
    seen: set[tuple[str, str]] = set()
    for place, text in _places(review, pack):
        key = (place.item or place.title, place.where)
        if key not in seen and all(_starts(text, word) >= 0 for word in wanted):
            seen.add(key)
            found.append(Found(item=place.item, title=place.title, where=place.where, words=around(text, wanted[0])))
            if len(found) == MOST:
                break
    return found


def around(text: str, word: str, room: int = 110) -> str:
    """A line of the text with the word in it."""
    flat = " ".join(text.split())
    place = max(0, _starts(flat, word))
    start = max(0, place - room // 3)
    piece = flat[start : start + room]
    return ("…" if start else "") + piece + ("…" if start + room < len(flat) else "")


def _starts(text: str, word: str) -> int:
    """Where a word of the text begins with `word` (case-folded); below 0 where none does."""
    found = re.search(rf"(?<!\w){re.escape(word)}" if word[:1].isalnum() else re.escape(word), text.casefold())
    return found.start() if found else -1


def _places(review: Review, pack: Pack | None) -> Iterator[tuple[Found, str]]:
    for item in review.checklist.items():
        text = f"{item.id} {item.question} {item.why} {item.evidence_wanted} {' '.join(item.crosswalk)}"
        yield Found(item=item.id, title=item.question, where="Question", words=""), text
    for item in review.checklist.items():
        answer = review.stored_answer(item.id)
        if answer.note:
            yield Found(item=item.id, title=item.question, where="Note", words=""), answer.note
        for claim in answer.claims:
            text = f"{claim.statement} {claim.source} {claim.quote} {claim.counted} {claim.caveat}"
            yield Found(item=item.id, title=item.question, where="Claim", words=""), text
        proposal = pack.proposal(item.id) if pack is not None and answer.adopted != pack.id else None
        for claim in proposal.claims if proposal else ():
            yield Found(item=item.id, title=item.question, where="Proposal", words=""), f"{claim.statement} {claim.source} {claim.quote}"
        for line in answer.search_log:
            yield Found(item=item.id, title=item.question, where="Search log", words=""), f"{line.where} {line.what}"
    for evidence in review.evidence:
        used = review.uses_of(evidence.sha256)
        text = f"{evidence.title} {evidence.name} {evidence.publisher} {evidence.sha256}"
        yield Found(item=used[0] if used else "", title=evidence.title, where="Evidence", words=""), text
