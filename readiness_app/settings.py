"""Preferences of the person at this machine, kept as one small JSON file in their profile."""

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import platformdirs

APP_NAME = "readiness"
WORKSPACE_SUFFIX = ".readiness"
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a person chose. `me` is the name that stands in the history; limits are in bytes, `zoom` in per cent.

    `token_library` and `identities` are the PKCS#11 module and the identity files that signed last, never a secret of theirs.
    `last_review` is veiled where its workspace is encrypted, see services/noted.py.
    """

    me: str = ""
    theme: str = "system"
    zoom: int = 100
    evidence_limit: int = 250_000_000
    review_limit: int = 2_000_000_000
    timestamp_url: str = ""
    trusted: tuple[str, ...] = ()
    token_library: str = ""
    identities: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    last_workspace: str = ""
    last_review: str = ""
    last_page: str = ""
    last_item: str = ""
    window: str = ""


def settings_path() -> Path:
    """The file that holds the settings; READINESS_CONFIG_DIR moves it."""
    folder = os.environ.get("READINESS_CONFIG_DIR") or platformdirs.user_config_dir(APP_NAME, appauthor=False)
    return Path(folder) / "settings.json"


def default_workspace() -> Path:
    """The workspace that is used until a person chooses another; READINESS_DATA_DIR moves it."""
    return _data_folder() / "reviews.readiness"


def seals_folder() -> Path:
    """Where the keys lie with which this person's workspaces seal their reports; READINESS_DATA_DIR moves it."""
    return _data_folder() / "seals"


def heads_folder() -> Path:
    """Where this person's machine notes the heads of the histories it saw last; READINESS_DATA_DIR moves it."""
    return _data_folder() / "heads"


def _data_folder() -> Path:
    return Path(os.environ.get("READINESS_DATA_DIR") or platformdirs.user_data_dir(APP_NAME, appauthor=False))


def log_path() -> Path:
    """Where reports of failures are written; READINESS_LOG_DIR moves it."""
    folder = os.environ.get("READINESS_LOG_DIR") or platformdirs.user_log_dir(APP_NAME, appauthor=False)
    return Path(folder) / "readiness.log"


def load_settings(path: Path | None = None) -> Settings:
    """The settings, or the defaults where there are none or the file is damaged: preferences must never keep anybody out."""
    return stored_settings(path) or Settings()


def stored_settings(path: Path | None = None) -> Settings | None:
    """The settings that stand in the file; None where there is no file or it cannot be read."""
    try:
        place = path or settings_path()
        if not place.is_file():  # a pipe nobody writes to never begins
            return None
        with place.open("rb") as file:
            stored = json.loads(file.read(_LARGEST))
    except (OSError, ValueError, RecursionError):
        return None
    return _from_json(stored) if isinstance(stored, dict) else None


def _from_json(stored: dict[str, Any]) -> Settings:
    kept: dict[str, Any] = {}
    for field in fields(Settings):
        value, default = stored.get(field.name), field.default
        if isinstance(default, tuple) and isinstance(value, list) and all(isinstance(part, str) for part in value):
            kept[field.name] = tuple(value)
        elif type(value) is type(default) and not isinstance(default, tuple):
            kept[field.name] = value
    return Settings(**kept)


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Writes the settings, whole or not at all. Raises OSError."""
    target = path or settings_path()
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    try:
        part.write_text(json.dumps(asdict(settings), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
