"""The head last seen on this machine: what it notices, and that honest use of a file never gives an alarm."""

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from readiness_app.domain import history
from readiness_app.domain.errors import Unreadable
from readiness_app.services import backups, copies, encryption, heads, reviewing
from readiness_app.services.workspace import Workspace
from readiness_app.settings import heads_folder
from readiness_app.store import backups as stored
from readiness_app.store import keys, seen
from readiness_app.ui.history_words import told
from tests.builders import NOW
from tests.cheap_keys import cheaply
from tests.durability.acts import make_old
from tests.services.tampering import BY, NAME, ONE, noted, started

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("READINESS_DATA_DIR", str(tmp_path / "profile"))
    return tmp_path / "profile" / "heads"


@pytest.fixture
def file(tmp_path: Path, profile: Path) -> Path:
    """A workspace with a review of two entries, seen."""
    with Workspace.create(tmp_path / NAME, NOW) as workspace:
        started(workspace)
    write(tmp_path / NAME)
    return tmp_path / NAME


def write(path: Path, times: int = 1, key: keys.Key | None = None) -> None:
    """Changes made and seen, as a window or a command does it."""
    with Workspace.open(path, key=key) as workspace:
        heads.note(workspace, NOW)
        for _ in range(times):
            review = reviewing.load_review(workspace, ONE)
            noted(workspace, review, "SAC-01", review.stored_answer("SAC-01").note + "+")
        heads.note(workspace, LATER)


def look(path: Path, key: keys.Key | None = None) -> heads.Heads:
    """What is told when the workspace is opened, and that it is noted."""
    with Workspace.open(path, read_only=True, key=key) as workspace:
        found = heads.compare(workspace)
        heads.note(workspace, LATER)
    return found


def rolled_back(file: Path, by: int = 3) -> Path:
    """The same file after so many changes were made, seen, and lost again."""
    older = shutil.copy(file, file.with_name("older"))
    write(file, by)
    shutil.copy(older, file)
    return file


# --- what it notices ---


def test_an_older_copy_in_its_place_is_told_with_what_is_missing(file: Path) -> None:
    (told,) = look(rolled_back(file)).departures
    assert (told.review, told.source, told.known.length, told.length, told.missing) == (ONE, heads.HERE, 5, 2, 3)
    assert "had 5 entries when this machine saw it on 2026-03-29" in told.sentence and "the last 3 are missing" in told.sentence


def test_another_history_of_the_same_length_is_told(file: Path) -> None:
    rolled_back(file)
    with Workspace.open(file) as workspace:  # another machine goes on in it
        for text in "abcd":
            noted(workspace, reviewing.load_review(workspace, ONE), "SAC-02", text)
    (told,) = look(file).departures
    assert told.missing is None and "entry 5 is another one now" in told.sentence


def test_a_review_that_is_gone_is_told(file: Path) -> None:
    with Workspace.open(file) as workspace:
        older = shutil.copy(file, file.with_name("older"))
        started(workspace, "Model Two")
        heads.note(workspace, NOW)
    shutil.copy(older, file)
    (told,) = look(file).departures
    assert told.length is None and told.sentence.startswith("model-two-2026-03-29 is not there; it had 1 entry")


def test_it_is_told_until_a_person_acknowledges_it_also_after_more_changes(file: Path) -> None:
    rolled_back(file)
    write(file)
    assert look(file).departures and look(file).departures
    with Workspace.open(file, read_only=True) as workspace:
        (taken,) = heads.acknowledge(workspace, LATER, BY, "An old copy on purpose")
        (kept,) = heads.acknowledged(workspace)
    assert (kept.review, kept.length, kept.by, kept.at) == (taken.review, 5, BY, LATER)
    assert not look(file).departures
    write(file)
    assert not look(file).departures


