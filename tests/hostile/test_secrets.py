"""A session by command and what a bug leaves behind: no passphrase, key or evidence text outside the workspace's folder."""

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PASSPHRASE, MARKER = "Vq7 heron kettle 93 umbra", "Zx4 the kiln keeps nine grey herons"
REVIEW = "model-one-2026-03-29"
_STRACE = shutil.which("strace")
pytestmark = pytest.mark.skipif(_STRACE is None, reason="every write is watched with strace")
# A bug with what nobody else may read in its own text, in its cause's, and in the variables around it.
BUG = """
import sys
from readiness_app.services import library
from readiness_app.cli import main
held = open(sys.argv[1]).read()
def broken():
    words = held
    try:
        raise KeyError(words)
    except KeyError as cause:
        raise RuntimeError(words) from cause
library.checklists = broken
sys.argv[1:] = ["checklists"]
main()
"""


def spellings(text: str) -> Iterator[str]:
    """How a text may stand in what was written: as it is, in UTF-16 as strace shows it, in hex and in base64 at any offset."""
    yield text
    yield "\\\\0".join(text)
    yield text.encode().hex()
    for before in range(3):
        whole = base64.b64encode(b" " * before + text.encode()).decode()
        yield whole[4 : len(whole) // 4 * 4 - 4]


class Session:
    """Commands of a person in places of their own, every write of theirs and of their children watched."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.work, self.places = folder, folder / "work", folder / "places"
        names = {
            "HOME": "home",
            "TMPDIR": "tmp",
            "READINESS_LOG_DIR": "log",
            "READINESS_CONFIG_DIR": "config",
            "READINESS_DATA_DIR": "data",
        }
        for name in ("work", *(f"places/{place}" for place in names.values())):
            (folder / name).mkdir(parents=True)
        self.environment = os.environ | {name: str(self.places / place) for name, place in names.items()}
        self.secret = self.work / "secret.txt"
        self.secret.write_text(PASSPHRASE + "\n")
        self.secret.chmod(0o600)
        self.evidence = self.work / "plan.txt"
        self.evidence.write_text(f"Before. {MARKER}. After.\n")
        self.commands = 0

    def run(self, *args: str | Path, code: int = 0, program: tuple[str, ...] = ("-m", "readiness_app.cli")) -> None:
        """One command; its trace lies in the folder of the session."""
        assert _STRACE is not None
        self.commands += 1
        trace = self.folder / f"trace-{self.commands}"
        watch = [_STRACE, "-f", "-y", "-s", "1000000", "-e", "trace=write,pwrite64,writev,pwritev,execve", "-v", "-o", str(trace)]
        command = [*watch, sys.executable, *program, *(str(arg) for arg in args)]
        done = subprocess.run(command, capture_output=True, text=True, env=self.environment, cwd=self.work, check=False)
        assert done.returncode == code, done.stderr[-2000:]

    def leaks(self) -> list[str]:
        """Every line of a trace that writes a secret into a file outside the workspace's folder, or starts a process with one."""
        wanted = [spelling for text in (PASSPHRASE, MARKER) for spelling in spellings(text)]
        found = []
        for trace in sorted(self.folder.glob("trace-*")):
            for line in trace.read_text(errors="replace").splitlines():
                place = line.partition("<")[2].partition(">")[0]
                elsewhere = "execve(" in line or (place.startswith("/") and not place.startswith(str(self.work)))
                if elsewhere and any(spelling in line for spelling in wanted):
                    found.append(line[:200])
        return found

    def left_behind(self) -> list[Path]:
        """Files outside the workspace's folder that hold a secret."""
        wanted = [
            spelling.encode()
            for text in (PASSPHRASE, MARKER)
            for spelling in (*spellings(text), text.encode("utf-16-le").decode("latin-1"))
        ]
        return [path for path in self.places.rglob("*") if path.is_file() and any(spelling in path.read_bytes() for spelling in wanted)]


@pytest.mark.long
def test_a_session_leaves_no_secret_outside_the_workspace(tmp_path: Path, told: Callable[..., None]) -> None:
    session = Session(tmp_path)
    w, me, unlock = session.work / "w.readiness", ("--as", "Ada Byron"), ("--unlock", session.secret)
    session.run(
        "new",
        w,
        "--checklist",
        "staged-access-cyber",
        "--vendor",
        "V",
        "--model",
        "Model One",
        "--tier",
        "internal",
        "--as-of",
        "2026-03-29",
        *me,
    )
    session.run("identity", "create", "Ada Byron", "--out", session.work / "ada.p12", "--passphrase-file", session.secret)
    session.run("encrypt", w, "--passphrase-file", session.secret)
    session.run(*unlock, "attach", w, REVIEW, "SAC-01", session.evidence, "--confidentiality", "confidential", *me)
    session.run(*unlock, "answer", w, REVIEW, "SAC-01", "--note", "seen", *me)
    session.run(*unlock, "record", w, REVIEW)
    session.run(*unlock, "attach", w, REVIEW, "NO-SUCH-ITEM", session.evidence, *me, code=1)
    session.run(session.evidence, code=70, program=("-c", BUG))
    log = (session.places / "log" / "readiness.log").read_text()
    assert "in broken" in log and "builtins.KeyError" in log
    leaks, left = session.leaks(), session.left_behind()
    watched = sum(trace.read_text(errors="replace").count("write") for trace in tmp_path.glob("trace-*"))
    assert (leaks, left) == ([], [])
    told(
        "confidential",
        case="secrets outside the workspace, by command",
        how="encrypt, identity, attach a confidential file, answer, record, a refusal, a bug whose text quotes the file; writes watched",
        must="no passphrase or evidence text in log, temporary files, profile, command lines, environments (also UTF-16, hex, base64)",
        happened=f"{len(leaks)} found in {watched:,} writes of {session.commands} commands, {len(left)} in the files left behind",
        times=session.commands,
    )


def test_the_search_finds_what_it_looks_for(tmp_path: Path) -> None:
    (tmp_path / "trace-1").write_text(
        f'1 write(3</tmp/x>, "{base64.b64encode(MARKER.encode()).decode()}", 9) = 9\n2 write(1<pipe:[7]>, "{MARKER}")\n'
    )
    session = Session(tmp_path)
    assert len(session.leaks()) == 1
