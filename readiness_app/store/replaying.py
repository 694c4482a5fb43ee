"""Whether a review is what its history says: each entry begins where the last about the same thing ended, and so do the rows."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
from sqlalchemy import Connection

from readiness_app.domain.errors import ReadinessError, Unreadable
from readiness_app.domain.history import Entry
from readiness_app.domain.review import UNANSWERED, Answer, Decision, Evidence, Frame, Review, Signatory
from readiness_app.domain.vendor import QuestionList, VendorReply
from readiness_app.domain.vocabulary import Role, State
from readiness_app.store import editions, history, reviews
from readiness_app.store.codec import decode, encode

CARRIED = "carried_sha256"  # in the entry that carries a round over: what it began with
_SOME = 5

# What an entry tells of, known by the fields that only this kind of value has.
_KINDS: tuple[tuple[type[Any], frozenset[str]], ...] = (
    (Answer, frozenset({"knowledge", "verdict"})),
    (Frame, frozenset({"subject", "tier"})),
    (Decision, frozenset({"outcome", "rationale"})),
    (Signatory, frozenset({"role", "name", "fingerprint"})),
    (Evidence, frozenset({"sha256", "media_type"})),
    (QuestionList, frozenset({"items", "made"})),
    (VendorReply, frozenset({"statement", "list"})),
)
_Part = tuple[type[Any], str]  # a kind of value and what it is about


def carried_digest(answers: Mapping[str, Answer], evidence: Iterable[Evidence]) -> str:
    """SHA-256 over what a round begins with, whatever the order; answers that say nothing are left out."""
    digest = hashlib.sha256()
    texts = [f"{item} {encode(answer)}" for item, answer in answers.items() if answer != UNANSWERED]
    for text in sorted([*texts, *(f"{file.sha256} {encode(file)}" for file in evidence)]):
        digest.update(b"%d:" % len(text.encode()) + text.encode())
    return digest.hexdigest()


def check(connection: Connection) -> dict[str, tuple[str, ...]]:
    """For each review, in sentences, what its rows say otherwise than its history; reviews that follow from theirs are left out."""
    found: dict[str, tuple[str, ...]] = {}
    for review_id in reviews.ids(connection):
        if told := problems(connection, review_id, history.entries(connection, review_id)):
            found[review_id] = told
    return found


def problems(connection: Connection, review_id: str, entries: Iterable[Entry]) -> tuple[str, ...]:
    """The same for one review, of which these are the entries; empty where its rows follow from them."""
    try:
        sealed = {row.edition: (row.digest, row.latest_sha256) for row in editions.all(connection, review_id)}
        return tuple(_problems(reviews.load(connection, review_id), sealed, entries))
    except ReadinessError as error:
        return (str(error),)


def sealed_in(entries: Iterable[Entry]) -> dict[int, tuple[str, str, str]]:
    """What the entries say of each sealed edition: its digest, and the SHA-256 of its report as sealed and as last collected.

    Raises Unreadable where an entry cannot be read.
    """
    found: dict[int, tuple[str, str, str]] = {}
    try:
        for entry in entries:
            if entry.operation in ("seal", "collect"):
                told = msgspec.json.decode(entry.after)
                report = told["report_sha256"]
                if entry.operation == "seal":
                    found[int(told["edition"])] = (told["digest"], report, report)
                else:
                    last = next(reversed(found))
                    found[last] = (*found[last][:2], report)
    except (msgspec.DecodeError, KeyError, ValueError, TypeError, StopIteration) as error:
        raise Unreadable("An entry of the history cannot be read. Nothing was changed; go back to a backup.") from error
    return found


@dataclass(slots=True)
class _Replay:
    """What the entries so far make of the review. `parts` holds JSON texts or values; `first` where a part began that none has made."""

    parts: dict[_Part, Any] = field(default_factory=dict)
    first: dict[_Part, Any] = field(default_factory=dict)
    state: State = State.OPEN
    edition: int = 1
    sealed_at: tuple[int, str] | None = None
    signed: frozenset[str] = frozenset()
    declined: frozenset[str] = frozenset()
    sealed: dict[int, tuple[str, str]] = field(default_factory=dict)  # by edition: digest, SHA-256 of the latest report
    carried: str | None = None
    round: bool = False
    broken: list[str] = field(default_factory=list)

    def take(self, entry: Entry) -> None:
        if act := _ACTS.get(entry.operation):
            act(self, entry)
            return
        before, after = msgspec.json.decode(entry.before), msgspec.json.decode(entry.after)
        kind = _kind(after if after is not None else before)
        if kind is None:
            return
        part = (kind, _about(kind, entry, after if after is not None else before))
        if part not in self.parts:
            self.first[part] = entry.before
        if part not in self.parts and self.round and kind in (Answer, Evidence):
            pass  # the round before handed it over; the digest of all of it says whether that is true
        elif not _same(kind, self.parts.get(part, "null"), entry.before):
            self.broken.append(f"Entry {entry.sequence} begins otherwise than the history before it ends ({_named(part)}).")
        self.parts[part] = entry.after

    def create(self, entry: Entry) -> None:
        self.parts[Frame, ""] = entry.after

    def carry_over(self, entry: Entry) -> None:
        self.round, self.carried = True, msgspec.json.decode(entry.after).get(CARRIED)

    def seal(self, entry: Entry) -> None:
        self.state, self.sealed_at = State.SEALED, (entry.sequence - 1, entry.previous)
        self.signed = self.declined = frozenset()
        told = msgspec.json.decode(entry.after)
        self.sealed[int(told["edition"])] = (told["digest"], told["report_sha256"])

    def collect(self, entry: Entry) -> None:
        told = msgspec.json.decode(entry.after)
        self.sealed[self.edition] = (self.sealed[self.edition][0], told["report_sha256"])
        self.state, self.signed = State(told["state"]), frozenset(told["signed"])

    def decline(self, entry: Entry) -> None:
        self.declined |= {entry.target}

    def reopen(self, entry: Entry) -> None:
        self.state, self.edition, self.sealed_at = State.OPEN, int(msgspec.json.decode(entry.after)["edition"]), None
        self.signed = self.declined = frozenset()
        self.parts[Decision, ""] = "null"
        for part, held in self.parts.items():
            if part[0] is Answer:  # nobody has reviewed anything in the new edition yet
                self.parts[part] = replace(_value(Answer, held) or UNANSWERED, reviewed_by=())


_ACTS: Mapping[str, Callable[[_Replay, Entry], None]] = {
    "create": _Replay.create,
    "carry_over": _Replay.carry_over,
    "seal": _Replay.seal,
    "collect": _Replay.collect,
    "decline": _Replay.decline,
    "reopen": _Replay.reopen,
}


def _problems(review: Review, sealed: Mapping[int, tuple[str, str]], entries: Iterable[Entry]) -> Iterator[str]:
    replay = _Replay()
    try:
        for entry in entries:
            replay.take(entry)
    except (msgspec.DecodeError, KeyError, ValueError, TypeError, AttributeError):
        yield "An entry of its history cannot be read, so what the rows say could not be compared."
        return
    yield from replay.broken[:_SOME]
    stored = _stored(review)
    others = [part for part in stored if part not in replay.parts and not _began_with(part, replay)]
    wrong = [part for part, told in replay.parts.items() if not _same(part[0], stored.get(part, "null"), told)]
    for part in (*wrong, *others)[:_SOME]:
        yield f"{_named(part)} is not what the history says."
    if len(wrong) + len(others) > _SOME:
        yield f"{len(wrong) + len(others) - _SOME} more are not what the history says."
    if replay.carried is not None and replay.carried != _began(review, replay):
        yield "What the round before was to hand over is not what stands here."
    for edition in sorted(sealed.keys() | replay.sealed.keys()):
        if sealed.get(edition) != replay.sealed.get(edition):
            yield f"What is kept of edition {edition} is not what the history says was sealed."
    yield from _life(review, replay)


def _life(review: Review, replay: _Replay) -> Iterator[str]:
    sealing = review.sealing
    at = (sealing.history_length, sealing.history_head) if sealing else None
    signed = frozenset(one.role.value for one in review.sign_offs)
    declined = frozenset(one.role.value for one in review.declines)
    said = (replay.state, replay.edition, replay.sealed_at, replay.signed, replay.declined)
    if (review.state, review.edition, at, signed, declined) != said:
        yield f"It is edition {review.edition}, {review.state.value}; the history says edition {replay.edition}, {replay.state.value}."


def _stored(review: Review) -> dict[_Part, Any]:
    """Every part of a review that the history tells of; what is empty is left out, as if nobody had ever touched it."""
    parts: dict[_Part, Any] = {(Frame, ""): review.frame}
    parts |= {(Answer, item): answer for item, answer in review.answers.items() if answer != UNANSWERED}
    parts |= {(Evidence, file.sha256): file for file in review.evidence}
    parts |= {(Signatory, one.role.value): one for one in review.signatories}
    parts |= {(QuestionList, one.id): one for one in review.questions}
    parts |= {(VendorReply, one.id): one for one in review.replies}
    return parts | ({(Decision, ""): review.decision} if review.decision else {})


def _began_with(part: _Part, replay: _Replay) -> bool:
    """True for what a round took over from the one before, which no entry of its own tells of."""
    return replay.round and part[0] in (Answer, Evidence)


def _began(review: Review, replay: _Replay) -> str:
    """What a round must have begun with: what stands now, and where an entry changed it, what the first of them began from."""
    answers = {item: _as_begun(replay, (Answer, item), answer) for item, answer in review.answers.items()}
    answers |= {about: _value(Answer, first) for (kind, about), first in replay.first.items() if kind is Answer}
    files = {file.sha256: file for file in review.evidence if (Evidence, file.sha256) not in replay.first}
    files |= {about: _value(Evidence, first) for (kind, about), first in replay.first.items() if kind is Evidence}
    return carried_digest({item: one for item, one in answers.items() if one}, [file for file in files.values() if file])


def _as_begun(replay: _Replay, part: _Part, now: Answer) -> Answer | None:
    first: Answer | None = _value(Answer, replay.first[part]) if part in replay.first else now
    return first


def _kind(value: Any) -> type[Any] | None:
    if not isinstance(value, dict):
        return None
    return next((kind for kind, fields in _KINDS if fields <= value.keys()), None)


def _about(kind: type[Any], entry: Entry, value: dict[str, Any]) -> str:
    if kind is Answer:
        return entry.target
    name = {Signatory: "role", Evidence: "sha256", QuestionList: "id", VendorReply: "id"}.get(kind, "")
    return str(value[name]) if name else ""


def _named(part: _Part) -> str:
    kind, about = part
    if kind is Signatory:
        return f"Who signs as {Role(about).value.replace('_', ' ')}"
    names = {Answer: "The answer to", Evidence: "The description of the file", QuestionList: "The question list", VendorReply: "The reply"}
    if kind in names:
        return f"{names[kind]} {about[:12] if kind is Evidence else about}"
    return "The frame (subject, tier, scope)" if kind is Frame else "The decision"


def _same(kind: type[Any], one: Any, other: Any) -> bool:
    if one == other:
        return True
    first, second = _value(kind, one), _value(kind, other)
    if kind is Answer:
        return (first or UNANSWERED) == (second or UNANSWERED)
    return bool(first == second)


def _value(kind: type[Any], held: Any) -> Any:
    """The value behind a text of the history, None for "null"; a value as it is."""
    if not isinstance(held, str):
        return held
    return decode(held, kind) if held != "null" else None
