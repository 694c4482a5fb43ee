"""Encrypting a workspace with everything that belongs to it, and the way back."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlcipher3.dbapi2 as driver

from readiness_app.domain.errors import NeedsKey, Refused, Unreadable
from readiness_app.store import backups, conversion, disk, encrypting, holding, keys, reviews, vault
from readiness_app.store.database import Database
from readiness_app.store.header import is_encrypted
from readiness_app.store.holding import Hold, Holder
from tests.builders import NOW
from tests.store.test_backups import damage, entry
from tests.store.test_upgrade import old_file

MARKER = b"the marker that nobody else may read"
KEY = keys.new_key()
CODE = keys.new_recovery_code()
KEY_FILE = keys.key_file(KEY, "correct horse battery", CODE)


def quiet(fraction: float, name: str) -> None:
    """Nobody listens."""


def encrypt(path: Path) -> None:
    encrypting.encrypt(path, KEY, KEY_FILE, quiet)


@pytest.fixture
def family(held: Database, path: Path) -> Path:
    """A closed workspace with a marker in evidence and history, a backup, a copy of an older time, and rubbish of a killed program."""
    with held.write() as connection:
        vault.put(connection, BytesIO(MARKER), limit=1000)
    entry(held, 1)
    backups.make(path, NOW)
    held.close()
    for name in ("work.before-restore-2026-01-01T00-00-00Z.readiness", "work.rescued-1.readiness", "work.readiness.part"):
        path.with_name(name).write_bytes(path.read_bytes())
    (backups.folder_of(path) / "work.readiness.7.checking").write_bytes(path.read_bytes())
    return path


def files(path: Path) -> dict[str, bytes]:
    """Every file; of the workspace itself not the header, which says how its log is kept and counts that."""
    found = {str(one.relative_to(path.parent)): one.read_bytes() for one in path.parent.rglob("*") if one.is_file()}
    return found | {path.name: found[path.name][100:]}


def readable(path: Path) -> list[str]:
    return [name for name, data in files(path).items() if MARKER in data or b"Ada Byron" in data]


@pytest.fixture
def lock(path: Path) -> Iterator[Hold]:
    taken = holding.take(path, Holder(name="", machine="", since=None))
    assert isinstance(taken, Hold)
    yield taken
    taken.release()


def test_nothing_can_be_read_anywhere_afterwards(family: Path) -> None:
    assert len(readable(family)) == 6
    encrypt(family)
    assert readable(family) == [] and is_encrypted(family)


def test_files_of_other_people_stay(family: Path) -> None:
    others = [family.with_name(name) for name in ("work.partners.xlsx", "work-2.readiness.part", "works.readiness", "work.part1.rar")]
    for other in others:
        other.write_bytes(b"mine")
    encrypt(family)
    assert [other.read_bytes() for other in others] == [b"mine"] * 4


def test_it_opens_with_the_key_alone_and_holds_what_it_held(family: Path) -> None:
    encrypt(family)
    with pytest.raises(NeedsKey, match="is encrypted"):
        Database.open(family)
    database = Database.open(family, key=KEY)
    with database.read() as connection:
        assert reviews.ids(connection) == ("R1",)
    database.close()


def test_a_key_of_another_workspace_is_told_and_changes_nothing(family: Path) -> None:
    encrypt(family)
    before = files(family)
    with pytest.raises(Unreadable, match="does not open with the key"):
        Database.open(family, key=keys.new_key())
    assert files(family) == before


def test_work_leaves_nothing_readable_in_log_backup_or_copy(family: Path) -> None:
    encrypt(family)
    database = Database.open(family, key=KEY)
    with database.write() as connection:
        vault.put(connection, BytesIO(MARKER * 2), limit=1000)
    entry(database, 2)
    backups.make(family, NOW + timedelta(hours=1), KEY)
    assert family.with_name("work.readiness-wal").stat().st_size and readable(family) == []
    database.close()


def test_no_review_is_named_beside_it(family: Path) -> None:
    """Not in the manifests of its backups either: an id is made of the model's name."""
    encrypt(family)
    backups.make(family, NOW + timedelta(hours=1), KEY)
    assert len(backups.held(family)) == 2 and all(list(one.manifest.reviews) == [backups.veil("R1", KEY)] for one in backups.held(family))
    encrypting.decrypt(family, KEY, quiet)
    assert all(list(one.manifest.reviews) == ["R1"] for one in backups.held(family))


