"""What an entry of the history says in words: what was done, to what, and what is different since."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from readiness_app.domain.history import Entry, parts_of
from readiness_app.domain.shortening import one_line
from readiness_app.domain.vocabulary import (
    Confidentiality,
    Knowledge,
    Outcome,
    Paper,
    ReplyState,
    Role,
    ScopeAnswer,
    Tier,
    UnknownReason,
    Verdict,
)
from readiness_app.ui.widgets.date_field import date_text
from readiness_app.ui.widgets.visible import short_hash, visible
from readiness_app.wording import word

Words = Callable[[str], str]
Json = Mapping[str, Any]

_OPERATIONS = {
    "create": ("plus", "Created"),
    "adopt": ("package", "Adopted"),
    "carry_over": ("history", "Carried over"),
    "confirm": ("check", "Confirmed"),
    "answer": ("pencil-line", "Answered"),
    "attach": ("paperclip", "Attached"),
    "detach": ("paperclip", "Detached"),
    "revise": ("file-plus", "Revised"),
    "quotes": ("search", "Quotes looked up"),
    "describe": ("pencil", "Described"),
    "decide": ("gavel", "Decided"),
    "signatory": ("user-check", "Signatory"),
    "edit": ("sliders-horizontal", "Edited"),
    "undo": ("undo-2", "Undone"),
    "seal": ("lock", "Sealed"),
    "reopen": ("lock-open", "Reopened"),
    "decline": ("hand", "Declined"),
    "collect": ("signature", "Collected"),
    "purge": ("trash-2", "Purged"),
    "acknowledge": ("history", "Acknowledged"),
    "restore": ("history", "Put back"),
    "ask": ("send", "Asked"),
    "reply": ("quote", "Reply taken in"),
    "adopt-reply": ("check", "Reply adopted"),
    "set-aside": ("circle-minus", "Reply set aside"),
    "assign": ("clipboard-list", "Reply assigned"),
}
_ANSWER_WORDS: dict[str, type[StrEnum]] = {"knowledge": Knowledge, "verdict": Verdict, "unknown_reason": UnknownReason}
_PARTS = {
    "claims": ("claim", "claims"),
    "search_log": ("search line", "search lines"),
    "evidence": ("file", "files"),
    "conditions": ("condition", "conditions"),
}
_TEXTS = {"note": "note", "control": "control", "because": "because"}
_FRAME = {"lead": "lead", "as_of": "as-of date", "language": "language"}
_SUBJECT = ("vendor", "model", "snapshot", "route", "region", "access")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An entry in words: `what` it is about, and one line per difference."""

    what: str
    lines: tuple[str, ...]

    @property
    def title(self) -> str:
        """Both in one line."""
        return f"{self.what}: {'; '.join(self.lines)}" if self.lines else self.what


def operation_look(operation: str, tr: Words) -> tuple[str, str]:
    """Icon and word of an operation; an unknown one is shown by its own name."""
    icon, text = _OPERATIONS.get(operation, ("pencil", ""))
    return icon, tr(text) if text else visible(operation)


def told(entry: Entry, tr: Words) -> Told:
    """The entry in words. What cannot be read is named by operation and target, never left out."""
    before, after = parts_of(entry.before) or None, parts_of(entry.after) or None
    target = visible(entry.target)
    known = after if after is not None else before
    if known is None:
        return Told(what=target, lines=())
    if "knowledge" in known:
        return Told(what=target, lines=_answer_lines(before or {}, after or {}, tr))
    if "sha256" in known:
        return _told_file(entry.operation, before, after, tr)
    if "subject" in known:
        return _told_frame(before, after, tr)
    if "received" in known:
        return _told_reply(before, after, tr)
    if "due" in known and "items" in known:
        return _told_list(before, after, tr)
    if "outcome" in known:
        return _told_decision(before, after, tr)
    if "fingerprint" in known and entry.target in set(Role):
        return _told_signatory(Role(entry.target), before, after, tr)
    return _told_life(entry, known, tr)


def _answer_lines(before: Json, after: Json, tr: Words) -> tuple[str, ...]:
    lines = []
    for name, kind in _ANSWER_WORDS.items():
        old, new = before.get(name), after.get(name)
        if old != new and (name != "unknown_reason" or new):
            change = f"{_word(kind, old)} → {_word(kind, new)}" if name != "unknown_reason" else _word(kind, new)
            lines.append(change)
    for name, (one, many) in _PARTS.items():
        if name == "conditions" and (met := _met_lines(before.get(name) or [], after.get(name) or [], tr)):
            lines += met
            continue
        lines += _count_line(before.get(name) or [], after.get(name) or [], tr(one), tr(many), tr)
    for name, label in _TEXTS.items():
        if (before.get(name) or "") != (after.get(name) or ""):
            new = after.get(name) or ""
            lines.append(f"{tr(label)}: “{_short(new)}”" if new else tr("{part} emptied").format(part=tr(label)))
    lines += _handling_lines(before, after, tr)
    if (waiting := after.get("look_again")) and waiting != before.get("look_again"):
        lines.append(tr("to be looked at again: “{why}”").format(why=_short(waiting.get("note", ""), 160)))
    if before.get("look_again") and not after.get("look_again"):
        lines.append(tr("looked at again"))
    return tuple(lines)


