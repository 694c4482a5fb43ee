"""Files of keys appear whole, with the rights they are to have, or not at all."""

import os
import stat
from pathlib import Path

import pytest

from readiness_app.domain.errors import NotFound, Unreadable
from readiness_app.signing import files

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")


def test_a_file_is_written_over_what_was_there_and_leaves_no_part(tmp_path: Path) -> None:
    path = tmp_path / "a.pem"
    path.write_bytes(b"old")
    files.write_whole(path, b"new", 0o600)
    assert path.read_bytes() == b"new" and [one.name for one in tmp_path.iterdir()] == ["a.pem"]
    assert os.name == "nt" or stat.S_IMODE(path.stat().st_mode) == 0o600


@POSIX
@pytest.mark.parametrize(("mask", "mode", "rights"), [(0o022, None, 0o644), (0o077, None, 0o600), (0, 0o600, 0o600), (0o777, 0o600, 0o600)])
def test_a_part_has_the_rights_it_was_given_whatever_the_mask_says(tmp_path: Path, mask: int, mode: int | None, rights: int) -> None:
    before = os.umask(mask)
    try:
        part = files.write_part(tmp_path / "a.p12", b"key", mode)
    finally:
        os.umask(before)
    assert (part.name, part.read_bytes(), stat.S_IMODE(part.stat().st_mode)) == ("a.p12.part", b"key", rights)


@POSIX
def test_a_key_is_nobody_else_s_from_the_first_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: seen.append(stat.S_IMODE(os.fstat(handle).st_mode)))
    files.write_part(tmp_path / "a.p12", b"key", 0o600)
    assert seen == [0o600]


def test_a_part_that_somebody_left_or_laid_there_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"kept")
    (tmp_path / "a.p12.part").symlink_to(elsewhere)
    assert files.write_part(tmp_path / "a.p12", b"key", 0o600).read_bytes() == b"key" and elsewhere.read_bytes() == b"kept"


def test_what_cannot_be_made_safe_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError("full")

    (tmp_path / "a.pem").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="full"):
        files.write_whole(tmp_path / "a.pem", b"new")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("a.pem", b"old")]


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.p12"
    path.write_bytes(b"12345")
    assert files.read_whole(path, 5) == b"12345"
    with pytest.raises(Unreadable, match=r"^a\.p12 is larger than 0 MB"):
        files.read_whole(path, 4)
    path.write_bytes(bytes(2_000_001))
    with pytest.raises(Unreadable, match=r"larger than 2 MB and was not read\. Choose another file\.$"):
        files.read_whole(path, 2_000_000)


def test_what_is_not_there_or_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"^There is no file .*a\.p12\. Nothing was changed; check the name\.$"):
        files.read_whole(tmp_path / "a.p12", 5)
    with pytest.raises(Unreadable, match=r" is not a file\. Nothing was read; choose a file\.$"):
        files.read_whole(tmp_path, 10_000_000)


def test_a_folder_that_cannot_be_flushed_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[int] = []
    monkeypatch.setattr(os, "fsync", flushed.append)
    files.sync_folder(tmp_path)
    files.sync_folder(tmp_path / "nowhere")
    assert len(flushed) == 1


def test_why_a_file_cannot_be_made_is_told_as_the_system_tells_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*given: object) -> int:
        raise PermissionError("not here")

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(PermissionError, match="not here"):
        files.write_part(tmp_path / "a.pem", b"new")
