"""A report of ours taken apart: how it was sealed, and what every update did to it since."""

from collections.abc import Sequence

from readiness_app.signing import contents, looks
from readiness_app.signing.layout import Layout, read_layout
from readiness_app.signing.revisions import NotAllowed, planned_fields, updates_of
from readiness_app.signing.syntax import Malformed
from readiness_app.signing.values import OTHER, SIGNATURE, Revisions, Update


def read(data: bytes) -> Revisions:
    """See `read.read_revisions`."""
    try:
        layout = read_layout(data)
        fields = planned_fields(layout)
    except (Malformed, RecursionError) as trouble:
        return Revisions(malformed=str(trouble) or "it is nested too deeply")
    updates: list[Update] = []
    refused, shown = "", {}
    try:
        updates.extend(updates_of(layout))
        shown = _looks(layout, fields, updates)
    except NotAllowed as trouble:
        refused = str(trouble)
    except (Malformed, RecursionError) as trouble:
        refused = f"An update cannot be read: {trouble}."
    return Revisions(
        refused=refused,
        updates=tuple(updates),
        first=layout.first,
        planned=tuple(fields.values()),
        looks=shown,
    )


def active_content(data: bytes, files: int) -> str:
    """See `read.active_content`."""
    try:
        return contents.active_content(read_layout(data), files)
    except (Malformed, RecursionError) as trouble:
        return str(trouble) or "it is nested too deeply"


def _looks(layout: Layout, fields: dict[int, str], updates: Sequence[Update]) -> dict[str, str]:
    numbers = {name: number for number, name in fields.items()}
    signed = {update.field: place for place, update in enumerate(updates, 1) if update.kind == SIGNATURE}
    return {name: _look(layout, numbers[name], revision) for name, revision in signed.items()}


def _look(layout: Layout, number: int, revision: int) -> str:
    try:
        return looks.of_field(layout, number, revision)
    except Malformed:  # drawn by a tool that codes streams in its own way
        return OTHER
