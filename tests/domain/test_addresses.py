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
        ("https://1.0X7f/", "1.0x7f", (Doubt.NUMBERS,)),
        ("https://127.1/", "127.1", (Doubt.NUMBERS,)),
        ("https://www.xn--pple-43d.com./", "www.xn--pple-43d.com", (Doubt.LETTERS,)),
        ("https://example.org:443/", "example.org", ()),
        ("http://example.org:80/", "example.org", (Doubt.PLAIN,)),
        ("https://example.org:444/", "example.org", (Doubt.PORT,)),
        ("https://example.org:81/", "example.org", (Doubt.PORT,)),
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
        *("https://a..example/", f"https://{'a' * 64}.example/"),  # no host can have such a name
    ],
)
def test_what_is_not_followed(address: str) -> None:
    assert destination(address) is None


def test_what_is_opened_names_the_host_that_is_shown() -> None:
    found = destination("https://good.example@\u0430pple.com/x")
    assert found is not None and found.address == "https://xn--pple-43d.com/x"


def test_an_address_at_the_limit_is_followed() -> None:
    assert destination(f"https://example.org/{'x' * (LONGEST - 20)}") is not None


@pytest.mark.parametrize(
    ("address", "opened"),
    [
        ("https://Good.example@evil.example:8080/x#y", "https://Good.example@evil.example:8080/x#y"),
        ("mailto:ada@example.org", "mailto:ada@example.org"),
        ("https://\u0430pple.com:8080/?\u0430pple.com:8080", "https://xn--pple-43d.com:8080/?\u0430pple.com:8080"),
        ("https://a@b:1@\u0430pple.com:8080/x", "https://xn--pple-43d.com:8080/x"),
        ("https://\u0430pple.com/x", "https://xn--pple-43d.com/x"),
    ],
)
def test_an_address_is_opened_as_it_is_written_save_for_foreign_letters_in_its_host(address: str, opened: str) -> None:
    found = destination(address)
    assert found is not None and found.address == opened
