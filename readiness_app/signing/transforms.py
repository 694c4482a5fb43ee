"""What a signature says of later changes (ISO 32000-2, 12.8.2): the seal certifies, the last signature locks."""

from collections.abc import Collection
from typing import NamedTuple

from readiness_app.signing.syntax import Name, Value, same

_PART_KEYS = {"Type", "TransformMethod", "TransformParams", "Data", "DigestMethod"}
_LOCK_KEYS = ("Action", "Fields", "P")


class Transform(NamedTuple):
    """One statement of a signature: `certifies` for the seal's (DocMDP, P 2), `locks` for a lock of all fields, `names` for one of some."""

    certifies: bool = False
    locks: bool = False
    names: frozenset[str] = frozenset()


def transforms(value: Value, root: Value, lock: Value) -> tuple[Transform, ...] | None:
    """The statements of a signature's `/Reference`, None where one is of a kind that no report needs.

    `root` is the reference to the catalog, the only thing that may be pointed at; `lock` what the field itself asked for as it was sealed.
    """
    found = [_transform(part, root, lock) for part in (value if isinstance(value, list) else [value])]
    return None if None in found else tuple(one for one in found if one is not None)


def _transform(part: Value, root: Value, lock: Value) -> Transform | None:
    if not isinstance(part, dict) or part.keys() - _PART_KEYS or not same(part.get("Data", root), root):
        return None
    if part.get("Type", Name("SigRef")) != Name("SigRef"):
        return None
    inner, method = part.get("TransformParams"), part.get("TransformMethod")
    if not isinstance(inner, dict):
        return None
    if method == Name("DocMDP"):
        return Transform(certifies=True) if inner.get("P") == 2 and inner.keys() <= {"Type", "P", "V"} else None
    if method != Name("FieldMDP") or inner.keys() - {"Type", "V", *_LOCK_KEYS}:
        return None
    if isinstance(lock, dict) and all(same(lock.get(key), inner.get(key)) for key in _LOCK_KEYS):
        return Transform(locks=lock.get("Action") == Name("All"))
    return _lock(inner)


def _lock(inner: dict[str, Value]) -> Transform | None:
    """A lock that its signer decided on. Some tools add that nothing at all may change (P 1), which after the last signature is true."""
    listed = inner.get("Fields")
    if inner.get("Action") == Name("All") and listed is None and inner.get("P", 1) == 1:
        return Transform(locks=True)
    if inner.get("Action") == Name("Include") and isinstance(listed, list) and "P" not in inner:
        names = [name.decode("latin-1") for name in listed if isinstance(name, bytes)]
        return Transform(names=frozenset(names)) if len(names) == len(listed) else None
    return None  # all but some: who may still sign would hang on how a reader matches names


def too_early(transform: Transform, own: str, signed: Collection[str], waiting: Collection[str]) -> str:
    """Whose signature a lock would forbid that the report still waits for, in words; empty where it forbids none."""
    if transform.locks and waiting:
        return "locks the report although others still have to sign"
    if transform.names - {own, *signed}:
        return "locks fields in which somebody still has to sign"
    return ""
