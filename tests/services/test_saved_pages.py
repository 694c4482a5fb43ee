"""What saved pages say of themselves."""

from datetime import UTC, datetime

import pytest

from readiness_app.services.saved_pages import SavedPage, saved_page

AT = datetime(2026, 3, 29, 12, 5, 9, tzinfo=UTC)
PAGE = "https://example.com/retention?a=b"
CHROME = f"<!DOCTYPE html>\n<!-- saved from url=(0031){PAGE} -->\n<p>x"
SINGLE = f"<!DOCTYPE html><html><!--\n Page saved with SingleFile \n url: {PAGE} \n saved date: Sun Mar 29 2026 14:05:09 GMT+0200\n-->"
ONE_FILE = f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {PAGE}\r\nDate: Sun, 29 Mar 2026 12:05:09 +0000\r\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CHROME, SavedPage(address=PAGE)),
        (SINGLE, SavedPage(address=PAGE, captured=AT)),
        (SINGLE.replace("Mar 29", "Foo 99"), SavedPage(address=PAGE)),
        (ONE_FILE, SavedPage(address=PAGE, captured=AT)),
        (ONE_FILE.replace("+0000", "-0000"), SavedPage(address=PAGE)),  # which says that the zone is unknown
        (CHROME.replace(PAGE, "about:internet"), SavedPage()),
        (CHROME.replace(PAGE, "javascript:alert(1)"), SavedPage()),
        ("%PDF-1.7 nothing", SavedPage()),
        ("\udcff\udcfe\0", SavedPage()),
    ],
)
def test_address_and_time(tmp_path, text, said):
    (tmp_path / "page.html").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert saved_page(tmp_path / "page.html") == said


def test_other_files_are_not_asked(tmp_path):
    (tmp_path / "note.txt").write_text(CHROME, encoding="utf-8")
    assert saved_page(tmp_path / "note.txt") == SavedPage()


def test_a_file_that_is_not_there_says_nothing(tmp_path):
    assert saved_page(tmp_path / "none.html") == SavedPage()
