"""What holds for every command, and that the page for users tells of all of them."""

import inspect
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from readiness_app.cli.app import app

PAGE = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
PROMISED = """demo|config set|config show|checklists|packs|checklist show|checklist validate|pack validate|pack compare
next-round|confirm|compare
questions|replies
new|edit|reviews|status|items|adopt|show|answer|claim|resolve
attach|detach|purge|quotes|revise|accept-risk|condition|condition-done|decide|signatory|seal|reopen
decline|draft|identity create|identity show
sign|collect|report|annex|verify|record|history|check|backup|restore
encrypt|passphrase|recover|decrypt
mark|extract"""


def commands(group: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    root: Any = group or typer.main.get_command(app)
    for name, command in root.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


COMMANDS = dict(commands())


def test_every_promised_command_is_there_and_no_other() -> None:
    assert set(COMMANDS) == set(re.split(r"[|\n]", PROMISED))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_as_and_json(name: str) -> None:
    options = {option for parameter in COMMANDS[name].params for option in parameter.opts}
    assert {"--as", "--json"} <= options


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name: str) -> None:
    assert inspect.cleandoc(COMMANDS[name].help).endswith(".")


def test_the_page_has_a_part_for_every_command_and_no_other() -> None:
    assert re.findall(r"^### readiness (.+)$", PAGE, re.MULTILINE) == list(
        dict.fromkeys(re.findall(r"^### readiness (.+)$", PAGE, re.MULTILINE))
    )
    assert set(re.findall(r"^### readiness (.+)$", PAGE, re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_page_names_every_option(name: str) -> None:
    part = re.split(r"^##", PAGE.split(f"### readiness {name}\n")[1], flags=re.MULTILINE)[0]
    options = {
        option for parameter in COMMANDS[name].params for option in (*parameter.opts, *parameter.secondary_opts) if option[:2] == "--"
    }
    assert sorted(options - {"--as", "--json", "--help"} - set(re.findall(r"--[a-z-]+", part))) == []


EXAMPLES = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.replace("\\\n", " ").splitlines()]


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_example_of_the_page_parses(line: str) -> None:
    words = shlex.split(line.split(" > ")[0])[1:]
    name = " ".join(words[:2]) if " ".join(words[:2]) in COMMANDS else words[0]
    COMMANDS[name].make_context(name, words[len(name.split()) :])


def test_every_command_has_an_example() -> None:
    assert [
        name for name in COMMANDS if not any(line.startswith(f"readiness {name} ") or line == f"readiness {name}" for line in EXAMPLES)
    ] == []


HEAVY = (
    "sqlalchemy",
    "alembic",
    "reportlab",
    "pikepdf",
    "pyhanko",
    "cryptography",
    "jsonschema",
    "msgspec",
    "PySide6",
    "readiness_app.services.workspace",
    "readiness_app.store",
)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom readiness_app.cli import main\nsys.argv = ['readiness', '--help']\n"
        "try:\n    main()\nexcept SystemExit as end:\n"
        f"    print([name for name in {HEAVY!r} if name in sys.modules], end.code, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[] 0\n"


def test_the_console_script_ends_with_the_exit_code() -> None:
    code = "from readiness_app.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, "status", "none.readiness", "R"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("There is no workspace none.readiness. ")


def test_version(run: Any) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", run("--version").stdout)