def _handling_lines(before: Json, after: Json, tr: Words) -> list[str]:
    lines = []
    if before.get("resolution") != after.get("resolution"):
        resolved = after.get("resolution")
        lines.append(
            tr("conflict resolved: “{why}”").format(why=_short(resolved.get("why", ""))) if resolved else tr("resolution withdrawn")
        )
    if before.get("ask_vendor", False) != after.get("ask_vendor", False):
        lines.append(tr("the vendor is to be asked") if after.get("ask_vendor") else tr("the vendor is no longer to be asked"))
    if before.get("left_open", False) != after.get("left_open", False):
        lines.append(tr("left open on purpose") if after.get("left_open") else tr("no longer left open"))
    if before.get("asked") != after.get("asked") and after.get("asked"):
        lines.append(tr("asked on {day}").format(day=_day(after["asked"])))
    if before.get("acceptance") != after.get("acceptance"):
        accepted = after.get("acceptance")
        lines.append(
            tr("risk accepted by {owner} until {day}").format(owner=_short(accepted.get("owner", "")), day=_day(accepted.get("until")))
            if accepted
            else tr("risk acceptance withdrawn")
        )
    return lines


def _met_lines(before: list[Any], after: list[Any], tr: Words) -> list[str]:
    """What became of conditions that were there before: met with a proof, or not met after all."""
    old = {one.get("id"): one for one in before}
    lines = []
    for one in after if len(before) == len(after) else []:
        done, was = one.get("done"), (old.get(one.get("id")) or {}).get("done")
        what = _short(str(one.get("what", "")).rstrip("."))
        if done and not was:
            lines.append(tr("condition met: {what}, proof: “{proof}”").format(what=what, proof=_short(done.get("proof", ""))))
        elif was and not done:
            lines.append(tr("condition not met after all: {what}").format(what=what))
    return lines


def _count_line(before: list[Any], after: list[Any], one: str, many: str, tr: Words) -> list[str]:
    if before == after:
        return []
    difference = len(after) - len(before)
    if difference == 0:
        return [tr("{parts} edited").format(parts=many)]
    amount = f"{abs(difference)} {one if abs(difference) == 1 else many}"
    return [(tr("{amount} added") if difference > 0 else tr("{amount} removed")).format(amount=amount)]


def _told_file(operation: str, before: Json | None, after: Json | None, tr: Words) -> Told:
    file = after or before or {}
    name = _short(str(file.get("title") or file.get("name") or ""), 120)
    if operation == "purge":
        return Told(what=name, lines=(tr("bytes purged: “{why}”").format(why=_short((file.get("purged") or {}).get("why", ""))),))
    if before is None and operation == "revise":
        return Told(what=name, lines=(tr("new revision of {hash}").format(hash=short_hash(str(file.get("replaces")))),))
    if before is None:
        return Told(what=name, lines=(f"{_word(Confidentiality, file.get('confidentiality'))}, {short_hash(str(file.get('sha256')))}",))
    if after is None:
        return Told(what=name, lines=(tr("taken off the list"),))
    changed = [key.replace("_", " ") for key in after if after.get(key) != before.get(key)]
    return Told(what=name, lines=(tr("described anew: {parts}").format(parts=", ".join(changed)),))


def _told_frame(before: Json | None, after: Json | None, tr: Words) -> Told:
    new = after or {}
    subject = new.get("subject") or {}
    if before is None:
        named = _short(f"{subject.get('vendor', '')} {subject.get('model', '')}")
        return Told(
            what=tr("Review of {subject}").format(subject=named), lines=(f"{_word(Tier, new.get('tier'))}, {_day(new.get('as_of'))}",)
        )
    lines = [
        f"{tr(label)}: {_value(before.get(key))} → {_value(new.get(key))}"
        for key, label in _FRAME.items()
        if before.get(key) != new.get(key)
    ]
    for key, kind in (("tier", Tier), ("confidentiality", Confidentiality), ("paper", Paper)):
        if before.get(key) != new.get(key):
            lines.append(f"{_word(kind, before.get(key))} → {_word(kind, new.get(key))}")
    old_subject = before.get("subject") or {}
    lines += [
        f"{tr(key)}: {_value(old_subject.get(key))} → {_value(subject.get(key))}"
        for key in _SUBJECT
        if old_subject.get(key) != subject.get(key)
    ]
    old_scope, scope = before.get("scope") or {}, new.get("scope") or {}
    lines += [
        f"{visible(key)}: {_word(ScopeAnswer, scope.get(key, 'open'))}"
        for key in {**old_scope, **scope}
        if old_scope.get(key) != scope.get(key)
    ]
    if before.get("pack") != new.get("pack"):
        lines.append(tr("pack: {title}").format(title=_short((new.get("pack") or {}).get("title", tr("none")))))
    return Told(what=tr("Frame of the review"), lines=tuple(lines))


