"""Text of people and files is literal in everything that the commands say."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from readiness_app.cli.app import app
from tests.literal.commands import RECIPES, REFUSED, TELLING, WITHOUT, Place, commands
from tests.literal.exports import Read, strings_of
from tests.literal.hostile import raw
from tests.literal.review import States

Told = Callable[..., None]
BUG = 70


def test_every_command_has_a_recipe_or_a_reason() -> None:
    assert {name for name, _ in commands()} == set(RECIPES) | set(WITHOUT)


def run(*args: object) -> Any:
    return CliRunner().invoke(app, [str(one) for one in args], prog_name="readiness")


def people(found: Read, place: str, text: str) -> None:
    """What stands on a terminal; cells of tables end at two spaces, and their lines at the end of a line."""
    found.check(place, re.sub(r" {2,}|\n", "…", text), quoted=True)


def look(found: Read, name: str, result: Any, *, as_json: bool) -> None:
    if result.exit_code == BUG or (result.exception is not None and not isinstance(result.exception, SystemExit)):
        found.problems.append(f"{name}: ended with {result.exception!r} {result.stderr[-300:]}")
    people(found, f"{name}, standard error", result.stderr)
    if as_json and result.stdout and name != "record":
        found.problems += [f"{name} --json: {raw(result.stdout)!r} stand there as they are"] if raw(result.stdout) else []
        for text in strings_of(json.loads(result.stdout), ("subject", "issuer")):
            found.check(f"{name} --json", text, may_hide=True, quoted=True)
    elif name == "record":
        found.check(name, "\n".join(strings_of(json.loads(result.stdout))), may_hide=True)  # byte for byte, as its digest says
    else:
        found.check(f"{name}, standard output", result.stdout, may_hide=True)  # to a script; test_terminal has what a person sees


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("DATA", "LOG"):
        monkeypatch.setenv(f"READINESS_{name}_DIR", str(tmp_path / name.lower()))
    monkeypatch.setenv("COLUMNS", "50000")  # no cell of a table is broken
    monkeypatch.chdir(tmp_path)
    return monkeypatch


@pytest.mark.slow
def test_every_command_says_every_text_as_it_was_written(
    made_states: States, tmp_path: Path, at_home: pytest.MonkeyPatch, told: Told
) -> None:
    found, refused, runs = visit(made_states, tmp_path, at_home)
    told(
        "hostile",
        case="every text in what commands say",
        how="every command over the same markers, in options and names of files too, for people and with --json; names that nothing has",
        must="every text as it was written, JSON exactly; no control or direction character reaches a terminal, no markup is obeyed",
        happened=(
            f"{len(RECIPES)} commands, {runs} runs, {found.strings:,} texts, {len(found.whole)} fields and options seen whole: "
            f"{len(found.problems)} not literal; {len(WITHOUT)} commands hold no such text"
        ),
        times=runs,
    )
    assert sorted(set(found.problems)) == []
    assert refused == REFUSED


def visit(states: States, folder: Path, patch: pytest.MonkeyPatch, *, thorough: bool = False) -> tuple[Read, set[str], int]:
    """Runs every command for people, with --json, and with names of what is not there."""
    found, refused, runs = Read(states.made.texts), set(), 0
    for name, command in commands():
        missing = [
            f"{states.made.texts.of(f'no {one.name}', file_name=True)}.readiness"
            for one in command.params
            if one.param_type_name == "argument"
        ]
        here = folder / name
        here.mkdir()
        patch.setenv("READINESS_CONFIG_DIR", str(here / "config"))
        look(found, f"{name} of what is not there", run(*name.split(), *missing), as_json=False)
        look(found, f"{name} with a wrong option", run(*name.split(), "--[red]x\x1b[31m"), as_json=False)
        runs += 2
        ways = (False, True) if thorough or name in TELLING else (False,)
        for as_json in ways if name in RECIPES else ():
            place = Place(states, here / str(as_json))
            place.folder.mkdir()
            acting = ["--as", states.made.texts.of("--as", plain=True)]
            result = run(*name.split(), *RECIPES[name](place), *acting, *(["--json"] if as_json else []))
            look(found, name, result, as_json=as_json)
            refused |= {name} if result.exit_code else set()
            runs += 1
    return found, refused, runs


@pytest.mark.slow
def test_no_text_reaches_a_terminal_as_it_is(made_states: States, tmp_path: Path) -> None:
    """On a terminal a path stands on standard output too; a script gets it as it is."""
    import pty

    place = Place(made_states, tmp_path)
    out = place.folder / "a\x1b[31m\u202e.pdf"
    mine, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "dumb", "COLUMNS": "50000", "READINESS_CONFIG_DIR": str(tmp_path / "config")}
    code = "from readiness_app.cli import main; main()"
    command = [sys.executable, "-c", code, "report", str(place.workspace("sealed")), "R1", "--out", str(out)]
    done = subprocess.run(command, stdout=theirs, stderr=theirs, stdin=subprocess.DEVNULL, env=environment, check=False)
    os.close(theirs)
    said = os.read(mine, 100_000).decode()
    os.close(mine)
    assert done.returncode == 0, said
    assert "a\\x1b[31m\\u202e.pdf" in said and raw(said.replace("\r\n", "\n")) == ""
