"""What a change did, in the words of a toast, and what was in it, as text to keep."""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from enum import StrEnum

from readiness_app.domain.changes import AnswerChanged, Change, FrameChanged, newly_met, steps
from readiness_app.domain.review import Answer
from readiness_app.wording import word

_DONE = (
    ("claims", "Claims of {item} changed"),
    ("evidence", "Evidence of {item} changed"),
    ("acceptance", "Risk acceptance of {item} changed"),
    ("conditions", "Conditions of {item} changed"),
    ("search_log", "Search log of {item} changed"),
    ("note", "Note of {item} saved"),
    ("control", "Control of {item} saved"),
    ("ask_vendor", "{item} {asked}"),
    ("left_open", "{item} {left}"),
)


def done_text(change: Change) -> str:
    """The change as something that has happened, such as "PRV-02 marked unknown"."""
    if not isinstance(change, AnswerChanged):
        title = change.title
        return title[:1].upper() + title[1:]
    before, after, item = change.before, change.after, change.item
    if change.op == "adopt":
        return f"{item}: proposal adopted, {word(after.knowledge).lower()}"
    if change.op == "confirm":
        return f"{item} confirmed: {word(after.knowledge).lower()}"
    if before.resolution != after.resolution:
        return f"Conflict of {item} resolved" if after.resolution else f"Resolution of {item} withdrawn"
    if newly_met(before, after):
        return f"Condition of {item} recorded as met"
    if before.knowledge is not after.knowledge:
        return f"{item} marked {word(after.knowledge).lower()}"
    if before.verdict is not after.verdict:
        return f"{item} judged {word(after.verdict).lower()}"
    asked = "is on the list for the vendor" if after.ask_vendor else "is off the list for the vendor"
    left = "left open" if after.left_open else "no longer left open"
    for name, text in _DONE:
        if getattr(before, name) != getattr(after, name):
            return text.format(item=item, asked=asked, left=left)
    return f"{item} changed"


def lost_text(changes: Sequence[Change]) -> str:
    """Everything that is new in changes that could not be saved, so that nothing typed is lost."""
    return "\n\n".join(_told(step) for change in changes for step in steps(change))


def _told(step: Change) -> str:
    lines = [done_text(step) if not isinstance(step, FrameChanged) else step.title]
    before, after = getattr(step, "before", None), getattr(step, "after", None)
    names = [field.name for field in fields(after)] if is_dataclass(after) else []
    for name in names:
        new = getattr(after, name)
        old = getattr(before, name) if before is not None else getattr(Answer(), name, None)
        if new != old:
            lines.append(f"{name.replace('_', ' ')}: {_plain(new)}")
    return "\n".join(lines)


def _plain(value: object) -> str:
    if isinstance(value, StrEnum):
        return word(value)
    if isinstance(value, tuple):
        return "; ".join(_plain(part) for part in value)
    if is_dataclass(value):
        parts = (getattr(value, field.name) for field in fields(value))
        return ", ".join(_plain(part) for part in parts if part not in ("", None, ()))
    return str(value)
