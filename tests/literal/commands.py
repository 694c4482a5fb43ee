"""How to run every command over the hostile review: one recipe for each, with texts of people in every option that takes one."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from readiness_app.cli.app import app
from tests.literal.hostile import Texts
from tests.literal.review import CONTENT, IDS, States

Args = list[object]


def commands(group: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command by its name, with its parameters."""
    root: Any = group or typer.main.get_command(app)
    for name, command in root.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


@dataclass
class Place:
    """A folder for one command, with the workspaces and files that it may need."""

    states: States
    folder: Path

    @property
    def texts(self) -> Texts:
        return self.states.made.texts

    def say(self, option: str) -> str:
        """What a person types for an option."""
        return self.texts.of(f"--{option}")

    def new(self, suffix: str) -> Path:
        """A hostile name that nothing has yet."""
        return self.folder / f"{self.texts.of('a file that is written', file_name=True)}{suffix}"

    def workspace(self, state: str) -> Path:
        path = self.folder / f"{self.texts.of('a workspace', file_name=True)}-{state}.readiness"
        return Path(shutil.copy(getattr(self.states, state), path))

    def report(self) -> Path:
        return Path(shutil.copy(self.states.report, self.folder / f"{self.texts.of('a report', file_name=True)}.pdf"))

    def file(self) -> Path:
        path = self.folder / f"{self.texts.of('a file', file_name=True)}.txt"
        path.write_text(self.texts.of(CONTENT), encoding="utf-8", errors="replace")
        return path

    def secret(self) -> Path:
        path = self.folder / "secret.txt"
        path.write_text("correct horse battery\n", encoding="utf-8")
        path.chmod(0o600)
        return path

    def json(self, data: bytes) -> Path:
        path = self.folder / f"{self.texts.of('a file that is read', file_name=True)}.json"
        path.write_bytes(data)
        return path

    def hash(self) -> str:
        return self.states.made.review.evidence[0].sha256


Recipe = Callable[[Place], Args]


def on(state: str, *rest: object) -> Recipe:
    """The workspace in this state and the review, then the rest; what is a function of the place is asked for its value."""
    return lambda place: [place.workspace(state), "R1", *(one(place) if callable(one) else one for one in rest)]


def _says(*options: str) -> Recipe:
    return lambda place: [part for option in options for part in (f"--{option}", place.say(option))]


def with_says(recipe: Recipe, *options: str) -> Recipe:
    return lambda place: [*recipe(place), *_says(*options)(place)]


def _checklist(place: Place) -> Path:
    from readiness_app.exchange.checklist_files import encode_checklist

    return place.json(encode_checklist(place.states.made.review.checklist))


def _pack(place: Place) -> Path:
    from readiness_app.exchange.pack_files import encode_pack

    return place.json(encode_pack(place.states.made.pack))


