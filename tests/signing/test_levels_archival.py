"""A report stays archival and accessible after every level of signature, says veraPDF."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from readiness_app.domain.vocabulary import Role
from readiness_app.report.stamp import FIELD_SIZE, stamp
from readiness_app.signing.levels import Level, ValidationMaterial
from tests.builders import a_sealed_review
from tests.judges.outside import need, vera
from tests.report.conftest import FIELDS, make

from .lab import laboratory


@pytest.mark.slow
def test_every_level_passes(tmp_path: Path) -> None:
    need("java", "javac", "openssl")
    from readiness_app.signing.sign import sign_field

    width, height = FIELD_SIZE
    look = stamp(role="Security", name="Ada", time_text="today", meaning="Read.", width=width, height=height)
    base = make(a_sealed_review(evidence=()), {}).pdf
    with laboratory(tmp_path) as lab:
        more = {"role_label": "security", "meaning": "Read.", "appearance": look, "material": ValidationMaterial(fetch=True)}
        files = {
            level.value: sign_field(
                base,
                field=FIELDS[Role.SECURITY],
                identity=lab.person("Ada"),
                now=datetime.now(UTC),
                level=level,
                timestamp_url=lab.tsa,
                **more,  # type: ignore[arg-type]
            )
            for level in Level
        }
    broken = {key: verdict.broken for key, verdict in vera(tmp_path, ("3a", "ua1"), files).items()}
    assert len(broken) == 8 and not any(broken.values())