def test_a_backup_made_before_is_sound_and_comes_back(family: Path) -> None:
    encrypt(family)
    (backup,) = backups.held(family)
    former = backups.put_back(backup, family, NOW, KEY)
    assert former is not None and readable(family) == []
    Database.open(family, key=KEY).close()


def test_a_lost_key_file_comes_back_with_a_backup(family: Path) -> None:
    encrypt(family)
    keys.path_of(family).unlink()
    backups.put_back(backups.held(family)[0], family, NOW, KEY)
    assert keys.read(keys.path_of(family)) == KEY_FILE


def test_a_plain_backup_does_not_come_into_the_place_of_an_encrypted_file(family: Path) -> None:
    plain = backups.held(family)[0].path.read_bytes(), backups.manifest_of(backups.held(family)[0].path).read_bytes()
    encrypt(family)
    (backup,) = backups.held(family)
    backup.path.write_bytes(plain[0])
    backups.manifest_of(backup.path).write_bytes(plain[1])
    with pytest.raises(Refused, match="is not encrypted"):
        backups.put_back(backups.held(family)[0], family, NOW, KEY)


def test_a_file_that_went_is_rescued_under_its_key(family: Path) -> None:
    encrypt(family)
    database = Database.open(family, key=KEY)
    entry(database, 2)
    family.replace(family.with_name("gone"))
    family.with_name("gone").unlink()
    with pytest.raises(Unreadable, match="kept beside it as"):
        entry(database, 3)
    rescued = max(family.parent.glob("work.rescued-2*"))
    assert is_encrypted(rescued) and keys.find(rescued) == keys.path_of(family)
    database.close()


def test_a_file_that_was_encrypted_meanwhile_is_not_rescued_in_plain(family: Path) -> None:
    twin = family.with_name("twin.readiness")
    twin.write_bytes(family.read_bytes())
    encrypting.encrypt(twin, KEY, KEY_FILE, quiet)
    database = Database.open(family)
    twin.replace(family)
    before = sorted(family.parent.glob("*"))
    with pytest.raises(Unreadable, match="was encrypted while it was open"):
        entry(database, 9)
    assert sorted(family.parent.glob("*")) == before
    database.close()


def test_an_older_format_is_upgraded_with_its_key(path: Path) -> None:
    connection = driver.connect(str(path), isolation_level=None)
    keys.unlock(connection, KEY)
    connection.execute("PRAGMA application_id=0x52444E45")
    connection.close()
    Database.open(path, key=KEY).close()
    assert is_encrypted(path.with_name("work.format-0.readiness"))


def test_a_copy_of_an_older_format_is_encrypted_too(path: Path) -> None:
    Database.open(old_file(path)).close()
    encrypt(path)
    assert is_encrypted(path.with_name("work.format-0.readiness"))


@pytest.mark.parametrize("what", ["backup", "copy"])
def test_a_damaged_file_is_named_and_everything_stays(family: Path, what: str) -> None:
    bad = backups.held(family)[0].path if what == "backup" else family.with_name("work.rescued-1.readiness")
    damage(bad)
    before = files(family)
    with pytest.raises(Refused, match=bad.name):
        encrypt(family)
    assert files(family) == before


def test_a_damaged_workspace_is_not_encrypted(family: Path) -> None:
    connection = driver.connect(str(family), isolation_level=None)
    connection.execute("DROP TRIGGER history_no_update")
    connection.execute("UPDATE history SET actor = 'Somebody'")
    connection.close()
    before = files(family)
    with pytest.raises(Unreadable, match="is damaged"):
        encrypt(family)
    assert files(family) == before


def test_another_program_keeps_it_as_it_is(family: Path) -> None:
    other = Database.open(family)
    with other.read() as connection:
        reviews.ids(connection)
        with pytest.raises((Unreadable, Refused), match="another program"):
            encrypt(family)
    assert not is_encrypted(family)
    other.close()


