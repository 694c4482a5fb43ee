"""Texts on one line, cut where they are long."""

import pytest

from readiness_app.domain.shortening import one_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("six or", "six or"),
        (" six\n  or ", "six or"),
        ("seven or more", "seven…"),
        ("five e\u0301 and", "five …"),
        ("fiveé and", "fiveé…"),
        ("four\u0301\u0302\u0303", "fou…"),
        ("fix\u0301\u0302\u0303ed", "fi…"),
        ("fou👩\u200d💻 x", "fou…"),
        ("four👩\u200d💻", "four…"),
        ("\u0301" * 9, "…"),
    ],
)
def test_a_long_text_is_cut_between_what_is_read_as_one_character(text: str, shown: str) -> None:
    assert one_line(text, 6) == shown
