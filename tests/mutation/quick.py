"""A pytest plugin for changed code: few generated cases, none made smaller, and memory that is shared between the runs."""

import gc
import sys

from hypothesis import Phase, settings

settings.register_profile(
    "mutants", max_examples=15, deadline=None, database=None, phases=(Phase.explicit, Phase.generate), derandomize=True
)
settings.load_profile("mutants")


def pytest_sessionstart() -> None:
    """Forgets what was worked out before the code was changed: a run begins as a copy of a process that has seen all tests."""
    for module in [module for name, module in sys.modules.items() if name.startswith("readiness_app.")]:
        for held in list(vars(module).values()):
            if type(held).__name__ == "_lru_cache_wrapper":
                held.cache_clear()
            elif type(held).__module__.startswith("readiness_app.") and hasattr(type(held), "__missing__"):
                held.clear()


def pytest_collection_finish() -> None:
    gc.freeze()  # what was imported is not looked through again by each of the processes that begin here
