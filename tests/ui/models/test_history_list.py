"""The entries of a history as rows."""

from dataclasses import replace
from datetime import timedelta

from readiness_app.ui.models.history_list import HistoryFilter, history_rows
from tests.builders import NOW
from tests.domain.test_history import a_chain


def test_an_entry_whose_clock_was_set_back_says_so() -> None:
    chain = a_chain(3)
    chain[1] = replace(chain[1], at=NOW - timedelta(days=1))
    rows = {row.key: row for row in history_rows(chain, HistoryFilter(), str)}
    assert rows["2"].chips[0].text == "Clock set back" and "a clock was set back" in rows["2"].tip
    assert "Clock set back" not in [chip.text for key in ("1", "3") for chip in rows[key].chips]
