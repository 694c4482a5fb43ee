"""A pytest plugin for changed code: few generated cases, none made smaller, and memory that is shared between the runs."""

import gc

from hypothesis import Phase, settings

settings.register_profile(
    "mutants", max_examples=15, deadline=None, database=None, phases=(Phase.explicit, Phase.generate), derandomize=True
)
settings.load_profile("mutants")


def pytest_collection_finish() -> None:
    gc.freeze()  # what was imported is not looked through again by each of the processes that begin here
