"""One run of mutmut over a group, in a copy of the tree, and what of it survived: `python -m tests.mutation.trying GROUP [FOLDER]`."""

import ast
import fnmatch
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.groups import GROUPS, Group

TREE = Path(__file__).parents[2]
_NEEDED = ("readiness_app", "resources", "schemas", "docs", "tests", "pyproject.toml", "README.md", "NOTICE", "CHANGELOG.md")
_WITHOUT = (
    "cacheprovider",
    "xdist",
    "unraisableexception",
    "threadexception",
    "anyio",
    "doctest",
    "junitxml",
    "debugging",
)  # a third of the time
_SURVIVED = (0, 5, 33)  # mutmut: no test failed; no test was there
_SETTINGS = """
[tool.mutmut]
source_paths = ["readiness_app", "docs"]
only_mutate = {files}
do_not_mutate = {leave}
also_copy = ["resources", "schemas", "README.md", "NOTICE", "CHANGELOG.md"]
pytest_add_cli_args_test_selection = {tests}
pytest_add_cli_args = ["-m", "not long", "--tb=no", "-p", "tests.mutation.quick", {without}]
use_git_change_detection = false
timeout_multiplier = 10.0
timeout_constant = 4.0
"""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Mutant:
    """A change to one function, as `was -> now`; `words` where only a sentence for people reads otherwise."""

    where: str
    change: str
    survived: bool
    words: bool

    @property
    def text(self) -> str:
        """As it is listed among the survivors."""
        return f"{self.where}: {self.change}"


