"""The passage of a text that comes nearest to a quote: where it begins and ends, how near it is, and which of two is taken."""

import pytest

from readiness_app.domain.nearness import Passages, bare

TEXT = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def nearest(quote, text=TEXT, least=0.6):
    return Passages(text).nearest(quote.split(), least)


@pytest.mark.parametrize(
    ("quote", "first", "last", "ratio"),
    [
        ("one two three four", 0, 4, 1.0),
        ("nine ten eleven twelve", 8, 12, 1.0),
        ("three four X six seven", 2, 7, 0.8),
        ("X four five six seven", 2, 7, 0.8),  # a word at the beginning was replaced
        ("three four five six X", 2, 7, 0.8),  # or at the end
        ("X one two three four", 0, 4, 8 / 9),  # nothing stands before it
        ("nine ten eleven twelve X", 8, 12, 8 / 9),
        ("three four six seven", 2, 7, 8 / 9),  # a word was added
        ("THREE, (four) five. six!", 2, 6, 1.0),
        ("five", 4, 5, 1.0),
    ],
)
def test_the_passage_and_how_near_it_is(quote, first, last, ratio):
    found = nearest(quote)
    assert found[:2] == (first, last) and found[2] == pytest.approx(ratio)


def test_what_is_exactly_as_near_as_it_must_be_is_found():
    assert nearest("three four X six seven", least=0.8) is not None and nearest("three four X six seven", least=0.81) is None


def test_nothing_in_common_is_nothing():
    assert nearest("alpha beta gamma") is None and nearest("alpha", text=[]) is None


def test_of_two_the_nearer_and_of_equals_the_first():
    other = ["x"] * 10
    text = [*"abcd", *other, *"abce", *other, *"abcd"]
    assert nearest("a b c d", text)[:2] == (0, 4)
    assert nearest("a b c e", text)[:2] == (14, 18)


def test_a_rare_word_leads_there_among_thousands_of_common_ones():
    text = ["the", "of", "a", "in"] * 3000 + ["the", "weights", "are", "kept", "encrypted"] + ["the", "of", "a", "in"] * 3000
    assert nearest("the weights are kept encrypted", text)[:2] == (12_000, 12_005)


def test_the_order_of_the_words_counts():
    assert nearest("four three two one", least=0.6) is None


def test_of_a_very_long_quote_the_beginning_is_compared():
    words = [f"w{number}" for number in range(600)]
    first, last, ratio = Passages(words).nearest(words[100:550], 0.6)
    assert (first, last, ratio) == (100, 500, 1.0)


@pytest.mark.parametrize(("word", "kept"), [("(Kept,", "kept"), ('"it\'s"', "it's"), ("...", "..."), ("30%", "30%"), ("x*", "x")])
def test_a_word_without_what_is_around_it(word, kept):
    assert bare(word) == kept


WORDS = [f"w{number}" for number in range(12)]
OTHER = ["x"] * 40


def test_one_place_is_chosen_over_many_where_the_words_stand_the_other_way_round():
    text = [word for _ in range(8) for word in (*WORDS[::-1], *OTHER)] + WORDS
    assert Passages(text).nearest(WORDS, 0.6) == (len(text) - 12, len(text), 1.0)
    assert len(Passages(text)._likely(WORDS)) == 6


def test_a_passage_with_a_word_put_in_is_chosen_over_many_with_fewer_words_of_it():
    poorer = [*WORDS[:8], "x", "x", "x", "x", *OTHER[:36]]  # 48 words, as a whole number of the steps in which places are counted
    text = [*poorer * 8, *["x"] * 5, *WORDS[:6], "x", *WORDS[6:], *OTHER]
    first, last, ratio = Passages(text).nearest(WORDS, 0.6)
    assert (first, last) == (8 * 48 + 5, 8 * 48 + 18) and ratio == pytest.approx(24 / 25)


def test_the_rare_words_of_a_long_quote_lead_there():
    common = ["the", "of", "a", "in"]
    quote = common * 8 + [f"rare{number}" for number in range(30)]
    text = common * 3000 + ["x"] * 100 + quote + ["x"] * 100 + common * 3000
    assert Passages(text).nearest(quote, 0.6) == (12_100, 12_162, 1.0)


def test_words_that_come_often_in_a_long_quote_count_too():
    begin, end = [f"w{number}" for number in range(100)], ["the"] * 50
    first, last, ratio = Passages([*OTHER, *begin, "one", *end, *OTHER]).nearest([*begin, "other", *end], 0.6)
    assert (first, last) == (40, 191) and ratio == pytest.approx(300 / 302)
