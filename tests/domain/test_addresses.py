"""Where addresses lead, and which are not followed at all."""

import pytest

from readiness_app.domain.addresses import LONGEST, Doubt, destination


@pytest.mark.parametrize(
    ("address", "host", "doubts"),
    [
        ("https://example.org/a?b=c#d", "example.org", ()),
        ("HTTP://Example.org", "example.org", (Doubt.PLAIN,)),
        ("https://good.example@evil.example/good.example", "evil.example", (Doubt.USER,)),
        ("https://good.example:443@evil.example", "evil.example", (Doubt.USER,)),
        ("https://xn--pple-43d.com", "xn--pple-43d.com", (Doubt.LETTERS,)),
        ("https://\u0430pple.com/x", "xn--pple-43d.com", (Doubt.LETTERS,)),
        ("https://good.example@\u0430pple.com:8080/x", "xn--pple-43d.com", (Doubt.USER, Doubt.LETTERS, Doubt.PORT)),
        ("http://127.0.0.1:8080/", "127.0.0.1", (Doubt.NUMBERS, Doubt.PLAIN, Doubt.PORT)),
        ("https://2130706433/", "2130706433", (Doubt.NUMBERS,)),
        ("https://0x7f.1/", "0x7f.1", (Doubt.NUMBERS,)),
        ("https://[::1]/", "::1", (Doubt.NUMBERS,)),
        ("mailto:ada@example.org", "ada@example.org", ()),
    ],
)
def test_where_it_leads(address: str, host: str, doubts: tuple[Doubt, ...]) -> None:
    found = destination(address)
    assert found is not None and (found.host, found.doubts) == (host, doubts)


@pytest.mark.parametrize(
    "address",
    [
        *("", "example.org", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "\\\\host\\share", "ftp://example.org"),
        *("https://", "https:///path", "https://good.example\\@evil.example", "https://a b.example", "https://a.example/\u202egnp"),
        *("https://a.example/\0", "https://a.example:99999999/", "https://[::1", "https://exa%6dple.org", "mailto:nobody", "vbscript:x"),
        f"https://example.org/{'x' * LONGEST}",
    ],
)
def test_what_is_not_followed(address: str) -> None:
    assert destination(address) is None


def test_what_is_opened_names_the_host_that_is_shown() -> None:
    found = destination("https://good.example@\u0430pple.com/x")
    assert found is not None and found.address == "https://xn--pple-43d.com/x"


def test_an_address_at_the_limit_is_followed() -> None:
    assert destination(f"https://example.org/{'x' * (LONGEST - 20)}") is not None