def test_an_acknowledgement_stands_in_the_history_with_its_reason(file: Path) -> None:
    rolled_back(file)
    with Workspace.open(file) as workspace:
        heads.acknowledge(workspace, LATER, BY, "An old copy on purpose")
        entry = reviewing.history(workspace, ONE)[-1]
        assert (entry.operation, entry.actor) == ("acknowledge", BY) and "An old copy on purpose" in entry.after
        assert reviewing.check(workspace).ok and not heads.compare(workspace).departures


def test_another_id_over_the_same_history_hides_nothing(file: Path) -> None:
    rolled_back(file)
    with Workspace.open(file) as workspace, workspace.database.write() as connection:
        connection.exec_driver_sql("UPDATE workspace SET id = 'other'")
    assert look(file).departures and look(file).departures


def test_an_older_state_than_its_backups_is_told_on_any_machine(file: Path, profile: Path) -> None:
    older = shutil.copy(file, file.with_name("older"))
    write(file, 2)
    made = backups.back_up(file, LATER)
    shutil.copy(older, file)
    shutil.rmtree(profile)
    (told,) = look(file).departures
    assert (told.source, told.where, told.missing) == (heads.IN_A_BACKUP, made.path.name, 2)
    with Workspace.open(file, read_only=True) as workspace:
        heads.acknowledge(workspace, LATER, BY, "An old copy on purpose")
    assert not look(file).departures


def test_several_reviews_make_one_sentence(file: Path) -> None:
    with Workspace.open(file) as workspace:
        older = shutil.copy(file, file.with_name("older"))
        for number in range(5):
            started(workspace, f"Model {number}")
        heads.note(workspace, NOW)
    shutil.copy(older, file)
    said = look(file).sentence(NAME)
    assert said.startswith(f"{NAME} was put back to an older state") and said.endswith("And 2 more reviews.")


# --- what it never says ---


def restored_by_us(file: Path) -> Path:
    backups.back_up(file, NOW)
    write(file, 3)
    backups.back_up(file, LATER)  # its manifest names what is left behind on purpose
    backups.restore(file, backups.held(file)[1], LATER, "Ada")
    return file


def restored_and_continued(file: Path) -> Path:
    write(restored_by_us(file), 5)
    return file


def restored_over_damage(file: Path) -> Path:
    backups.back_up(file, NOW)
    write(file, 3)
    file.write_bytes(b"damaged")
    backups.restore(file, backups.find(file), LATER, "Ada")
    return file


def moved(file: Path) -> Path:
    write(file, 2)
    return file.rename(file.with_name("moved.readiness"))


def moved_there_and_back(file: Path) -> Path:
    away = file.rename(file.with_name("away.readiness"))
    write(away, 2)
    return away.rename(file)


def copied(file: Path) -> Path:
    with Workspace.open(file) as workspace:
        copies.save_copy(workspace, file.with_name("copy.readiness"))
    return file.with_name("copy.readiness")


def in_turn_with_a_copy(file: Path) -> Path:
    """A copy for a colleague; both go on, each in its own way, and are opened in turn."""
    copy = copied(file)
    for path in (file, copy, file, copy):
        write(path, 2)
    assert look(copy) == heads.Heads()
    return file


def newer_copy_brought_back(file: Path) -> Path:
    copy = copied(file)
    write(copy, 3)
    shutil.copy(copy, file)
    return file


def made_anew_beside_old_backups(file: Path) -> Path:
    write(file, 3)
    backups.back_up(file, NOW)
    file.unlink()
    with Workspace.create(file, LATER) as workspace:
        started(workspace, when=LATER)
    return file


def another_review_added_elsewhere(file: Path) -> Path:
    with Workspace.open(file) as workspace:
        started(workspace, "Model Two")
    return file


def upgraded(file: Path) -> Path:
    make_old(file.with_name("old.readiness"), file)
    file.with_name("old.readiness").replace(file)
    Workspace.open(file).close()
    return file


