"""A person at a command line: own folders for preferences and logs, reviews made by commands, identities made once."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

Run = Callable[..., Any]
REVIEW = "model-one-2026-03-29"
MYTHOS = "claude-mythos-2026-03-29"
PASSPHRASE = "correct horse"


def run_command(*args: str | Path, code: int = 0, typed: str | None = None) -> Any:
    """Runs `readiness` in this process and checks how it ended; the result has `stdout` and `stderr`."""
    from readiness_app.cli.app import app

    result = CliRunner().invoke(app, [str(arg) for arg in args], input=typed, prog_name="readiness")
    assert result.exit_code == code, f"{args}: {result.exit_code}\n{result.stdout}\n{result.stderr}\n{result.exception!r}"
    return result


def last_words(path: Path) -> str:
    """What the newest entry of the review's history says."""
    from readiness_app.cli import acting
    from readiness_app.cli.history_words import what
    from readiness_app.services.reviewing import history

    with acting.reading(path) as opened:
        return what(history(opened, REVIEW)[-1])


def own_places(patch: pytest.MonkeyPatch, folder: Path) -> None:
    for name in ("CONFIG", "DATA", "LOG"):
        patch.setenv(f"READINESS_{name}_DIR", str(folder / name.lower()))


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_places(monkeypatch, tmp_path)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run() -> Run:
    return run_command


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with `small.readiness` (an open review with a hard gate), its certificates and passphrase; copied for each test."""
    folder = tmp_path_factory.mktemp("templates")
    with pytest.MonkeyPatch.context() as patch:
        own_places(patch, folder)
        create_small(folder / "small.readiness")
        (folder / "secret.txt").write_text(PASSPHRASE + "\n", encoding="utf-8")
        (folder / "secret.txt").chmod(0o600)
        for name in ("Tomas Berg", "Ruth Okello"):
            out = folder / f"{name.split()[0].lower()}.p12"
            run_command("identity", "create", name, "--out", out, "--passphrase-file", folder / "secret.txt")
        yield folder


def create_small(path: Path) -> None:
    run_command(
        *("new", path, "--checklist", "staged-access-cyber", "--vendor", "Example Labs", "--model", "Model One"),
        *("--tier", "internal", "--as-of", "2026-03-29", "--as", "Ada Byron"),
    )


@pytest.fixture
def small(templates: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(templates / "small.readiness", tmp_path / "small.readiness"))


@pytest.fixture(scope="session")
def sealed_template(templates: Path) -> Path:
    """`sealed.readiness` and `sealed.pdf`: the small review deferred, sealed, two signatories pinned, nobody has signed."""
    path = Path(shutil.copy(templates / "small.readiness", templates / "sealed.readiness"))
    with pytest.MonkeyPatch.context() as patch:
        own_places(patch, templates)
        run_command("decide", path, REVIEW, "--outcome", "defer", "--rationale", "Too much is unknown.", "--as", "Ada Byron")
        for role, name in (("security", "Tomas Berg"), ("business_owner", "Ruth Okello")):
            pem = templates / f"{name.split()[0].lower()}.pem"
            run_command("signatory", path, REVIEW, role, name, "--certificate", pem, "--as", "Ada Byron")
        run_command("seal", path, REVIEW, "--out", templates / "sealed.pdf", "--as", "Ada Byron")
    return templates


@pytest.fixture
def sealed(sealed_template: Path, tmp_path: Path) -> Path:
    """The folder of one test with everything of `sealed_template`."""
    for name in ("sealed.readiness", "sealed.pdf", "tomas.p12", "tomas.pem", "ruth.p12", "ruth.pem", "secret.txt"):
        shutil.copy(sealed_template / name, tmp_path / name)
    return tmp_path
