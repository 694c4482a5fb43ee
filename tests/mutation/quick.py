"""A pytest plugin for changed code: generated cases are few and a failing one is not made smaller."""

from hypothesis import Phase, settings

settings.register_profile("mutants", max_examples=15, deadline=None, database=None, phases=(Phase.explicit, Phase.generate), derandomize=True)
settings.load_profile("mutants")
