"""The tests are tested: what mutmut changes in the rules is noticed, and what is not stands in a list with the reason.

`MUTANTS_FOLDER` names a folder in which a run goes on where the last one ended; without it every change is tried anew.
"""

import importlib.util
import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.mutation.groups import GROUPS, Group

LIST = Path(__file__).with_name("survivors.toml")
LEAST = 0.9
CLASSES = tomllib.loads(LIST.read_text(encoding="utf-8"))["because"]
EXPLAINED = {text for reason in CLASSES for text in reason["mutants"]}


def test_every_survivor_is_listed_once_under_a_reason() -> None:
    listed = [text for reason in CLASSES for text in reason["mutants"]]
    assert len(listed) == len(set(listed)) and all(reason["why"].endswith(".") for reason in CLASSES)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_what_is_tried_and_what_must_notice_is_there(group: Group) -> None:
    tree = Path(__file__).parents[2]
    assert all(any(tree.glob(pattern)) for pattern in (*group.files, *group.tests))


@pytest.mark.long
@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_nine_of_ten_changes_are_noticed_and_the_others_explained(group: Group, tmp_path: Path, told: Callable[..., None]) -> None:
    if importlib.util.find_spec("mutmut") is None:
        pytest.skip("mutmut is missing: pip install mutmut")
    from tests.mutation.trying import tried

    kept = os.environ.get("MUTANTS_FOLDER")
    folder = Path(kept, group.name) if kept else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    found = tried(group, folder, int(os.environ.get("MUTANTS_AT_ONCE", os.cpu_count() or 1)))
    alive = [one for one in found if one.survived]
    code, left = [one for one in found if not one.words], [one for one in alive if not one.words]
    score, without_words = 1 - len(alive) / len(found), 1 - len(left) / len(code)
    unknown = sorted({one.text for one in left} - EXPLAINED)
    told(
        "endurance",
        case=f"changed on purpose: {group.name}",
        how=f"mutmut changes {len(found):,} places, one at a time; the tests of {', '.join(group.tests)} run",
        must="90 % noticed, every other one explained in tests/mutation/survivors.toml",
        happened=f"{score:.1%} noticed ({without_words:.1%} without sentences for people); of {len(alive)} others {len(alive) - len(left)} "
        f"change a sentence only, {len(left) - sum(one.text in unknown for one in left)} are explained, {len(unknown)} are not",
        times=len(found),
    )
    assert min(score, without_words) >= LEAST and not unknown, "\n".join(unknown)
