"""Feeds one target with what atheris finds: `python -m tests.fuzz.fuzzer NAME SECONDS CORPUS...`; 77 means an undeclared exception."""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["readiness_app", "docs", "pyhanko", "msgspec", "jsonschema", "openpyxl"]):
    from tests.fuzz.targets import attempt

    for path in sorted(Path(sys.argv[3]).iterdir()):  # what is imported when it is first needed is to be followed too
        attempt(sys.argv[1], path.read_bytes())

from tests.fuzz.shaping import shaped


def main() -> None:
    """Runs for so many seconds; new inputs go into the first corpus folder."""
    name, seconds, *corpus = sys.argv[1:]
    options = [
        f"-max_total_time={seconds}",
        "-timeout=20",
        "-rss_limit_mb=2000",
        "-max_len=400000",
        "-print_final_stats=1",
        f"-artifact_prefix={corpus[0]}-",
    ]
    shape = shaped(name, lambda data, most: atheris.Mutate(data, most))
    atheris.Setup(
        [sys.argv[0], *options, *corpus], lambda data: attempt(name, data) and None, **({"custom_mutator": shape} if shape else {})
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
