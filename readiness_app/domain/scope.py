"""Which items apply (rule 6): the scope's answers decide, the tier never does; what is unanswered applies."""

from collections.abc import Mapping

from readiness_app.domain.checklist import Item
from readiness_app.domain.vocabulary import ScopeAnswer


def answer_to(key: str, scope: Mapping[str, ScopeAnswer]) -> ScopeAnswer:
    """The scope's answer to one condition, open where nobody answered."""
    return scope.get(key, ScopeAnswer.OPEN)


def applies(item: Item, scope: Mapping[str, ScopeAnswer]) -> bool:
    """True unless the scope's answers take the item out."""
    when = item.when
    if when is None:
        return True
    if when.all:
        return all(answer_to(key, scope) is not ScopeAnswer.NO for key in when.all)
    return any(answer_to(key, scope) is not ScopeAnswer.NO for key in when.any_of)


def deciding_keys(item: Item, scope: Mapping[str, ScopeAnswer]) -> tuple[str, ...]:
    """The conditions that put the item where it is: the no's of an item that is out, else its yes's, else its open ones."""
    if item.when is None:
        return ()
    wanted = [ScopeAnswer.YES, ScopeAnswer.OPEN] if applies(item, scope) else [ScopeAnswer.NO]
    for answer in wanted:
        keys = tuple(key for key in item.when.keys if answer_to(key, scope) is answer)
        if keys:
            return keys
    return ()


def open_conditions(item: Item, scope: Mapping[str, ScopeAnswer]) -> tuple[str, ...]:
    """The item's conditions that nobody has answered yet."""
    return tuple(key for key in (item.when.keys if item.when else ()) if answer_to(key, scope) is ScopeAnswer.OPEN)
