"""Preferences: who I am on this machine, limits, and what is trusted."""

from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from readiness_app.cli import output
from readiness_app.cli.acting import who
from readiness_app.cli.options import As, Json
from readiness_app.cli.trouble import Usage
from readiness_app.settings import Settings, load_settings, save_settings, settings_path

PANEL = "Start here"


class Key(StrEnum):
    """What can be set here; sizes are in bytes."""

    ME = "me"
    EVIDENCE_LIMIT = "evidence_limit"
    REVIEW_LIMIT = "review_limit"
    TIMESTAMP_URL = "timestamp_url"
    TRUSTED = "trusted"


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    config = typer.Typer(help="Set and show your preferences.")
    config.command("set")(set_value)
    config.command("show")(show)
    app.add_typer(config, name="config", rich_help_panel=PANEL)


def set_value(
    key: Annotated[Key, typer.Argument(metavar="KEY", help=f"One of {', '.join(Key)}.")],
    value: Annotated[list[str], typer.Argument(metavar="VALUE", help="Several files only for `trusted`; an empty text clears it.")],
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Set one preference: `config set me NAME` says who acts when --as is not given."""
    settings = replace(load_settings(), **{key.value: _parsed(key, value)})
    save_settings(settings)
    output.say(f"Saved: {key} in {settings_path()}.")
    output.result(_shape(settings), as_json=as_json)


def _parsed(key: Key, values: list[str]) -> Any:
    if key is Key.TRUSTED:
        return tuple(_certificate(Path(value).resolve()) for value in values if value)
    if len(values) != 1:
        raise Usage(f"{key} takes one value; put quotes around one with spaces. Nothing was changed.")
    value = values[0].strip()
    if key in (Key.EVIDENCE_LIMIT, Key.REVIEW_LIMIT):
        return _bytes(key, value)
    if key is Key.TIMESTAMP_URL and value and not value.startswith(("http://", "https://")):
        raise Usage(f"{value} is not an http or https address. Nothing was changed.")
    return who(value) if key is Key.ME and value else value


def _certificate(path: Path) -> str:
    from readiness_app.services import signing_off

    signing_off.certificate(path)  # raises for what is none: every later `verify` would have to pass it over
    return str(path)


def _bytes(key: Key, value: str) -> int:
    if not (value.isascii() and value.isdecimal() and int(value) > 0):
        raise Usage(f"{key} is a number of bytes above 0, not {value or 'empty'}. Nothing was changed.")
    return int(value)


def show(as_name: As = None, as_json: Json = False) -> None:
    """Show the preferences and where they are kept."""
    settings = load_settings()
    output.say(f"Kept in {settings_path()}")
    shape = _shape(settings)
    lines = [f"{key} = {', '.join(value) if isinstance(value, list) else value}" for key, value in shape.items()]
    output.result(shape, [output.literal(line) for line in lines], as_json=as_json)


def _shape(settings: Settings) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(settings).items() if key in set(Key)}
