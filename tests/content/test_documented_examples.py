"""The examples in docs/content.md are files that would be taken."""

import re
from pathlib import Path

from readiness_app.exchange.checklist_files import built_in_checklist, checklist_problems
from readiness_app.exchange.pack_files import pack_problems

DOCS = Path(__file__).parents[2] / "docs" / "content.md"


def test_both_examples_are_valid() -> None:
    checklist, pack = re.findall(r"```json\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert checklist_problems(checklist.encode()) == ()
    assert pack_problems(pack.encode(), built_in_checklist("frontier-deployment")) == ()
