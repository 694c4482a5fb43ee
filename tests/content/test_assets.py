"""Shipped files are found, whether installed or in a checkout."""

from readiness_app import assets
from readiness_app.exchange.checklist_files import built_in_checklists
from readiness_app.exchange.pack_files import built_in_packs


def test_a_resource_is_a_real_path() -> None:
    path = assets.resource_path("checklists", "frontier-deployment.json")
    assert path.is_file()
    assert path.read_bytes() == assets.resource_bytes("checklists", "frontier-deployment.json")


def test_names_are_sorted_and_filtered() -> None:
    names = assets.names("checklists", ".json")
    assert names == tuple(sorted(names))
    assert len(names) == 3
    assert assets.names("checklists", ".moon") == assets.names("no-such-folder") == ()


def test_a_schema_is_read_once() -> None:
    assert assets.schema("pack") is assets.schema("pack")


def test_all_built_in_content_loads() -> None:
    built_in_checklists.cache_clear()
    built_in_packs.cache_clear()
    assert len(built_in_checklists()) + len(built_in_packs()) == 6
