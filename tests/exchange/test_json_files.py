"""Foreign JSON: read strictly, refused with a sentence, never a crash."""

from pathlib import Path

import pytest

from readiness_app.domain.errors import InvalidFile, ReadinessError, Unreadable
from readiness_app.exchange.json_files import SIZE_LIMIT, problems, read_json


def test_reads_an_object_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"a": [1, 2.5, "ü"]}', encoding="utf-8")
    assert read_json(file) == {"a": [1, 2.5, "ü"]}


def test_takes_a_byte_order_mark_as_windows_editors_write_it() -> None:
    assert read_json(b"\xef\xbb\xbf{}") == {}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(b"", Unreadable, id="0 bytes"),
        pytest.param(b"\xff\xfe{}", Unreadable, id="not UTF-8"),
        pytest.param(b'{"a": ', Unreadable, id="cut off"),
        pytest.param(b'{"a": "open', Unreadable, id="open string"),
        pytest.param(b"[" * 200_000, InvalidFile, id="deep lists"),
        pytest.param(b'{"a":' * 200_000 + b"1" + b"}" * 200_000, InvalidFile, id="deep objects"),
        pytest.param(b'{"a": NaN}', InvalidFile, id="NaN"),
        pytest.param(b'{"a": -Infinity}', InvalidFile, id="Infinity"),
        pytest.param(b'{"a": 1e999}', InvalidFile, id="beyond a float"),
        pytest.param(b'{"a": ' + b"9" * 5000 + b"}", InvalidFile, id="endless integer"),
        pytest.param(b'{"a": 1, "a": 2}', InvalidFile, id="name twice"),
        pytest.param(b'{"a": "\\ud800"}', InvalidFile, id="half a character"),
        pytest.param(b"[]", InvalidFile, id="no object"),
        pytest.param(b" " * (SIZE_LIMIT + 1), Unreadable, id="over 20 MB"),
    ],
)
def test_refuses_with_one_sentence(content: bytes, kind: type[ReadinessError]) -> None:
    with pytest.raises(kind, match="Nothing was read"):
        read_json(content)


def test_reads_no_more_of_a_21_mb_file_than_it_must(tmp_path: Path) -> None:
    file = tmp_path / "large.json"
    file.write_bytes(b" " * 21 * 1024 * 1024)
    with pytest.raises(Unreadable, match="larger than 20 MB"):
        read_json(file)


@pytest.mark.parametrize("name", ["", "missing.json"])
def test_says_so_where_there_is_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unreadable):
        read_json(tmp_path / name)


def test_brackets_inside_strings_are_no_depth() -> None:
    assert read_json(b'{"a": "' + b"[" * 500 + b'\\"{"}')


def test_an_unending_string_of_escapes_is_refused() -> None:
    with pytest.raises(Unreadable):
        read_json(b'"' + b'\\"' * 1_000_000)


def test_every_schema_error_names_its_place_in_plain_words() -> None:
    schema = {
        "type": "object",
        "additionalProperties": False,
        "required": ["day"],
        "properties": {"list": {"type": "array", "items": {"enum": ["x"]}}, "day": {"format": "date"}},
    }
    assert problems({"list": ["x", "y"], "extra": 1}, schema) == (
        '$: "extra": no field of this name belongs here',
        '$: "day" is missing',
        '$.list[1]: "y" is none of x',
    )
    assert problems({"day": "29.3.2026"}, schema) == ('$.day: "29.3.2026" is not a date (a date is written 2026-03-29)',)


def test_a_long_value_is_cut_with_the_sign_that_is_used_everywhere() -> None:
    (said,) = problems({"a": "x" * 200}, {"properties": {"a": {"pattern": "^y$"}}})
    assert f'"{"x" * 58}… is not written' in said
