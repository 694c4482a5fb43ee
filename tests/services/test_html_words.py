"""The words of a saved page as a reader would see them: nothing that is no text, a line for every block."""

import pytest

from readiness_app.services.html_words import Words


def words(page: str) -> list[str]:
    reader = Words()
    reader.feed(page)
    reader.close()
    return "".join(reader.parts).split("\n")


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("<p>one</p>two", ["", "one", "two"]),
        ("one <b>two</b> <a href='x'>three</a>", ["one two three"]),
        ("one<br>two<br/>three", ["one", "two", "", "three"]),
        ("a &amp; b &lt;i&gt; &#x41;", ["a & b <i> A"]),
    ],
)
def test_blocks_end_lines_and_inline_tags_do_not(page: str, lines: list[str]) -> None:
    assert words(page) == lines


@pytest.mark.parametrize("tag", ["script", "style", "template", "noscript", "svg", "math", "object", "iframe", "canvas"])
def test_what_is_no_text_is_left_out(tag: str) -> None:
    assert words(f"a <{tag}>hidden</{tag}> b") == ["a  b"]


def test_what_is_nested_in_itself_is_left_out_to_its_end() -> None:
    assert words("a<svg><svg>x</svg>y</svg>b<i>c</i>") == ["abc"]
    assert words("a<svg><math></svg>b") == ["ab"]  # another end inside it ends nothing
    assert words("a<svg><p>x</math>y</svg>b") == ["ab"]


def test_a_tag_that_closes_itself_hides_nothing_behind_it() -> None:
    assert words("a<svg/>b<object/>c") == ["abc"]
    assert words("a<script/>b</script>c") == ["ac"]  # in HTML its slash means nothing
    assert words("a<style/>b</style>c") == ["ac"]


def test_an_end_without_a_beginning_ends_a_line_at_most() -> None:
    assert words("a</div>b</b>c") == ["a", "bc"]


def test_marked_sections_of_any_keyword_are_passed_over() -> None:
    assert words("a<![CDATA[x]]>b<![if !IE]>c<![nonsense[d]]>e")[0].startswith("a")
    assert "e" in words("a<![nonsense[d]>e")[-1]
