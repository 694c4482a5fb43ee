"""A workspace with something in every place that it has: once encrypted, none of it can be found in any file of its folder."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from readiness_app.domain.changes import change_answer
from readiness_app.services import encryption, reviewing
from readiness_app.services.workspace import Workspace
from tests.builders import NOW
from tests.cheap_keys import cheaply
from tests.cli.conftest import Run
from tests.cli.test_encryption import secret
from tests.cli.test_vendor import fill
from tests.durability.secret_acts import with_marker

WORDS = "first long passphrase"
LATER = "mark-written-later"
TODAY = f"{date(2026, 3, 29)}"


class Marks:
    """Another marker for every place; `all` are those that were given out."""

    def __init__(self) -> None:
        self.all: list[str] = []

    def __call__(self, place: str) -> str:
        self.all.append(f"mark-{len(self.all)}-{place}")
        return self.all[-1]


def fill_in(run: Run, path: Path, outside: Path, mark: Marks) -> None:
    """One review with a marker in all that a person or a file can say."""
    by = ("--as", mark("actor"))
    new = ("--vendor", mark("vendor"), "--model", mark("model"), "--snapshot", mark("snapshot"), "--route", mark("route"))
    more = ("--region", mark("region"), "--access", mark("access"), "--lead", mark("lead"), "--tier", "internal", "--as-of", TODAY)
    review = run("new", path, "--checklist", "staged-access-cyber", *new, *more, *by).stdout.strip()
    unknown = ("--knowledge", "unknown", "--reason", "searched_not_found", "--searched", f"{mark('where')}: {mark('what')}")
    run("answer", path, review, "SAC-01", *unknown, "--note", mark("note"), *by)
    run("answer", path, review, "SAC-03", "--knowledge", "not_applicable", "--because", mark("because"), *by)
    memo = outside / f"{mark('filename')}.txt"
    memo.write_text(f"{mark('bytes')}\n{mark('quote')}\n")
    told = ("--title", mark("title"), "--publisher", mark("publisher"), "--confidentiality", "under_nda")
    sha256 = run("attach", path, review, "SAC-02", memo, *told, *by).stdout.strip()
    stated = ("--statement", mark("statement"), "--source", mark("source"), "--counted", mark("counted"), "--source-kind", "own_record")
    run("claim", path, review, "SAC-02", *stated, "--quote", mark.all[-5 - 3], "--evidence", sha256, *by)
    control = ("--control", mark("control"), "--rationale", mark("rationale"), "--until", "2026-12-31")
    run("accept-risk", path, review, "SAC-01", "--owner", mark("owner"), *control, *by)
    run(
        "condition",
        path,
        review,
        "SAC-04",
        "--what",
        mark("condition"),
        "--owner",
        mark("who"),
        "--due",
        TODAY,
        "--proof",
        mark("proof"),
        *by,
    )
    run("questions", path, review, "--item", "SAC-02", "--out", outside / "q.xlsx", *by)
    reply = fill(outside / "q.xlsx", B9="zipped")
    mark.all.append(reply.read_bytes()[200:230].decode("latin-1"))
    run("attach", path, review, "SAC-02", reply, *by)
    run("decide", path, review, "--outcome", "defer", "--rationale", mark("decision"), *by)
    for role in ("security", "business_owner"):
        run("signatory", path, review, role, mark(role), *by)
    run("seal", path, review, "--out", outside / "sealed.pdf", *by)
    run("reopen", path, review, "--reason", mark("reason"), *by)
    mark.all.append(review)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("work", "outside"):
        (tmp_path / name).mkdir()
    return tmp_path / "work"


def states(run: Run, path: Path, words: Path) -> Iterator[str]:
    """The folder as it is after encrypting, while somebody works, after a backup, and after one was put back."""
    run("encrypt", path, "--passphrase-file", words)
    yield "encrypted"
    key = encryption.unlock(path, WORDS)
    with Workspace.open_for_window(path, "Somebody", key=key) as workspace:
        review = reviewing.load_review(workspace, reviewing.review_ids(workspace)[0])
        reviewing.apply(workspace, review, change_answer(review, "SAC-05", "mark-0-actor", note=LATER), "mark-0-actor", NOW)
        yield "open, with its log"
    run("--unlock", words, "backup", path)
    yield "backed up"
    run("--unlock", words, "restore", path)
    yield "restored"


@pytest.mark.slow
def test_no_marker_can_be_found_once_it_is_encrypted(
    run: Run, folder: Path, told: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    cheaply(monkeypatch)
    path, mark, seen = folder / "work.readiness", Marks(), 0
    fill_in(run, path, folder.parent / "outside", mark)
    run("backup", path)
    for name in ("work.rescued-1.readiness", "work.readiness.part"):
        path.with_name(name).write_bytes(path.read_bytes())
    wanted = [one.encode("latin-1") for one in mark.all]
    unseen = [one for one in wanted if one not in path.read_bytes()]
    assert not unseen, f"not in the plain file, so nothing is said by not finding it afterwards: {unseen}"
    before = with_marker(folder, *mark.all)
    found: dict[str, list[str]] = {}
    for state in states(run, path, secret(folder.parent / "words.txt", WORDS)):
        found[state] = with_marker(folder, *mark.all, LATER, WORDS)
        seen += sum(one.is_file() for one in folder.rglob("*"))
    told(
        "confidential",
        case="marker search over the folder",
        how=f"{len(mark.all)} markers, in every text of a review, names and bytes of evidence, the id of the review; looked for in all "
        f"files, also log and lock, when {', '.join(found)}",
        must="none is found in any content or name of a file",
        happened=f"in {len(before)} files before, in {sum(map(len, found.values()))} of {seen} after",
        times=len(found),
    )
    assert len(before) >= 5 and not any(found.values()), found
