"""The text of foreign files: read apart, within limits, and a sentence where there is none."""

import sys
from pathlib import Path
from time import monotonic

import pytest

from readiness_app.services import child, text_child
from readiness_app.services.file_text import kind_of, text_of
from tests.documents import MOVED, a_pdf, system_card

MHTML = (
    b'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
    b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"<p>kept for 30=\r\n days =E2=80=93 caf=C3=A9</p>\r\n--b--\r\n"
)


def test_every_page_of_a_pdf_is_read() -> None:
    found = text_of(system_card(), "application/pdf")
    assert len(found.pages) == 4 and found.paged and found.complete and MOVED in found.pages[1]


@pytest.mark.parametrize(
    ("media_type", "data", "words"),
    [
        ("text/html", b"<script>no</script><style>p{}</style><p>kept <b>for</b> 30&nbsp;d<i>ays</i><p>more", "\nkept for 30\xa0days\nmore"),
        ("text/html", b"<meta charset=shift_jis><p>" + "\u4fdd\u5b58".encode("shift_jis"), "\u4fdd\u5b58"),
        ("text/html", b"<svg><text>no</text></svg>yes<iframe>no</iframe>", "yes"),
        ("text/html", b"before<![unheard[of]]>after", "after"),
        ("text/plain", "h\u00e4llo".encode("utf-16"), "h\u00e4llo"),
        ("text/markdown", b"**30 days** see [the *docs*](http://x) `code` a_b", "30 days see the docs code a_b"),
        ("message/rfc822", MHTML, "kept for 30 days \u2013 caf\u00e9"),
        ("application/json", b'{"days": 30}', '{"days": 30}'),
    ],
)
def test_words_of_other_files(media_type: str, data: bytes, words: str) -> None:
    found = text_of(data, media_type)
    assert found.complete and not found.paged and words in found.pages[0]


@pytest.mark.parametrize(
    ("media_type", "data", "why"),
    [
        ("application/pdf", a_pdf([[], []]), "no text, only pictures"),
        ("application/pdf", a_pdf([["secret"]], password="secret"), "locked with a password"),
        ("application/pdf", a_pdf([["x"]] * 40)[:900], "no PDF that can be read"),
        ("application/pdf", b"%PDF-1.7 broken", "no PDF that can be read"),
        ("image/png", b"\x89PNG\0", "a picture"),
        ("application/zip", b"PK\x03\x04\0", "not read here"),
        ("text/plain", b" \n", "no text"),
        ("text/plain", b"caf\xe9", "in which encoding"),
        ("message/rfc822", b"Subject: hello\n\nno page", "no web page"),
    ],
)
def test_why_there_is_nothing_to_look_in(media_type: str, data: bytes, why: str) -> None:
    found = text_of(data, media_type)
    assert why in found.why and not found.complete


def test_two_thousand_pages_are_read_or_said_to_be_too_many() -> None:
    found = text_of(a_pdf([["a line of words"]] * 2000), "application/pdf")
    assert len(found.pages) == 2000 or ("of its 2,000 pages" in found.why and found.pages)


@pytest.mark.slow
@pytest.mark.parametrize(
    "bomb", [b"<div>" * 2_000_000, b"<!--" * 2_000_000, b"<" * 2_000_000, b"<a " + b"x=" * 2_000_000, b"&amp;" * 2_000_000]
)
def test_a_page_made_to_hang_does_not(bomb: bytes) -> None:
    started = monotonic()
    text_of(b"<p>words</p>" + bomb, "text/html")
    assert monotonic() - started < child.SECONDS + 5


def test_a_huge_text_is_cut_and_says_so() -> None:
    found = text_of(b"word " * 5_000_000, "text/plain")
    assert sum(map(len, found.pages)) == text_child.MOST_CHARACTERS and "only the first" in found.why


@pytest.mark.parametrize("lying", ["print('{}'); print('[1, 2]')", "print('{}'); print('{')", "raise SystemExit(9)", "print('[]')"])
def test_what_the_process_says_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lying: str) -> None:
    (tmp_path / "other.py").write_text(lying, encoding="utf-8")
    monkeypatch.setattr(child, "_command", lambda: [sys.executable, str(tmp_path / "other.py")])
    found = text_of(b"%PDF-1.7", "application/pdf")
    assert found.pages == () and found.why and not found.complete


@pytest.mark.parametrize(
    ("media_type", "data", "kind"),
    [
        ("text/plain", b"%PDF-1.7", "pdf"),
        ("application/octet-stream", b"\n<!DOCTYPE html><p>", "html"),
        ("image/svg+xml", b"<svg/>", "text"),
        ("application/octet-stream", b"plain words", "text"),
        ("application/octet-stream", b"MZ\0", ""),
        ("application/vnd.readiness.program", b"#!/bin/sh", ""),
    ],
)
def test_how_a_file_is_read(media_type: str, data: bytes, kind: str) -> None:
    assert kind_of(media_type, data) == kind