def test_stopping_it_leaves_everything_as_it_was(family: Path) -> None:
    before = files(family)

    def stop(fraction: float, name: str) -> None:
        if fraction == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encrypting.encrypt(family, KEY, KEY_FILE, stop)
    assert files(family) == before


@pytest.mark.skipif(sys.platform == "win32", reason="rights are kept otherwise there")
def test_nobody_gets_a_right_to_a_file_that_they_had_not(family: Path) -> None:
    family.chmod(0o600)
    backups.held(family)[0].path.chmod(0o640)
    encrypt(family)
    encrypting.decrypt(family, KEY, quiet)
    assert [path.stat().st_mode & 0o777 for path in (family, backups.held(family)[0].path)] == [0o600, 0o640]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
@pytest.mark.parametrize("kind", ["soft", "hard"])
def test_a_file_with_a_second_name_would_stay_readable_under_it(family: Path, tmp_path_factory: pytest.TempPathFactory, kind: str) -> None:
    other = tmp_path_factory.mktemp("elsewhere") / family.name
    family.replace(other)
    family.symlink_to(other) if kind == "soft" else family.hardlink_to(other)
    with pytest.raises(Refused, match="second name"):
        encrypt(family)
    assert not is_encrypted(other)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_backups_that_lie_elsewhere_are_told(family: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("elsewhere") / "work.backups"
    backups.folder_of(family).replace(other)
    backups.folder_of(family).symlink_to(other)
    with pytest.raises(Refused, match="lies elsewhere"):
        encrypt(family)


def test_a_key_file_that_lies_there_is_never_written_over(family: Path) -> None:
    keys.path_of(family).write_bytes(b"of something else")
    with pytest.raises(Refused, match="may open something else"):
        encrypt(family)
    assert keys.path_of(family).read_bytes() == b"of something else"


def test_decrypting_gives_back_what_was_there(family: Path) -> None:
    encrypt(family)
    encrypting.decrypt(family, KEY, quiet)
    backups.check(backups.held(family)[0])
    backups.put_back(backups.held(family)[0], family, NOW)
    assert not list(family.parent.rglob("*.key")) and len(readable(family)) == 5  # the rubbish has gone, the former file is new


KILLED = """
import os, shutil, sys
from pathlib import Path
from readiness_app.store import encrypting
from tests.store.test_encrypting import FIXED, KEY_FILE, quiet
start, root, name, way = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
def counted(at):
    calls = 0
    def wrap(owner, name):
        real = getattr(owner, name)
        def call(*args, **named):
            nonlocal calls
            calls += 1
            if calls == at:
                os._exit(9)
            return real(*args, **named)
        setattr(owner, name, call)
    for owner, name in ((os, "fsync"), (os, "unlink"), (os, "rmdir"), (Path, "mkdir"), (Path, "replace"), (Path, "unlink")):
        wrap(owner, name)
    wrap(encrypting, "_export")
for at in range(1, 300):
    place = shutil.copytree(start, root / str(at)) / name
    if not (child := os.fork()):
        counted(at)
        encrypting.encrypt(place, FIXED, KEY_FILE, quiet) if way == "encrypt" else encrypting.decrypt(place, FIXED, quiet)
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(at, ended)
    if ended != 9:
        break
"""
FIXED = keys.Key(key=b"k" * 32, salt=b"s" * 16)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be forked there")
@pytest.mark.parametrize("way", ["encrypt", "decrypt"])
def test_killed_at_any_step_everything_is_old_or_everything_new(family: Path, tmp_path_factory: pytest.TempPathFactory, way: str) -> None:
    if way == "decrypt":
        encrypting.encrypt(family, FIXED, KEY_FILE, quiet)
    place, root = tmp_path_factory.mktemp("killed"), Path(__file__).parents[2]
    code = [sys.executable, "-c", KILLED, str(family.parent), str(place), family.name, way]
    done = subprocess.run(code, check=True, cwd=root, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(root)})
    ends = done.stdout.split("\n")[:-1]
    assert len(ends) > 20 and ends[-1].endswith(" 0")
    for at in range(1, len(ends) + 1):
        Database.open(place / str(at) / family.name, key=FIXED).close()  # which ends what was begun
    assert {one_kind(place / str(at) / family.name) for at in range(1, len(ends) + 1)} == {True, False}