def damaged_note(file: Path) -> Path:
    (note,) = seen_notes()
    note.write_text('{"half":', encoding="utf-8")
    return file


def foreign_note(file: Path) -> Path:
    (note,) = seen_notes()
    note.write_text(json.dumps({"format": "x", "reviews": [1]}), encoding="utf-8")
    return file


def seen_notes() -> list[Path]:
    from readiness_app.settings import heads_folder

    return list(heads_folder().glob("*"))


HONEST: list[Callable[[Path], Path]] = [
    lambda file: file,
    restored_by_us,
    restored_and_continued,
    restored_over_damage,
    moved,
    moved_there_and_back,
    copied,
    in_turn_with_a_copy,
    newer_copy_brought_back,
    made_anew_beside_old_backups,
    another_review_added_elsewhere,
    upgraded,
    damaged_note,
    foreign_note,
]


@pytest.mark.parametrize("use", HONEST, ids=lambda use: use.__name__.strip("<>"))
def test_honest_use_gives_no_alarm(file: Path, use: Callable[[Path], Path]) -> None:
    assert look(use(file)) == heads.Heads()


@pytest.mark.slow
def test_the_table_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: Callable[..., None]) -> None:
    alarms = 0
    for number, use in enumerate(HONEST):
        folder = tmp_path / str(number)
        folder.mkdir()
        monkeypatch.setenv("READINESS_DATA_DIR", str(folder / "profile"))
        with Workspace.create(folder / NAME, NOW) as workspace:
            started(workspace)
        write(folder / NAME)
        alarms += len(look(use(folder / NAME)).departures)
    how = "restored by the program, moved, copied, copies used in turn, made anew, notes damaged"
    told("history", case="honest use", how=how, must="no alarm", happened=f"{alarms} alarms", times=len(HONEST))
    assert alarms == 0


