"""Writes the bill of materials (CycloneDX 1.6, JSON) of the installed program: itself and everything it needs at run time.

    python .ci/sbom.py FILE.cdx.json

The same installation gives the same bytes: no time of making stands in it, and its serial number follows from its content.
"""

import sys
import uuid
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement

PROGRAM = "readiness"
_EXTRAS = ("", "token", "keystore")


def run_time(name: str = PROGRAM, seen: dict[str, Distribution] | None = None) -> dict[str, Distribution]:
    """The installed distributions that the program needs at run time, by normal name, itself first."""
    seen = {} if seen is None else seen
    for found in _installed(name):
        if (key := normal(name)) in seen:
            return seen
        seen[key] = found
        for text in found.requires or ():
            needed = Requirement(text)
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in _EXTRAS):
                run_time(needed.name, seen)
    return seen


def normal(name: str) -> str:
    """A distribution's name as names are compared (PEP 503)."""
    return name.lower().replace("_", "-").replace(".", "-")


def bill() -> str:
    """The bill of materials as JSON text."""
    program, *parts = (_component(found) for found in run_time().values())
    bom = Bom(components=sorted(parts, key=lambda part: part.name), serial_number=uuid.UUID(int=0))
    bom.metadata.component = program
    bom.metadata.timestamp = None  # type: ignore[assignment]
    bom.register_dependency(program, parts)
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, JsonV1Dot6(bom).output_as_string())
    return JsonV1Dot6(bom).output_as_string(indent=1) + "\n"


def licence_of(found: Distribution) -> str:
    """What a distribution says of its licence, as an SPDX expression where it has one."""
    told = found.metadata.get("License-Expression") or found.metadata.get("License") or ""
    named = [text.rpartition("::")[2].strip() for text in found.metadata.get_all("Classifier") or () if text.startswith("License")]
    return told.splitlines()[0] if told else " / ".join(named)


def _installed(name: str) -> Iterator[Distribution]:
    try:
        yield distribution(name)
    except PackageNotFoundError:
        return


def _component(found: Distribution) -> Component:
    name, version = normal(found.metadata["Name"]), found.version
    return Component(
        type=ComponentType.APPLICATION if name == PROGRAM else ComponentType.LIBRARY,
        name=name,
        version=version,
        bom_ref=f"{name}@{version}",
        purl=PackageURL("pypi", name=name, version=version),
        licenses=[LicenseFactory().make_from_string(told)] if (told := licence_of(found)) else [],
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(bill(), encoding="utf-8")
