"""Reports that other people's tools signed in the planned field: taken where the file is as it should be, else refused and why."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from readiness_app.signing.fields import field_name
from readiness_app.signing.identities import Identity
from tests.forgeries.conftest import _made
from tests.forgeries.making import FIRST, SECOND, Case, failed, made_seal, number_of, reason, signed, verified
from tests.forgeries.test_people import issued_to
from tests.judges.outside import SHORT, need, said, vera
from tests.signing.conftest import PASSPHRASE, packed

_JARS = Path("/usr/share/java")
_TOOLS = {
    "SignWithPdfBox": (("pdfbox2", "fontbox2", "commons-logging", "bcprov", "bcpkix", "bcutil"), "libpdfbox2-java libbcpkix-java"),
    "SignWithIText": (("itext5", "bcprov", "bcpkix", "bcutil"), "libitext5-java libbcpkix-java"),
}
Sign = Callable[..., bytes]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the identity of Joan, who signs with other tools."""
    folder = tmp_path_factory.mktemp("elsewhere")
    joan = issued_to("Joan Clarke", rsa.generate_private_key(65537, 2048))
    (folder / "joan.pem").write_bytes(joan.pem)
    (folder / "joan.p12").write_bytes(packed(joan))
    return folder


@pytest.fixture(scope="module")
def case(lab: Path) -> Case:
    """The good report, to be signed first by Joan and last by Grace."""
    from readiness_app.signing.identities import open_identity

    joan: Identity = open_identity(lab / "joan.p12", PASSPHRASE)
    return Case({**_made(lab), FIRST: joan}, {}, made_seal(lab))


@pytest.fixture(scope="module")
def sign(lab: Path) -> Sign:
    """Signs a report in Joan's field with a Java tool."""

    def signed_by(tool: str, data: bytes, *options: str) -> bytes:
        need("java", "javac")
        names, packages = _TOOLS[tool]
        jars = [_JARS / f"{name}.jar" for name in names]
        if not all(jar.exists() for jar in jars):
            pytest.skip(f"{tool} needs Java libraries that are missing: apt-get install {packages}")
        path = ":".join(map(str, (lab, *jars)))
        if not (lab / f"{tool}.class").exists():
            source = Path(__file__).with_name(f"{tool}.java")
            subprocess.run(
                ["javac", *(f"-J{one}" for one in SHORT), "-cp", path, "-d", str(lab), str(source)], check=True, capture_output=True
            )
        (lab / "in.pdf").write_bytes(data)
        files = [str(lab / name) for name in ("in.pdf", "out.pdf", "joan.p12")]
        subprocess.run(
            ["java", *SHORT, "-cp", path, tool, *files, PASSPHRASE, field_name(FIRST), *options], check=True, capture_output=True
        )
        return (lab / "out.pdf").read_bytes()

    return signed_by


ACCEPTED = {"PDFBox": ("SignWithPdfBox", "visible", "DER"), "iText": ("SignWithIText",)}


@pytest.mark.slow
@pytest.mark.parametrize("tool", ACCEPTED.values(), ids=ACCEPTED)
def test_a_report_signed_elsewhere_first_and_here_last(case: Case, sign: Sign, tool: tuple[str, ...]) -> None:
    found = verified(signed(sign(tool[0], case.base, *tool[1:]), SECOND, case.people[SECOND]))
    assert found.valid and [check.name for check in found.warnings] == ["looks"], found.summary


@pytest.mark.slow
@pytest.mark.parametrize("tool", ACCEPTED.values(), ids=ACCEPTED)
def test_a_report_signed_here_first_and_elsewhere_last(case: Case, sign: Sign, tool: tuple[str, ...]) -> None:
    data = sign(tool[0], signed(case.base, SECOND, case.people[SECOND]), *tool[1:])
    assert failed(data) == [] and "did not lock" in reason(data, "after_last")


@pytest.mark.slow
def test_what_another_tool_draws_may_cost_the_archive_standard(case: Case, sign: Sign, tmp_path: Path) -> None:
    """Nothing else does: the fonts of a look drawn elsewhere are not embedded."""
    data = sign("SignWithIText", case.base)
    broken = vera(tmp_path, ("3a",), {"elsewhere": data})["elsewhere", "3a"].broken
    assert broken and all("6.2.11.4.1" in line or line.startswith("at ") for line in broken)


@pytest.mark.slow
def test_a_field_that_a_tool_makes_invisible_is_refused(case: Case, sign: Sign) -> None:
    data = sign("SignWithPdfBox", case.base, "invisible", "DER")
    assert "nothing_changed" in failed(data) and "Rect" in reason(data, "nothing_changed")


@pytest.mark.slow
def test_a_value_that_is_not_written_strictly_is_refused(case: Case, sign: Sign) -> None:
    assert "signatures_intact" in failed(sign("SignWithPdfBox", case.base, "visible", "BER"))


def test_poppler_of_debian_12_puts_an_object_where_none_was(case: Case, lab: Path) -> None:
    """`pdfsig` gives the old look of the field a new generation, which strict readers do not open, and writes its value loosely."""
    need("pdfsig", "certutil", "pk12util")
    (lab / "in.pdf").write_bytes(case.base)
    (lab / "nss").mkdir()
    said("certutil", "-N", "-d", f"sql:{lab / 'nss'}", "--empty-password")
    said("pk12util", "-i", lab / "joan.p12", "-d", f"sql:{lab / 'nss'}", "-W", PASSPHRASE, "-K", "")
    words = said("pdfsig", "-nssdir", lab / "nss", "-sign", field_name(FIRST), "-nick", "x", lab / "in.pdf", lab / "poppler.pdf")
    assert (lab / "poppler.pdf").exists(), words
    data = (lab / "poppler.pdf").read_bytes()
    assert "structure" in failed(data) and "replaces a removed one" in reason(data, "structure")


def test_mutool_of_debian_12_signs_with_an_outdated_digest(case: Case, lab: Path) -> None:
    need("mutool")
    (lab / "in.pdf").write_bytes(case.base)
    number = number_of(case.base, lambda pdf: next(field for field in pdf.Root.AcroForm.Fields if field_name(FIRST) == field.T))
    said("mutool", "sign", "-s", lab / "joan.p12", "-P", PASSPHRASE, "-o", lab / "mutool.pdf", lab / "in.pdf", str(number))
    data = (lab / "mutool.pdf").read_bytes()
    assert failed(data) == ["signatures_intact", "all_signed"] and "SHA-1" in reason(data, "signatures_intact")