def tried(group: Group, folder: Path, children: int = 1) -> list[Mutant]:
    """Every change that mutmut makes to the group, tried in a copy of the tree in `folder`; one that was used before is gone on with.

    Raises RuntimeError with mutmut's words where it could not run.
    """
    _forget_survivors(group, folder)
    if _is_through(group, folder):
        return list(mutants(group, folder))
    prepare(group, folder)
    command = [sys.executable, "-m", "tests.mutation.mutating", "run", "--max-children", str(children), *group.functions]
    environment = {**os.environ, "PYTHONPATH": "", "QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(folder / "temporary")}
    (folder / "temporary").mkdir(exist_ok=True)
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(run.stdout[-3000:] + run.stderr[-3000:])
    return list(mutants(group, folder))


def prepare(group: Group, folder: Path) -> None:
    """A copy of the tree with mutmut's settings for the group."""
    for name in _NEEDED:
        source = TREE / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
        else:
            shutil.copy2(source, folder / name)
    without = ", ".join(f'"-p", "no:{plugin}"' for plugin in _WITHOUT)
    settings = _SETTINGS.format(without=without, files=list(group.files), leave=list(group.leave), tests=list(group.tests))
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(settings)


def _forget_survivors(group: Group, folder: Path) -> None:
    """In a folder that was used before, what a test noticed then is believed; what none noticed is tried again after a test was changed."""
    places = [TREE / one for one in group.tests]
    newest = max(file.stat().st_mtime for place in places for file in (place.rglob("*.py") if place.is_dir() else [place]))
    for notes in (folder / "mutants").rglob("*.py.meta"):
        if notes.stat().st_mtime < newest:
            (folder / "mutants" / "mutmut-stats.json").unlink(missing_ok=True)
            known = json.loads(notes.read_text())
            known["exit_code_by_key"] = {key: None if code in _SURVIVED else code for key, code in known["exit_code_by_key"].items()}
            notes.write_text(json.dumps(known))


def _is_through(group: Group, folder: Path) -> bool:
    """True where every change was tried and no file that is changed is newer than what was written down."""
    for source in (file for pattern in group.files for file in TREE.glob(pattern)):
        if any(fnmatch.fnmatch(str(source.relative_to(TREE)), one) for one in group.leave):
            continue
        notes = folder / "mutants" / f"{source.relative_to(TREE)}.meta"
        if not notes.exists():
            if (folder / "mutants" / source.relative_to(TREE)).exists():
                continue  # nothing in it to change
            return False
        if notes.stat().st_mtime < source.stat().st_mtime:
            return False
        codes = json.loads(notes.read_text())["exit_code_by_key"]
        if any(code is None for key, code in codes.items() if _is_chosen(group, key)):
            return False
    return True


def mutants(group: Group, folder: Path) -> Iterator[Mutant]:
    """What mutmut wrote down about each change that was tried."""
    for notes in sorted((folder / "mutants").rglob("*.py.meta")):
        source = str(notes.relative_to(folder / "mutants").with_suffix(""))
        if not any(fnmatch.fnmatch(source, one) for one in group.files) or any(fnmatch.fnmatch(source, one) for one in group.leave):
            continue
        codes = json.loads(notes.read_text())["exit_code_by_key"]
        chosen = {key: code for key, code in codes.items() if _is_chosen(group, key)}
        if not chosen:
            continue
        functions = {
            node.name: node for node in ast.walk(ast.parse(notes.with_suffix("").read_text())) if isinstance(node, ast.FunctionDef)
        }
        for key, code in chosen.items():
            if code is None:
                raise RuntimeError(f"{key} was not tried")
            module, _, name = key.rpartition(".")
            plain = name.partition("__mutmut_")[0]
            where = f"{module.removeprefix('readiness_app.')}.{_called(plain)}"
            was, now = functions[f"{plain}__mutmut_orig"], functions[name]
            change, words = _change(was, now)
            yield Mutant(where=where, change=change, survived=code in _SURVIVED, words=words)


def _is_chosen(group: Group, key: str) -> bool:
    return not group.functions or any(fnmatch.fnmatch(key, pattern) for pattern in group.functions)


def _called(mangled: str) -> str:
    return mangled.removeprefix("x_") if mangled.startswith("x_") else mangled.removeprefix("xǁ").replace("ǁ", ".")


def _change(was: ast.FunctionDef, now: ast.FunctionDef) -> tuple[str, bool]:
    """The smallest part that differs, before and after, and whether it is a sentence alone."""
    old, new = _smallest(was, now)
    is_text = isinstance(old, ast.Constant) and isinstance(old.value, str) and isinstance(new, ast.Constant) and isinstance(new.value, str)
    return f"{_shown(old)} -> {_shown(new)}", is_text and " " in old.value.strip()


_SIGNS = (ast.operator, ast.cmpop, ast.boolop, ast.unaryop)


def _smallest(old: ast.AST, new: ast.AST) -> tuple[ast.AST | str, ast.AST | str]:
    if type(old) is not type(new) or isinstance(old, ast.Constant):
        return old, new
    differing: list[tuple[ast.AST, ast.AST]] = []
    for name in (name for name in old._fields if not (name == "name" and isinstance(old, ast.FunctionDef))):
        one, other = getattr(old, name, None), getattr(new, name, None)
        if isinstance(one, list) and len(one) != len(other):
            return _without(old, one, other)
        for left, right in zip(one, other, strict=True) if isinstance(one, list) else [(one, other)]:
            if not isinstance(left, ast.AST) or not isinstance(right, ast.AST):
                if left != right:
                    return old, new
            elif ast.dump(left) != ast.dump(right):
                differing.append((left, right))
    if len(differing) != 1 or isinstance(differing[0][0], _SIGNS):
        return old, new
    return _smallest(*differing[0])


def _without(node: ast.AST, one: list[ast.AST], other: list[ast.AST]) -> tuple[ast.AST | str, str]:
    """A call that lost one of its arguments, or a match that lost one of its cases."""
    place = next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if ast.dump(left) != ast.dump(right)), len(other))
    whole = _shown(node.func) + "(...)" if isinstance(node, ast.Call) else type(node).__name__.lower()
    return whole, f"{whole} without {_shown(one[place])}"


def _shown(node: ast.AST | str) -> str:
    return node if isinstance(node, str) else " ".join(ast.unparse(node).split())


if __name__ == "__main__":
    chosen = next(group for group in GROUPS if group.name == sys.argv[1])
    place = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.mkdtemp(prefix="mutants-"))
    place.mkdir(exist_ok=True)
    found = tried(chosen, place, int(os.environ.get("MUTANTS_AT_ONCE", "1")))
    print("\n".join(sorted({one.text for one in found if one.survived and not one.words})))
    kept = [one for one in found if one.survived]
    print(f"{len(found)} tried, {len(kept)} survived, {sum(one.words for one in kept)} of them words alone", file=sys.stderr)
