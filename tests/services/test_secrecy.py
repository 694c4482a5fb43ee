"""Errors as the log gets them: what a maintainer needs, and nobody's words."""

import errno
import resource
import subprocess
import sys

import pytest

from readiness_app.services.secrecy import described

TYPED = "se" + "cret"  # in one piece it would stand in the lines of code that a traceback shows


def caught() -> BaseException:
    try:
        try:
            raise OSError(errno.ENOSPC, "no room", f"/home/me/{TYPED} plan.pdf")
        except OSError as cause:
            raise RuntimeError(TYPED) from cause
    except RuntimeError as trouble:
        return trouble


def test_causes_are_told_oldest_first_with_their_places() -> None:
    words = described(caught())
    assert words.index("builtins.OSError ENOSPC") < words.index("builtins.RuntimeError") and words.count("in caught") == 2


def test_no_words_unless_asked_for() -> None:
    assert TYPED not in described(caught()) and described(caught(), words=True).count(TYPED) == 2


def test_names_of_our_own_code_are_told_and_no_others() -> None:
    trouble = AttributeError(TYPED, name=f"{TYPED} words of a person")
    assert described(AttributeError("x", name="colour")).endswith("AttributeError colour") and TYPED not in described(trouble)


def test_errors_in_a_group_are_told_alike() -> None:
    words = described(ExceptionGroup(TYPED, [KeyError(TYPED)]))
    assert "KeyError" in words and TYPED not in words


def test_errors_that_cause_each_other_come_to_an_end() -> None:
    first, second = ValueError(), TypeError()
    first.__cause__, second.__cause__ = second, first
    assert described(first).count("Error") == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_crash_leaves_no_memory_behind() -> None:
    code = "from readiness_app.services import secrecy; secrecy.without_dumps(); import resource as r; print(r.getrlimit(r.RLIMIT_CORE)[0])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert int(said) == min(1, resource.getrlimit(resource.RLIMIT_CORE)[1] & 1)
