"""Somebody's work for test_power_cut: saves, files, closing and opening again; what is acknowledged stands in a file of its own."""

import os
import sys
from pathlib import Path

from readiness_app.domain.changes import change_answer
from readiness_app.services import evidence, reviewing
from readiness_app.services.evidence import Details
from readiness_app.services.workspace import Workspace
from readiness_app.store import connecting
from tests.builders import NOW
from tests.durability.acts import BY, ITEM, the_review


def main() -> None:
    """`python -m tests.durability.session WORKSPACE ACKS EDITS [careless]`; careless flushes less, as many programs do."""
    if sys.argv[4:] == ["careless"]:
        connecting._SETTINGS["synchronous"] = 1
    path, edits = Path(sys.argv[1]), int(sys.argv[3])
    acks = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT)
    number = 0
    while number < edits:
        with Workspace.open(path) as workspace:
            review = the_review(workspace)
            for _ in range(12):
                number += 1
                if number % 10 == 0:
                    memo = path.with_name(f"memo-{number}.txt")
                    memo.write_bytes(f"{number} ".encode() * 3000)
                    review, _ = evidence.attach(workspace, review, ITEM, memo, Details(title="Memo"), BY, NOW, limit=10**7)
                review = reviewing.apply(workspace, review, change_answer(review, ITEM, BY, note=f"{number}"), BY, NOW)
                os.write(acks, b"%d\n" % number)


if __name__ == "__main__":
    main()
