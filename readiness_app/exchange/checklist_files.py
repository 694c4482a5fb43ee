"""Checklist files: read, checked against schema and sense, and written."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from readiness_app import assets
from readiness_app.domain.checklist import Checklist, Item
from readiness_app.domain.errors import InvalidFile, NotFound
from readiness_app.domain.vocabulary import Tier
from readiness_app.exchange.json_files import Source, decoded, encoded, problems, read_json

FORMAT = "readiness-checklist"
_ITEM_ID = re.compile(r"[A-Z][A-Z0-9]{1,7}-[0-9]{2,3}")


def load_checklist(source: Source) -> Checklist:
    """The checklist in a foreign file (path or bytes); raises Unreadable, or InvalidFile with every problem and its place."""
    document = read_json(source)
    found = problems(document, assets.schema("checklist"))
    checklist = None if found else decoded(document, Checklist, _name(source))
    found = found or (problems_in_checklist(checklist) if checklist else ())
    if found or checklist is None:
        raise InvalidFile(f"{_name(source)} is not a checklist that can be used: {found[0]}. It was not taken in; correct the file.", found)
    return checklist


def checklist_problems(source: Source) -> tuple[str, ...]:
    """Every problem of a checklist file with its place; empty for a good one. Raises Unreadable where it cannot be read at all."""
    try:
        load_checklist(source)
    except InvalidFile as error:
        return error.problems or (str(error),)
    return ()


def encode_checklist(checklist: Checklist) -> bytes:
    """The checklist as the bytes of a file, pretty-printed, fields at their default left out."""
    return encoded(checklist, FORMAT)


@cache
def built_in_checklists() -> tuple[Checklist, ...]:
    """The checklists that are shipped, the largest first; decoded only, tests have checked them."""
    decoder = msgspec.json.Decoder(Checklist)
    found = [decoder.decode(assets.resource_bytes("checklists", name)) for name in assets.names("checklists", ".json")]
    return tuple(sorted(found, key=lambda checklist: (-sum(1 for _ in checklist.items()), checklist.id)))


def built_in_checklist(checklist_id: str) -> Checklist:
    """The shipped checklist with this id; raises NotFound with the ids there are."""
    for checklist in built_in_checklists():
        if checklist.id == checklist_id:
            return checklist
    known = ", ".join(checklist.id for checklist in built_in_checklists())
    raise NotFound(f"There is no checklist {checklist_id} here. Nothing was changed; there are {known}.")


def problems_in_checklist(checklist: Checklist) -> tuple[str, ...]:
    """What no schema can see: ids given twice, conditions without a question, tiers without a signature."""
    return (
        *_repeated(checklist),
        *_scope_problems(checklist),
        *(text for place, item in _placed(checklist) for text in _item_problems(place, item)),
        *(f"$.sign_off: nobody signs in tier {tier.value}; name at least one role" for tier in Tier if not checklist.sign_off.get(tier)),
    )


def _repeated(checklist: Checklist) -> Iterator[str]:
    yield from _twice("the section id", ((f"$.sections[{n}].id", s.id) for n, s in enumerate(checklist.sections)))
    yield from _twice("the item id", ((f"{place}.id", item.id) for place, item in _placed(checklist)))
    yield from _twice("the scope key", ((f"$.scope[{n}].key", q.key) for n, q in enumerate(checklist.scope)))


def _twice(what: str, placed: Iterable[tuple[str, str]]) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for place, value in placed:
        seen[value] += 1
        if seen[value] == 2:
            yield f"{place}: {what} {value} is given twice; every one must be its own"


def _scope_problems(checklist: Checklist) -> Iterator[str]:
    declared = {question.key for question in checklist.scope}
    used: set[str] = set()
    for place, item in _placed(checklist):
        keys = (*item.when.all, *item.when.any_of) if item.when else ()
        used.update(keys)
        for key in keys:
            if key not in declared:
                yield f"{place}.when: {item.id} depends on {key}, but the scope has no question of this key"
    for number, question in enumerate(checklist.scope):
        if question.key not in used:
            yield f"$.scope[{number}].key: no item depends on {question.key}; leave the question out"


def _item_problems(place: str, item: Item) -> Iterator[str]:
    if item.when is not None and bool(item.when.all) == bool(item.when.any_of):
        yield f"{place}.when: {item.id} needs exactly one of all and any_of, with at least one key"
    for target in item.maps:
        if not _ITEM_ID.fullmatch(target):
            yield f"{place}.maps: {item.id} maps to {target}, which is not written like an item id (PRV-02)"
        elif target == item.id:
            yield f"{place}.maps: {item.id} maps to itself"


def _placed(checklist: Checklist) -> Iterator[tuple[str, Item]]:
    for s, section in enumerate(checklist.sections):
        for i, item in enumerate(section.items):
            yield f"$.sections[{s}].items[{i}]", item


def _name(source: Source) -> str:
    return "The file" if isinstance(source, bytes) else source.name
