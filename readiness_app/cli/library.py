"""Checklists and packs: what comes with the program, and the check of files that people wrote themselves."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from readiness_app.cli import comparing, output
from readiness_app.cli.options import As, Json
from readiness_app.domain.checklist import Checklist, Item
from readiness_app.domain.errors import InvalidFile

PANEL = "Checklists and packs"
File = Annotated[Path, typer.Argument(metavar="FILE", help="A JSON file.")]


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    app.command(rich_help_panel=PANEL)(checklists)
    app.command(rich_help_panel=PANEL)(packs)
    checklist = typer.Typer(help="Show a checklist, or check one that you wrote.")
    checklist.command("show")(show_checklist)
    checklist.command("validate")(validate_checklist)
    checklist.callback()(_group)
    app.add_typer(checklist, name="checklist", rich_help_panel=PANEL)
    pack = typer.Typer(help="Check a pack that you wrote, or compare two.")
    pack.command("validate")(validate_pack)
    pack.command("compare")(comparing.compare_packs)
    pack.callback()(_group)
    app.add_typer(pack, name="pack", rich_help_panel=PANEL)


def _group() -> None:
    """Nothing to do before the sub-command; without it Typer would fold a group of one command into that command."""


def checklists(as_name: As = None, as_json: Json = False) -> None:
    """List the built-in checklists."""
    from readiness_app.services import library

    found = library.checklists()
    documents = [{"id": c.id, "version": c.version, "title": c.title, "items": sum(1 for _ in c.items())} for c in found]
    rows = [(c.id, c.version, c.title, str(document["items"])) for c, document in zip(found, documents, strict=True)]
    output.listing(documents, [c.id for c in found], ("Checklist", "Version", "Title", "Items"), rows, as_json=as_json)


def show_checklist(
    name: Annotated[str, typer.Argument(metavar="ID", help="Which checklist; `checklists` lists them.")],
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Show its scope questions, sections and items. Prints the items' ids."""
    from readiness_app.services import library

    found = library.checklist(name)
    scope = [(question.key, question.question) for question in found.scope]
    items = [(item.id, section.title, _gate(item), item.question) for section in found.sections for item in section.items]
    if not as_json:
        output.say(f"{found.title} {found.version}. {found.summary}")
        output.table(("Scope key", "Question"), scope)
        output.table(("Item", "Section", "Gate", "Question"), items)
    if as_json or not sys.stdout.isatty():
        output.result(_checklist_shape(found), [item.id for item in found.items()], as_json=as_json)


def _gate(item: Item) -> str:
    return "" if item.gate is None else f"from {item.gate.tier}{', hard' if item.gate.hard else ''}"


def _checklist_shape(found: Checklist) -> dict[str, Any]:
    return {
        "id": found.id,
        "version": found.version,
        "title": found.title,
        "summary": found.summary,
        "scope": [{"key": question.key, "question": question.question} for question in found.scope],
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "items": [
                    {
                        "id": item.id,
                        "question": item.question,
                        "evidence_wanted": item.evidence_wanted,
                        "gate": {"from": item.gate.tier, "hard": item.gate.hard} if item.gate else None,
                        "when": {"all": list(item.when.all), "any_of": list(item.when.any_of)} if item.when else None,
                    }
                    for item in section.items
                ],
            }
            for section in found.sections
        ],
    }


def packs(as_name: As = None, as_json: Json = False) -> None:
    """List the built-in packs."""
    from readiness_app.services import library

    found = library.packs()
    documents = [
        {
            "id": p.id,
            "title": p.title,
            "subject": {
                "vendor": p.subject.vendor,
                "model": p.subject.model,
                "also_known_as": list(p.subject.also_known_as),
                "snapshot": p.subject.snapshot,
                "route": p.subject.route,
                "region": p.subject.region,
            },
            "as_of": p.as_of,
            "claims": p.claim_count(),
            "version": p.version,
            "checklist": p.checklist,
        }
        for p in found
    ]
    rows = [(p.id, f"{p.subject.vendor} {p.subject.model}", p.as_of.isoformat(), str(p.claim_count())) for p in found]
    output.listing(documents, [p.id for p in found], ("Pack", "About", "As of", "Claims"), rows, as_json=as_json)


def validate_checklist(file: File, as_name: As = None, as_json: Json = False) -> None:
    """Say every error of a checklist file with its place."""
    from readiness_app.services import library

    _report(file, "checklist", library.checklist_problems(file), as_json=as_json)


def validate_pack(file: File, as_name: As = None, as_json: Json = False) -> None:
    """Say every error of a pack file with its place."""
    from readiness_app.services import library

    _report(file, "pack", library.pack_problems(file), as_json=as_json)


def _report(file: Path, kind: str, problems: tuple[str, ...], *, as_json: bool) -> None:
    if as_json or not problems:
        output.result({"valid": not problems, "problems": list(problems)}, "valid", as_json=as_json)
    if problems:
        count = "1 error" if len(problems) == 1 else f"{len(problems)} errors"
        raise InvalidFile(f"{file.name} is not a valid {kind}: {count}.", problems)
