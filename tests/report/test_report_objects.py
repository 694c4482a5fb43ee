from io import BytesIO

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_app.report.objects import Objects, box, decimal, text_string
from readiness_app.report.paper import Paper


@pytest.fixture
def objects() -> Objects:
    paper = Paper("en")
    paper.new_page()
    return Objects(paper.raw())


def test_objects_are_read_back_under_their_numbers(objects: Objects) -> None:
    later = objects.add()
    other = objects.add(f"<</Other {later} 0 R>>")
    objects.put(later, "[1 2.5 /Name]")
    with pikepdf.open(BytesIO(objects.appended()), attempt_recovery=False) as document:
        assert list(document.get_object(other, 0).Other) == [1, 2.5, "/Name"]
        assert len(document.pages) == 1


def test_an_empty_stream_among_other_objects_is_read_back(objects: Objects) -> None:
    before, stream, after = objects.add("1"), objects.add_empty_stream("/Type/XObject"), objects.add("2")
    with pikepdf.open(BytesIO(objects.appended()), attempt_recovery=False) as document:
        found = document.get_object(stream, 0)
        assert (document.get_object(before, 0), document.get_object(after, 0)) == (1, 2)
        assert (found.read_bytes(), found.Type) == (b"", "/XObject")


def test_what_has_no_trailer_is_refused() -> None:
    with pytest.raises(ValueError, match="trailer"):
        Objects(b"%PDF-1.7\nxref")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_a_string_is_read_back_as_it_was_written(text: str) -> None:
    assert str(pikepdf.Object.parse(text_string(text).encode("ascii"))) == text


@given(st.floats(min_value=0, max_value=10_000))
def test_a_length_has_two_decimals_and_no_more_digits_than_it_needs(value: float) -> None:
    shown = decimal(value)
    assert float(shown) == round(value, 2)
    assert "." not in shown or shown[-1] != "0"


def test_a_rectangle_is_four_lengths() -> None:
    assert box((0, 1.5, 10.126, 20)) == "[0 1.5 10.13 20]"
