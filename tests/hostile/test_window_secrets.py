"""A session in the real window, every call of the system watched: secrets stand where they belong and nowhere else."""

import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from readiness_app.services import encryption
from readiness_app.services.workspace import Workspace
from tests.hostile import people
from tests.hostile.people import KEYS, TEXTS
from tests.hostile.secret_search import STRACE, Places, counted

pytestmark = [pytest.mark.long, pytest.mark.skipif(STRACE is None, reason="every call is watched with strace")]
ALONE = {
    "QT_QPA_PLATFORM": "offscreen",
    "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    "PYTHONPATH": str(Path(__file__).parents[2]),
}
PLACES = (("in the workspace", "work/"), ("exported", "exports/"), ("settings and notes", "config/"), ("heads", "data/"), ("log", "log/"))
WRITTEN = ("work", "exports", "config", "data", "log", "given", "token")
# What of all that is typed and read lies in the clipboard by whose doing: the person's, each time.
COPIED = {
    "copied elsewhere": {"pasted text"},
    "hands_out": set(),
    "changes_secrets": {"recovery code"},
    "meets_a_bug": set(),
    "asks for the words of a bug": {"text in a file"},
    "at the end": {"text in a file"},
    "at the end, selected": set(),
}


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Places]:
    """An encrypted workspace with nothing in it, files, a token, and the person's preferences."""
    made = Places(tmp_path / "person")
    people.give_files(made)
    path = made.work / "w.readiness"
    Workspace.create(path, people.now(), made.folder / "data" / "seals").close()
    encryption.encrypt(path, KEYS["passphrase"], encryption.new_recovery_code(), people.now(), lambda fraction, name: None)
    (made.folder / "notes" / "secrets.json").write_text(json.dumps(KEYS | TEXTS))
    with people.token(made) as library:
        settings = {"me": "Imke Sanders", "token_library": str(library or "")}
        (made.folder / "config" / "settings.json").write_text(json.dumps(settings))
        yield made


def played(places: Places, *how: str, code: int = 0, **more: str) -> str:
    return places.run(sys.executable, "-m", "tests.hostile.window_session", places.folder, *how, code=code, **(ALONE | more))


@pytest.fixture(params=["offscreen", "xcb"])
def screen(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """No screen, or one of X11 with its two clipboards, which nobody sees."""
    if request.param == "offscreen":
        yield {}
        return
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed (apt-get install xvfb)")
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1440x900x24"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as x:
        assert x.stdout is not None
        number = x.stdout.readline().decode().strip()
        # No bus: looking for one would start daemons that outlive the session.
        yield {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{number}", "DBUS_SESSION_BUS_ADDRESS": "disabled:", "NO_AT_BRIDGE": "1"}
        x.terminate()


def note(places: Places, name: str):
    return json.loads((places.folder / "notes" / name).read_text())


def belongs(secret: str, place: str) -> bool:
    """Texts stand in what was exported, and go to the processes that read foreign files; the recovery code is in the page to print.

    The title of the window, which the screen is told, names vendor and model.
    """
    if secret == "recovery code":
        return place == "exports/code.txt"
    if place == "socket":
        return secret in ("vendor", "model")
    return secret in (*TEXTS, "id of the review") and (place.startswith("exports/") or place == "pipe")


def copied(places: Places, words: dict[str, str]) -> dict[str, set[str]]:
    """Which secrets were in the clipboard, by what the person was at."""
    found: dict[str, set[str]] = {}
    for doing, text in note(places, "clipboard.json"):
        found.setdefault(doing, set()).update(name for name, word in words.items() if word in text)
    return found


def test_a_session_leaves_secrets_nowhere_else(places: Places, screen: dict[str, str], told: Callable[..., None]) -> None:
    said = played(places, **screen)
    words = note(places, "secrets.json")
    secrets = people.searched(words, places.work / "w.readiness", KEYS["next passphrase"], places.exports / "ruth.p12")
    found = places.found(secrets)
    leaks = sorted(one for one in found if not belongs(*one))
    assert leaks == []
    there = {("text in a file", "exports/copy.txt"), ("recovery code", "exports/code.txt"), ("note", "exports/history.jsonl")}
    assert found >= there | {("text in a PDF", "pipe"), ("reply", "pipe")}  # it is found where it is
    assert places.outside(*(places.folder / name for name in WRITTEN)) == set()
    clipboard = copied(places, words)
    selected = {"changes_secrets, selected": {"recovery code"}} if screen else {}  # X11 has a second clipboard for what is selected
    assert clipboard == COPIED | selected
    log = (places.folder / "log" / "readiness.log").read_text()
    assert "in broken" in log and "builtins.KeyError" in log
    files = {places.short(place) for place in places.written() if not place.startswith(str(places.folder / "notes"))}
    told(
        "confidential",
        case=f"secrets outside the workspace, in the window{' on X11' if screen else ''}",
        how=f"{said.count(': done')} parts of a session in an encrypted workspace: unlock, wrong passphrase, attach, paste, look, note, "
        "questions, replies, identity, seal, sign by file and token, exports, next round, new passphrase and code, a bug; calls watched",
        must="no passphrase, PIN, key or code in any file, name, command line, environment or pipe; no text outside what was exported; "
        "in the clipboard only what the person copied (also UTF-16, hex, base64)",
        happened=f"{len(leaks)} of {len(secrets)} secrets found elsewhere in {sum(places.written().values()):,} writes; files written: "
        f"{counted((place for place in files if not place.startswith(('given/', 'token/'))), PLACES)}, "
        f"{sum(place.startswith('tmp/') for place in files)} of them temporary",
        times=said.count(": done"),
    )


def test_a_crash_tells_places_in_the_code_and_nothing_else(places: Places, told: Callable[..., None]) -> None:
    said = played(places, "crash", code=-signal.SIGABRT, PYTHONFAULTHANDLER="1")
    secrets = {name: text.encode() for name, text in (KEYS | TEXTS).items()}
    secrets["key of the workspace"] = encryption.unlock(places.work / "w.readiness", KEYS["passphrase"]).key
    leaks = sorted(one for one in places.found(secrets) if not belongs(*one))
    assert leaks == [] and "Fatal Python error: Aborted" in said and 'window_session.py", line' in said
    assert places.outside(*(places.folder / name for name in WRITTEN)) == set()
    dumps = [path for path in places.folder.rglob("*core*") if path.is_file() and path.stat().st_size > 1]
    assert dumps == [] and re.search(r"largest dump: [01]\n", said)
    told(
        "confidential",
        case="secrets outside the workspace, after a crash",
        how="the same session aborted once evidence is on screen, with Python told to print where it was; calls watched",
        must="the stack names places in the code; no secret in what is printed or left behind, no dump of the memory",
        happened=f"{len(leaks)} of {len(secrets)} secrets found, {len(dumps)} dumps, {said.count('File ')} places named",
        times=1,
    )