@pytest.mark.slow
def test_an_encrypted_file_put_back_is_told_by_name_or_as_a_review(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cheaply(monkeypatch)
    key = encryption.encrypt(file, "correct horse battery", encryption.new_recovery_code(), NOW, lambda part, name: None)
    older = shutil.copy(file, file.with_name("older"))
    write(file, 2, key)
    with Workspace.open(file, key=key) as workspace:
        started(workspace, "Model Two")
        heads.note(workspace, NOW)
    shutil.copy(older, file)
    assert {one.review for one in look(file, key).departures} == {ONE, "A review"}
    with Workspace.open(file, key=key) as workspace:
        heads.acknowledge(workspace, LATER, BY, "An old copy on purpose")
        told = {one.review for one in heads.acknowledged(workspace)}
        assert ONE in told and "A review" not in told and len(told) == 2
    assert not [one for one in heads_folder().iterdir() if "on purpose" in one.read_text()]  # the history in the file holds it
    assert not look(file, key).departures


@pytest.mark.slow
def test_encrypting_decrypting_and_recovering_give_no_alarm(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cheaply(monkeypatch)
    code = encryption.new_recovery_code()
    key = encryption.encrypt(file, "correct horse battery", code, NOW, lambda part, name: None)
    assert ONE not in "".join(note.read_text() for note in seen_notes())  # an id tells of its subject
    write(file, 2, key)
    assert look(file, key) == heads.Heads()
    key = encryption.recover(file, code, "another long passphrase")
    backups.back_up(file, NOW, key)
    write(file, 2, key)
    backups.restore(file, backups.find(file, key=key), LATER, "Ada", key)
    assert look(file, key) == heads.Heads()
    encryption.decrypt(file, key, LATER, lambda part, name: None)
    assert look(file) == heads.Heads()


def test_an_older_copy_at_another_place_is_told_softly_and_once(file: Path) -> None:
    copy = copied(file)
    write(file, 3)
    (told,) = look(copy).elsewhere
    assert told.missing == 3 and f"when this machine saw it as {NAME} on" in told.sentence
    assert look(copy) == heads.Heads()


def test_a_restore_that_fails_leaves_what_was_seen(file: Path) -> None:
    backup = backups.back_up(file, NOW)
    write(file, 3)
    backup.path.write_bytes(b"damaged")
    with pytest.raises(Unreadable):
        backups.restore(file, backup, LATER, "Ada")
    with Workspace.open(file, read_only=True) as workspace:
        assert seen.load(profile_of(file), workspace.path).reviews[ONE].length == 5  # type: ignore[union-attr]
    assert look(file) == heads.Heads()


def profile_of(file: Path) -> Path:
    return file.parent / "profile" / "heads"


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_program_killed_while_it_restores_gives_no_alarm(file: Path, moment: str) -> None:
    backup = backups.back_up(file, NOW)
    write(file, 3)
    backups.back_up(file, NOW + timedelta(minutes=30))
    block = heads.restoring(file, backup, LATER, None)
    block.__enter__()  # never left
    if moment == "after":
        stored.put_back(backup, file, LATER)
    assert look(file) == heads.Heads()


def test_a_profile_that_cannot_be_written_keeps_nobody_out(file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("in the way")
    monkeypatch.setenv("READINESS_DATA_DIR", str(tmp_path / "a file"))
    write(file)
    assert look(file) == heads.Heads()


def test_two_programs_at_once_leave_a_note_that_holds(file: Path) -> None:
    with Workspace.open(file) as one, Workspace.open(file) as other:
        for workspace in (one, other, one, other):
            noted(workspace, reviewing.load_review(workspace, ONE), "SAC-01", f"{workspace is one}")
            heads.note(other, LATER)
            heads.note(one, NOW)
    assert look(file) == heads.Heads() and len(seen_notes()) == 1


def test_nothing_is_written_where_nothing_is_new(file: Path) -> None:
    (note,) = seen_notes()
    before = note.stat().st_mtime_ns
    look(file)
    assert note.stat().st_mtime_ns == before


def test_only_the_person_reads_the_notes(file: Path) -> None:
    (note,) = seen_notes()
    assert (note.stat().st_mode & 0o777, note.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_old_notes_are_forgotten(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "_MOST_FILES", 2)
    for name in "abc":
        write(Path(shutil.copy(file, file.with_name(f"{name}.readiness"))))
    assert len(seen_notes()) == 2


def test_a_backup_says_what_it_brings_back_and_what_it_lacks_of_what_was_seen(file: Path) -> None:
    older = file.read_bytes()
    write(file, 2)
    first = backups.back_up(file, NOW)
    write(file, 3)
    look(file)
    file.write_bytes(older)
    (meant,) = backups.restorations(file)
    assert (meant.backup.path, meant.brings_back, meant.missing) == (first.path, 2, 3)


# --- what a restore leaves in the history ---


def told_of_restoring(file: Path) -> history.Entry:
    with Workspace.open(file, read_only=True) as workspace:
        return reviewing.history(workspace, ONE)[-1]


def test_a_restore_says_so_in_the_history(file: Path) -> None:
    backup = backups.back_up(file, NOW)
    write(file, 3)
    former = backups.restore(file, backup, LATER, "Ada")
    assert former is not None
    entry = told_of_restoring(file)
    assert (entry.operation, entry.actor, entry.at) == ("restore", "Ada", LATER)
    assert json.loads(entry.after or "") == {
        "backup": backup.path.name,
        "former": former.name,
        "made": "2026-03-29T09:30:00Z",
        "missing": 3,
    }
    assert told(entry, str).lines == ("3 entries are missing", backup.path.name, f"former file kept as {former.name}")


def test_nobody_need_be_named_to_restore(file: Path) -> None:
    backup = backups.back_up(file, NOW)
    file.unlink()
    assert backups.restore(file, backup, LATER, "") is None
    assert told_of_restoring(file).actor == backups.NOBODY
