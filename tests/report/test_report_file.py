"""The PDF as a file: links, fonts, fields, attached files, metadata, same bytes."""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from readiness_app.report.embedded import NotAReport, embedded_files, embedded_record
from tests.pdf_reading import reader, text_of
from tests.report.conftest import FIELDS, SEAL_FIELD, SECRET, Made, make, mythos


def test_every_link_leads_to_a_page_of_this_file(final: Made) -> None:
    document = reader(final.pdf)
    pages = {page.indirect_reference.idnum for page in document.pages}
    links = [a.get_object() for page in document.pages for a in page.get("/Annots", []) if a.get_object()["/Subtype"] == "/Link"]
    inner = [link for link in links if "/Dest" in link]
    assert len(inner) > 250
    assert all(link["/Dest"][0].idnum in pages for link in inner)
    assert all(link["/A"]["/URI"].startswith(("http://", "https://", "mailto:")) for link in links if "/A" in link)


def test_bookmarks_go_down_to_the_items(final: Made) -> None:
    outline = reader(final.pdf).outline
    titles = [entry.title for entry in outline if not isinstance(entry, list)]
    assert titles[:4] == ["Cover", "Summary", "Contents", "Gates"]
    assert any("MOD-01" in str(entry) for entry in outline)


def test_every_font_is_embedded(final: Made, tmp_path: Path) -> None:
    if not shutil.which("pdffonts"):
        pytest.skip("pdffonts is missing: apt-get install poppler-utils")
    (tmp_path / "report.pdf").write_bytes(final.pdf)
    rows = subprocess.run(["pdffonts", tmp_path / "report.pdf"], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert rows
    assert all(row.split()[-5] == "yes" for row in rows)


def test_the_seals_field_then_one_per_required_role_and_nothing_else_to_fill(final: Made) -> None:
    found = reader(final.pdf).get_fields()
    assert list(found or {}) == [SEAL_FIELD, *(FIELDS[role] for role in final.review.required_roles)]
    assert all(field["/FT"] == "/Sig" for field in (found or {}).values())


def test_a_record_without_a_seal_gives_no_place_for_one() -> None:
    review, files = mythos()
    assert review.sealing is not None
    pdf = make(replace(review, sealing=replace(review.sealing, seal="")), files).pdf
    assert SEAL_FIELD not in (reader(pdf).get_fields() or {}) and "seal of the workspace" not in text_of(pdf).lower()


def test_a_draft_has_no_form(draft: Made) -> None:
    assert "/AcroForm" not in reader(draft.pdf).trailer["/Root"]


def test_record_and_digest_come_back_out(final: Made) -> None:
    found = embedded_record(final.pdf)
    assert found.record == final.record
    assert found.digest == final.digest


def test_public_evidence_is_inside_and_confidential_is_not(final: Made) -> None:
    held = embedded_files(final.pdf)
    assert list(held) == [final.review.evidence[0].sha256]
    name, data = held[final.review.evidence[0].sha256]
    assert data == final.files[final.review.evidence[0].sha256]
    assert "/" not in name
    with pikepdf.open(BytesIO(final.pdf)) as pdf:
        streams = [bytes(thing.read_bytes()) for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
    assert not any(SECRET[:25] in stream for stream in streams)


def test_attached_files_say_what_they_are(final: Made) -> None:
    with pikepdf.open(BytesIO(final.pdf)) as pdf:
        relations = {str(spec.UF): str(spec.AFRelationship) for spec in pdf.Root.AF}
        checksum = bytes(pdf.Root.AF[0].EF.F.Params.CheckSum)
    assert relations.pop("record.json") == "/Data"
    assert set(relations.values()) == {"/Supplement"}
    assert checksum == hashlib.md5(final.record, usedforsecurity=False).digest()


def test_metadata_names_the_lead_and_no_machine(final: Made) -> None:
    about = reader(final.pdf).metadata
    assert about is not None
    assert about.author == "Ingrid Solberg"
    assert "Claude Mythos" in (about.title or "")
    assert about["/CreationDate"] == "D:20261121140500+00'00'"


def test_every_page_is_tagged(final: Made) -> None:
    root = reader(final.pdf).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert all("/StructParents" in page for page in reader(final.pdf).pages)


def test_same_review_gives_the_same_bytes_twice(final: Made) -> None:
    assert make(*mythos()).pdf == final.pdf


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "zone"), [("1", "UTC"), ("77", "Asia/Tokyo")])
def test_same_bytes_in_any_process(final: Made, seed: str, zone: str) -> None:
    code = "import hashlib; from tests.report.conftest import make, mythos; print(hashlib.sha256(make(*mythos()).pdf).hexdigest())"
    surroundings = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=surroundings)
    assert run.stdout.strip() == hashlib.sha256(final.pdf).hexdigest()


def test_another_pdf_is_not_a_report(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "other.pdf")
    with pytest.raises(NotAReport, match="not a Readiness report"):
        embedded_record((tmp_path / "other.pdf").read_bytes())