FIRST, UNKNOWN, OPEN = IDS[0], IDS[2], IDS[4]
ABOUT = ("vendor", "model", "snapshot", "route", "region", "access")
RECIPES: dict[str, Recipe] = {
    "config set": lambda place: ["me", place.say("me")],
    "config show": lambda place: [],
    "checklist show": lambda place: [_checklist(place)],
    "checklist validate": lambda place: [_checklist(place)],
    "pack validate": lambda place: [_pack(place)],
    "new": with_says(lambda place: [place.new(".readiness"), "--checklist", _checklist(place), "--tier", "internal"], *ABOUT, "lead"),
    "edit": with_says(on("opened", "--other-subject"), *ABOUT, "lead"),
    "reviews": lambda place: [place.workspace("opened")],
    "adopt": on("opened", "--all"),
    "status": on("opened"),
    "items": on("opened"),
    "show": on("opened", FIRST),
    "answer": with_says(on("opened", UNKNOWN, "--knowledge", "not_applicable"), "because", "note", "control"),
    "accept-risk": with_says(on("opened", UNKNOWN, "--until", "2027-01-01"), "owner", "rationale", "control", "authority"),
    "claim": with_says(
        on("opened", UNKNOWN, "--source-kind", "press", "--disputed"),
        *("statement", "source", "quote", "counted", "caveat", "correction", "correction-source"),
    ),
    "resolve": with_says(on("opened", OPEN, "--knowledge", "known", "--prevails", lambda place: place.texts.of("Claim.id")), "why"),
    "attach": with_says(on("opened", UNKNOWN, Place.file), "title", "publisher", "revision"),
    "detach": on("opened", FIRST, Place.hash),
    "mark": on("opened", Place.hash, "--confidentiality", "public"),
    "extract": on("sealed", "--for", "vendor", "--out", lambda place: place.new(".pdf")),
    "purge": with_says(on("opened", Place.hash), "why"),
    "quotes": on("opened"),
    "revise": with_says(on("opened", Place.hash, Place.file, "--address", "https://example.org/a"), "title", "revision", "publisher"),
    "condition": with_says(on("opened", FIRST, "--due", "2027-01-01"), "what", "owner", "proof"),
    "condition-done": with_says(on("opened", FIRST, "k0"), "proof"),
    "questions": on("opened", "--item", UNKNOWN, "--out", lambda place: place.new(".xlsx")),
    "replies": on("opened"),
    "decide": with_says(on("opened", "--outcome", "defer"), "rationale"),
    "signatory": on("opened", "security", lambda place: place.say("name")),
    "reopen": with_says(on("sealed"), "reason"),
    "decline": with_says(on("sealed", "security"), "reason"),
    "next-round": with_says(on("sealed", "--preview", "--other-subject"), *ABOUT, "lead"),
    "confirm": on("opened", "--all"),
    "compare": on("opened", lambda place: "R1@1"),
    "draft": on("opened", "--out", lambda place: place.new(".pdf")),
    "seal": on("opened", "--out", lambda place: place.new(".pdf"), "--annex"),
    "collect": on("sealed", Place.report),
    "report": on("sealed", "--out", lambda place: place.new(".pdf")),
    "annex": on("sealed", "--out", lambda place: place.new("-annex")),
    "record": on("opened"),
    "verify": lambda place: [place.report()],
    "history": on("opened"),
    "check": lambda place: [place.workspace("opened")],
    "backup": lambda place: [place.workspace("opened")],
    "restore": lambda place: [place.workspace("opened"), "--list"],
    "encrypt": lambda place: [place.workspace("opened"), "--passphrase-file", place.secret()],
    "identity create": lambda place: [
        place.texts.of("NAME", plain=True)[:60],
        "--out",
        place.new(".p12"),
        "--passphrase-file",
        place.secret(),
    ],
    "identity show": lambda place: [place.file()],
    "sign": lambda place: [place.report(), "--role", "security", "--identity", place.file(), "--passphrase-file", place.secret()],
}
# Those whose JSON holds texts of a review; of the others it is looked at in the long run.
TELLING = {
    *("annex", "checklist validate", "compare", "config show", "history", "items", "next-round", "pack validate", "quotes", "record"),
    *("replies", "reviews", "show", "status", "verify"),
}
# These end with a refusal, which says the same names; the two that look whether a review follows from its history find that it was
# not made by changes.
REFUSED = {"check", "checklist show", "collect", "detach", "identity show", "pack validate", "seal", "sign", "verify"}
# Commands that hold no text of a review or of a file beyond a workspace's name, which is tried on every command.
WITHOUT = {
    "demo": "makes a sample of its own",
    "checklists": "lists the built-in checklists alone",
    "packs": "lists the built-in packs alone",
    "pack compare": "compares packs for a built-in checklist alone",
    "passphrase": "needs a terminal for the second passphrase; says the workspace's name as `encrypt` does",
    "recover": "says the workspace's name as `encrypt` does",
    "decrypt": "says the workspace's name as `encrypt` does",
}
