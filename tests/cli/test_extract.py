"""Extracts by command, and who may see a file."""

import json
import shutil
from pathlib import Path

import pytest

from readiness_app.services import extracts
from tests.builders import a_claim, a_sealed_review, an_answer
from tests.cli.conftest import REVIEW, Run, own_places, run_command
from tests.extract_markers import all_words
from tests.pdf_reading import pages_text

BY = ("--as", "Ada Byron")
SECRET = "Zebra quota under the agreement"


@pytest.fixture(scope="module")
def made(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sealed review: a claim on a file marked internal, one on a file marked public, and a note."""
    folder = tmp_path_factory.mktemp("marked")
    with pytest.MonkeyPatch.context() as patch:
        own_places(patch, folder)
        work(Path(shutil.copy(templates / "small.readiness", folder / "marked.readiness")), folder)
    return folder


def work(path: Path, folder: Path) -> None:
    item = first_item(path)
    for name, level, words in (("walrus.txt", "internal", SECRET), ("heron.txt", "public", "Everybody may know this.")):
        (folder / name).write_text(name, encoding="utf-8")
        held = ("--title", f"Title {name}", "--confidentiality", level)
        sha256 = run_command("attach", path, REVIEW, item, folder / name, *held, *BY).stdout.strip()
        given = ("--statement", words, "--source-kind", "documentation", "--source", f"Source {name}", "--evidence", sha256)
        run_command("claim", path, REVIEW, item, *given, *BY)
    run_command("answer", path, REVIEW, item, "--note", "Ocelot thinks otherwise", *BY)
    run_command("decide", path, REVIEW, "--outcome", "defer", "--rationale", "Quagga says no.", *BY)
    for role, name in (("security", "Tomas Berg"), ("business_owner", "Ruth Okello")):
        run_command("signatory", path, REVIEW, role, name, *BY)
    run_command("seal", path, REVIEW, "--out", folder / "report.pdf", *BY)


def first_item(path: Path) -> str:
    return str(json.loads(run_command("items", path, REVIEW, "--json").stdout)[0]["id"])


@pytest.fixture
def marked(made: Path, tmp_path: Path) -> Path:
    shutil.copy(made / "report.pdf", tmp_path / "report.pdf")
    return Path(shutil.copy(made / "marked.readiness", tmp_path / "marked.readiness"))


@pytest.mark.parametrize(("reader", "names"), [("vendor", False), ("procurement", True)])
def test_the_extract_is_written_and_holds_nothing_internal(marked: Path, tmp_path: Path, run: Run, reader: str, names: bool) -> None:
    assert run("extract", marked, REVIEW, "--for", reader, "--out", "out.pdf").stdout == "out.pdf\n"
    inside = all_words((tmp_path / "out.pdf").read_bytes())
    assert "Everybody may know this." in inside and "Title heron.txt" in inside
    assert not [word for word in ("Zebra", "walrus", "Ocelot", "Quagga", "Ada Byron") if word in inside]
    assert ("Tomas Berg" in inside) is names


def test_what_is_shown_and_left_out_is_told_in_figures(marked: Path, tmp_path: Path, run: Run) -> None:
    done = run("extract", marked, REVIEW, "--for", "vendor", "--dry-run", "--json")
    told = json.loads(done.stdout)
    assert (told["out"], told["shows"]["claims"], told["left_out"]["claims"]["internal"], told["left_out"]["files"]["internal"]) == (
        None,
        1,
        1,
        1,
    )
    assert "Leaves out 1 claim on a file marked internal, 1 file marked internal." in done.stderr
    assert "walrus" not in done.stderr and not list(tmp_path.glob("out*"))


def test_the_digest_is_that_of_the_report(marked: Path, tmp_path: Path, run: Run) -> None:
    told = json.loads(run("extract", marked, REVIEW, "--for", "procurement", "--out", "out.pdf", "--json").stdout)
    report = json.loads(run("verify", tmp_path / "report.pdf", "--json", code=1).stdout)
    assert told["digest"] == report["digest"] and told["digest"] in pages_text((tmp_path / "out.pdf").read_bytes())[0].replace(" ", "")


def test_a_part_is_added(marked: Path, tmp_path: Path, run: Run) -> None:
    run("extract", marked, REVIEW, "--for", "procurement", "--with", "rationale", "--out", "out.pdf")
    assert "Quagga says no." in all_words((tmp_path / "out.pdf").read_bytes())
    assert (
        "cannot be added for vendor" in run("extract", marked, REVIEW, "--for", "vendor", "--with", "rationale", "--dry-run", code=1).stderr
    )


def test_verify_says_what_an_extract_is(marked: Path, run: Run) -> None:
    digest = json.loads(run("extract", marked, REVIEW, "--for", "vendor", "--out", "out.pdf", "--json").stdout)["digest"]
    done = run("verify", "out.pdf", code=1)
    assert done.stdout.startswith(
        "out.pdf is an extract, not the report; it is not signed and proves nothing by itself. Ask for the full report"
    )
    assert f"{digest[:16]}…" in done.stdout and digest in done.stderr and "Identities" not in done.stdout


def test_a_review_that_was_never_sealed_has_none_and_is_told_what_to_do(small: Path, run: Run) -> None:
    done = run("extract", small, REVIEW, "--for", "vendor", "--out", "out.pdf", code=1)
    assert "was never sealed" in done.stderr and "decide and seal the review first" in done.stderr and not Path("out.pdf").exists()


def test_of_a_reopened_review_comes_the_superseded_edition_which_says_so(marked: Path, tmp_path: Path, run: Run) -> None:
    run("reopen", marked, REVIEW, "--reason", "New card", *BY)
    done = run("extract", marked, REVIEW, "--for", "procurement", "--out", "out.pdf", "--json")
    assert json.loads(done.stdout)["superseded"] and "Edition 1 is superseded" in done.stderr
    assert all("edition 1, superseded" in page for page in pages_text((tmp_path / "out.pdf").read_bytes()))


def test_a_file_that_is_there_is_kept(marked: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "out.pdf").write_bytes(b"mine")
    assert "exists already" in run("extract", marked, REVIEW, "--for", "vendor", "--out", "out.pdf", code=1).stderr
    run("extract", marked, REVIEW, "--for", "vendor", "--out", "out.pdf", "--force")
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


def test_without_a_place_nothing_is_written(marked: Path, run: Run) -> None:
    assert "--out is missing" in run("extract", marked, REVIEW, "--for", "vendor", code=2).stderr


def test_a_pack_of_ones_own_is_not_taken_for_public() -> None:
    claims = [a_claim(pack="test-pack"), a_claim(id="c2", pack="claude-mythos-2026-03-29")]
    public = extracts._public_claims(a_sealed_review(answers={"QST-01": an_answer(claims=tuple(claims))}))
    assert {claim.pack for claim in public} == {"claude-mythos-2026-03-29"} and len(public) > 100


def test_mark_changes_who_may_see_a_file(small: Path, tmp_path: Path, run: Run) -> None:
    item = first_item(small)
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    sha256 = run("attach", small, REVIEW, item, "a.txt", *BY).stdout.strip()
    done = run("mark", small, REVIEW, sha256[:8], "--confidentiality", "confidential", *BY)
    assert done.stdout == f"{sha256}\n" and "Internal, now Confidential" in done.stderr
    assert "(Confidential)" in run("show", small, REVIEW, item).stderr
    assert "already" in run("mark", small, REVIEW, sha256[:8], "--confidentiality", "confidential", *BY).stderr


def test_the_marking_of_a_sealed_review_stays(marked: Path, run: Run) -> None:
    from readiness_app.cli import acting

    with acting.reading(marked) as opened:
        sha256 = acting.load(opened, REVIEW).evidence[0].sha256
    copy = Path(shutil.copy(marked, marked.with_name("copy.readiness")))
    assert "sealed" in run("mark", copy, REVIEW, sha256[:12], "--confidentiality", "public", *BY, code=1).stderr


def test_who_had_signed_a_superseded_edition_is_known_from_the_one_after_it(marked: Path, tmp_path: Path, run: Run) -> None:
    run("decline", marked, REVIEW, "security", "--reason", "Not yet", "--as", "Tomas Berg")
    for number in (1, 2):
        run("reopen", marked, REVIEW, "--reason", "New card", *BY)
        run("decide", marked, REVIEW, "--outcome", "defer", "--rationale", "Still unknown.", *BY)
        run("seal", marked, REVIEW, "--out", f"{number}.pdf", *BY)
    for edition, declined in (("1", True), ("2", False)):
        run("extract", marked, REVIEW, "--for", "procurement", "--edition", edition, "--out", "out.pdf", "--force")
        assert ("A signatory has declined" in pages_text((tmp_path / "out.pdf").read_bytes())[0]) is declined