def _told_list(before: Json | None, after: Json | None, tr: Words) -> Told:
    made = after or before or {}
    what = tr("Question list {list}").format(list=visible(str(made.get("id", ""))))
    if after is None:
        return Told(what=what, lines=(tr("taken back"),))
    lines = [tr("{count} questions").format(count=len(made.get("items") or ()))]
    if made.get("due"):
        lines.append(tr("wanted by {day}").format(day=_day(made["due"])))
    return Told(what=what, lines=tuple(lines))


def _told_reply(before: Json | None, after: Json | None, tr: Words) -> Told:
    reply = after or before or {}
    about = visible(str(reply.get("item") or "")) or tr("no item")
    what = tr("Reply {reply} to {item}").format(reply=visible(str(reply.get("id", ""))), item=about)
    if after is None:
        return Told(what=what, lines=(tr("taken back"),))
    if before is None:
        return Told(what=what, lines=(f"“{_short(after.get('statement', ''))}”",))
    lines = []
    if before.get("state") != after.get("state"):
        lines.append(f"{_word(ReplyState, before.get('state'))} → {_word(ReplyState, after.get('state'))}")
    if before.get("item") != after.get("item"):
        lines.append(tr("item: {old} → {new}").format(old=_value(before.get("item")), new=_value(after.get("item"))))
    return Told(what=what, lines=tuple(lines))


def _told_decision(before: Json | None, after: Json | None, tr: Words) -> Told:
    if after is None:
        return Told(what=tr("Decision"), lines=(tr("withdrawn"),))
    lines = [f"{_word(Outcome, before['outcome'])} → {_word(Outcome, after['outcome'])}" if before else _word(Outcome, after["outcome"])]
    if after.get("valid_until"):
        lines.append(tr("valid until {day}").format(day=_day(after["valid_until"])))
    if before and before.get("rationale") != after.get("rationale"):
        lines.append(tr("rationale edited"))
    return Told(what=tr("Decision"), lines=tuple(lines))


def _told_signatory(role: Role, before: Json | None, after: Json | None, tr: Words) -> Told:
    if after is None:
        return Told(what=word(role), lines=(tr("{name} no longer named").format(name=_short((before or {}).get("name", ""))),))
    pin = short_hash(str(after.get("fingerprint") or ""))
    lines = [tr("{name} is to sign").format(name=_short(after.get("name", "")))]
    lines.append(tr("certificate {pin}").format(pin=pin) if pin else tr("no certificate pinned"))
    return Told(what=word(role), lines=tuple(lines))


def _told_life(entry: Entry, known: Json, tr: Words) -> Told:
    match entry.operation:
        case "seal":
            lines = [
                tr("edition {number}").format(number=known.get("edition", "")),
                tr("digest {digest}").format(digest=short_hash(str(known.get("digest", "")))),
            ]
            return Told(what=tr("Review"), lines=tuple(lines))
        case "reopen":
            return Told(
                what=tr("Edition {number} begins").format(number=known.get("edition", "")), lines=(f"“{_short(known.get('reason', ''))}”",)
            )
        case "carry_over":
            waiting = tr("{count} answers wait to be confirmed").format(count=known.get("inherited", 0) + known.get("look_again", 0))
            number = tr("Carries on round {number}").format(number=known.get("round", ""))
            return Told(what=f"{number} ({visible(entry.target)})", lines=(waiting, short_hash(str(known.get("digest", "")))))
        case "restore":
            return Told(what=tr("A backup was put back"), lines=_put_back(known, tr))
        case "acknowledge":
            missing = (
                tr("{count} entries were missing").format(count=known.get("missing")) if known.get("missing") else tr("entries differed")
            )
            return Told(what=tr("History taken as it is"), lines=(missing, f"“{_short(known.get('reason', ''))}”"))
        case "decline":
            return Told(what=_word(Role, entry.target), lines=(f"“{_short(known.get('reason', ''))}”",))
        case "collect":
            roles = ", ".join(_word(Role, role) for role in known.get("signed", []))
            return Told(what=tr("Signatures"), lines=(roles,) if roles else ())
        case _:
            return Told(what=visible(entry.target), lines=tuple(sorted(visible(str(key)) for key in known)))


def _put_back(known: Json, tr: Words) -> tuple[str, ...]:
    match known.get("missing"):
        case None:
            missing = tr("how much is missing is not known")
        case 0:
            missing = tr("nothing is missing")
        case 1:
            missing = tr("1 entry is missing")
        case more:
            missing = tr("{count} entries are missing").format(count=more)
    former = known.get("former")
    kept = (tr("former file kept as {name}").format(name=visible(str(former))),) if former else ()
    return missing, visible(str(known.get("backup", ""))), *kept


def _word(kind: type[StrEnum], value: object) -> str:
    try:
        return word(kind(str(value)))
    except ValueError:
        return visible(str(value))


def _day(text: object) -> str:
    try:
        return date_text(date.fromisoformat(str(text)))
    except ValueError:
        return visible(str(text))


def _value(value: object) -> str:
    text = str(value or "")
    return _short(_day(text)) if text else "–"


def _short(text: object, most: int = 60) -> str:
    return one_line(visible(" ".join(str(text).split())), most)
