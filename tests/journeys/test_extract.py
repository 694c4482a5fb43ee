"""Markings and extracts from end to end: by window and by command, and whatever a review holds; nothing internal is in the files."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from readiness_app.domain.changes import change_answer
from readiness_app.domain.extract import PARTS, Origin
from readiness_app.domain.extracting import extract
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import Audience, Confidentiality, State
from readiness_app.report.extract import build_extract
from readiness_app.ui.dialogs.evidence_details import EvidenceDetailsDialog
from tests.builders import a_claim, a_hash
from tests.cli.conftest import run_command
from tests.extract_markers import all_words, coded, everything, texts_in
from tests.journeys.test_window import Reviewer, decide
from tests.pdf_reading import pages_text
from tests.ui.conftest import rubbish_stays_here, theme_of_tests, themed
from tests.ui.on_screen import LONG, answers, sample_file
from tests.ui.window import empty_window, preferences, window

__all__ = ["empty_window", "preferences", "rubbish_stays_here", "sample_file", "theme_of_tests", "themed", "window"]
ORIGIN = Origin(digest=a_hash("record"), report=a_hash("report"), signed_report=a_hash("signed"))
OPEN_WORD, SECRET_WORD, NOTE_WORD = "Heronword", "Walrusword", "Ocelotword"


@pytest.fixture
def reviewer(window, qtbot) -> Reviewer:
    return Reviewer(window, qtbot)


def mark_as_public(reviewer: Reviewer) -> tuple[str, str]:
    """Marks one of the two files public on the Evidence page, and gives the hashes of both."""
    reviewer.window.run("page:evidence")
    page = reviewer.window.frame.page
    first, second = reviewer.window.review.review.evidence
    page.choose(first.sha256)
    reviewer.click(page.panel.buttons["edit"])
    assert isinstance(page.dialog, EvidenceDetailsDialog)
    reviewer.click(page.dialog.level.button(Confidentiality.PUBLIC))
    reviewer.click(page.dialog.verb)
    assert page.panel.chip.text() == "Public"
    return first.sha256, second.sha256


def claim_on(reviewer: Reviewer, files: tuple[str, str]) -> None:
    review = reviewer.window.review
    words = (OPEN_WORD, SECRET_WORD)
    claims = tuple(
        a_claim(id=f"c-{word}", statement=f"{word} says so.", evidence=file, quote="", page=None)
        for word, file in zip(words, files, strict=True)
    )
    held = review.review.stored_answer("MOD-02").claims
    assert review.do(change_answer(review.review, "MOD-02", "Imke Sanders", claims=(*held, *claims), note=NOTE_WORD))
    assert review.flush()


def seal(reviewer: Reviewer, folder: Path) -> None:
    page = decide(reviewer, folder)
    reviewer.click(reviewer.window.frame.top.next_step)
    reviewer.click(page.dialog.verb)
    reviewer.qtbot.waitUntil(lambda: reviewer.window.review.review.state is State.SEALED, timeout=2 * LONG)


def by_window(reviewer: Reviewer, out: Path, audience: Audience, monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answers(str(out)))
    reviewer.window.run("extract")
    dialog = reviewer.window.frame.page.dialog
    reviewer.click(dialog.audience.button(audience))
    reviewer.qtbot.waitUntil(lambda: dialog.found is not None and dialog.found.audience is audience, timeout=2 * LONG)
    with reviewer.qtbot.waitSignal(dialog.accepted, timeout=LONG):
        reviewer.click(dialog.verb)
    return out.read_bytes()


@pytest.mark.slow
def test_by_window_and_by_command(reviewer, tmp_path, monkeypatch, told):
    claim_on(reviewer, mark_as_public(reviewer))
    seal(reviewer, tmp_path)
    made = {}
    for audience in Audience:
        made["window", audience] = by_window(reviewer, tmp_path / f"{audience}.pdf", audience, monkeypatch)
        out = tmp_path / f"{audience}-again.pdf"
        run_command("extract", reviewer.window.workspace.path, reviewer.window.review.review.id, "--for", audience, "--out", out)
        made["command", audience] = out.read_bytes()
    found = {key: all_words(data) for key, data in made.items()}
    leaks = sum(word in text for text in found.values() for word in (SECRET_WORD, NOTE_WORD))
    pages = [page for data in made.values() for page in pages_text(data)]
    unsigned = sum("unsigned · not the report" in page for page in pages)
    told(
        "confidential",
        case="extract by window and command",
        how="a file marked public in the window, another left internal, a claim on each, a note; sealed; extracts for both readers",
        must="the public claim is in them, nothing else; every page says that it is unsigned; window and command write the same bytes",
        happened=f"{leaks} leaks, {sum(OPEN_WORD in text for text in found.values())} of {len(found)} show the public claim, "
        f"{unsigned} of {len(pages)} pages say it, {len(set(made.values()))} different files for {len(Audience)} readers",
        times=len(made),
    )
    assert leaks == 0 and all(OPEN_WORD in text for text in found.values())
    assert unsigned == len(pages) and len(set(made.values())) == len(Audience)


def shuffled(chance: random.Random) -> Review:
    """Everything that a review can hold, its files marked at random and its claims put on files at random."""
    review = everything()
    files = tuple(replace(file, confidentiality=chance.choice(list(Confidentiality))) for file in review.evidence)
    hashes = [file.sha256 for file in files]
    claims = tuple(replace(claim, evidence=chance.choice(hashes)) for claim in review.answers["QST-01"].claims)
    answer = replace(review.answers["QST-01"], claims=claims)
    return replace(review, evidence=files, answers=dict(review.answers) | {"QST-01": answer})


def hidden_paths(review: Review) -> tuple[str, ...]:
    """Where the words stand that no extract may have: files that are not public, and the claims on them."""
    public = {file.sha256 for file in review.evidence if file.confidentiality is Confidentiality.PUBLIC and file.purged is None}
    files = [f".evidence[{place}]." for place, file in enumerate(review.evidence) if file.sha256 not in public]
    claims = [f".answers[QST-01].claims[{claim.id}]." for claim in review.answers["QST-01"].claims if claim.evidence not in public]
    return (*files, *claims)


@pytest.mark.slow
def test_markings_at_random(told):
    chance, texts, leaks, hashes, outside = random.Random(12), 0, 0, 0, 0
    for _ in range(10):
        work = coded(shuffled(chance))
        hidden = hidden_paths(work.review)
        for audience in Audience:
            found = extract(work.review, ORIGIN, audience, PARTS[audience])
            words = all_words(build_extract(found))
            texts += len(work.fields)
            leaks += sum(path.startswith(hidden) for path in work.paths_in(words))
            outside += len(work.found_in(words) - work.found_in("\n".join(texts_in(found))))
            shown = {file.sha256 for file in found.files}
            hashes += sum(file.sha256[:8] in words.replace(" ", "") for file in work.review.evidence if file.sha256 not in shown)
    told(
        "confidential",
        case="extracts of reviews marked at random",
        how="a code in every text of a review that holds everything a record can; files marked and claims put on them at random; "
        "searched: pages, every string and stream of the PDF, metadata, structure, bookmarks",
        must="no text and no hash of a file that is not public, no claim on it, nothing that the reader's list does not name",
        happened=f"{leaks} codes of hidden texts, {outside} outside the list, {hashes} hashes, among {texts:,} coded texts",
        times=20,
    )
    assert leaks == outside == hashes == 0 and texts > 5_000