def one_kind(path: Path) -> bool:
    """Encrypted or not; fails where the files of a workspace are not all of one kind, and where a backup is not sound."""
    found = {is_encrypted(one) for one in path.parent.rglob("*.readiness")}
    assert len(found) == 1 and not conversion.folder_of(path).exists()
    (backup,) = backups.held(path)
    backups.check(backup, FIXED)
    assert found == {False} or (readable(path) == [] and keys.path_of(path).exists())
    return found.pop()


@pytest.mark.parametrize("target", ["../elsewhere", "/tmp/elsewhere", "other.readiness", "work.backups/../../x", "x/y", "work\\..\\x"])
def test_a_plan_that_reaches_elsewhere_is_refused(family: Path, target: str) -> None:
    folder = conversion.folder_of(family)
    folder.mkdir()
    (folder / "part").write_bytes(b"evil")
    (folder / "plan.json").write_bytes(msgspec.json.encode({"moves": [["part", target]], "removals": []}))
    before = files(family)
    with pytest.raises(Unreadable, match="was not made by Readiness"):
        Database.open(family)
    assert files(family) == before


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="only Linux names the files that a process has open")
@pytest.mark.parametrize("way", ["encrypt", "decrypt"])
def test_no_file_is_open_here_when_it_is_replaced_or_removed(family: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """Windows would refuse it."""
    if way == "decrypt":
        encrypt(family)
    real, seen = conversion._finish, []

    def finish(workspace: Path) -> None:
        opened = {str(one.readlink()) for one in Path("/proc/self/fd").iterdir() if one.is_symlink()}  # the listing's own is gone by now
        seen.append([one for one in opened if one.startswith(str(family.parent)) and not one.endswith(".lock")])
        real(workspace)

    monkeypatch.setattr(conversion, "_finish", finish)
    encrypt(family) if way == "encrypt" else encrypting.decrypt(family, KEY, quiet)
    assert seen == [[]]


def test_a_plan_that_may_not_last_is_taken_back(family: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, real = files(family), disk.flush

    def flush(path: Path) -> None:
        if path == conversion.folder_of(family) and (path / "plan.json").exists():
            raise OSError(5, "Input/output error")
        real(path)

    monkeypatch.setattr(disk, "flush", flush)
    with pytest.raises(Unreadable, match=r"Input/output error\. Nothing was changed"):
        encrypt(family)
    Database.open(family).close()
    assert files(family).keys() == before.keys() and not is_encrypted(family)


def test_what_another_kind_of_program_writes_at_the_last_moment_is_not_lost(family: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the export and the replacing the file is open nowhere; a program that does not look at the folder could get in."""
    real = encrypting._alone

    @contextmanager
    def alone(workspace: Path, key: keys.Key | None) -> Iterator[Any]:
        with real(workspace, key) as source:
            yield source
        with closing(driver.connect(str(workspace))) as other:
            other.execute("CREATE TABLE somebodys (word TEXT)")

    monkeypatch.setattr(encrypting, "_alone", alone)
    with pytest.raises(Refused, match=r"written by another program meanwhile\. Nothing was changed"):
        encrypt(family)
    assert not is_encrypted(family) and not conversion.folder_of(family).exists()


def test_who_was_on_the_way_in_when_it_began_is_turned_away(family: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, begun = Database._greet, ExitStack()

    def greet(self: Database) -> None:
        real(self)
        begun.enter_context(conversion.prepared(family))

    monkeypatch.setattr(Database, "_greet", greet)
    with begun, pytest.raises(Unreadable, match="wait until"):
        Database.open(family)


def test_who_opens_it_meanwhile_is_told_to_wait(family: Path) -> None:
    with conversion.prepared(family), pytest.raises(Unreadable, match="wait until"):
        Database.open(family)
