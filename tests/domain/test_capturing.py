"""Saved pages: where they stood and when."""

from datetime import timedelta

import pytest

from readiness_app.domain.capturing import check_address, check_captured, is_web_address
from readiness_app.domain.errors import Refused
from tests.builders import NOW


@pytest.mark.parametrize("text", ["http://a", "https://example.com/x?y#z", "HTTPS://EXAMPLE.COM", " https://example.com "])
def test_a_web_address_is_one(text):
    assert is_web_address(text)
    check_address(text)


@pytest.mark.parametrize("text", ["ftp://a", "https://", "https:///a", "javascript:alert(1)", "file:///etc/passwd", "https://a b", "a"])
def test_nothing_else_is(text):
    assert not is_web_address(text)
    with pytest.raises(Refused, match="is no web address"):
        check_address(f"The {text}")


def test_no_address_is_no_wrong_one():
    check_address(" ")


def test_a_long_text_that_is_no_address_is_named_by_its_beginning():
    with pytest.raises(Refused) as caught:
        check_address("No  address\n" + "x" * 100)
    assert str(caught.value).startswith(f"No address {'x' * 69} is no web address.")


def test_a_captured_page_has_an_address_and_a_time_that_was():
    check_captured(None, "", NOW)
    check_captured(NOW + timedelta(hours=24), "https://a", NOW)
    with pytest.raises(Refused, match="at which address it stood"):
        check_captured(NOW, " ", NOW)
    with pytest.raises(Refused, match=r"captured on 2026-03-30 09:31, which"):
        check_captured(NOW + timedelta(hours=24, minutes=1), "https://a", NOW)
