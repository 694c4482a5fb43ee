import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from readiness_app.exchange.canonical import canonical

TEXTS = st.text(max_size=8) | st.sampled_from(["\x00\x1f\x7f", '"\\/', "\u2028", "\ue000", "\U0001f600", "9" * 20])
LEAVES = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS
DOCUMENTS = st.dictionaries(TEXTS, st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner)))


@given(DOCUMENTS)
def test_the_quick_bytes_are_the_canonical_ones(document: dict[str, object]) -> None:
    assert canonical(document) == rfc8785.dumps(document)


@pytest.mark.parametrize("value", ["\ud800", 2**53 + 1])
def test_what_no_canonical_document_holds_is_refused(value: object) -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical({"a": value})
