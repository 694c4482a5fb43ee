"""A workspace under a passphrase: encrypt, change the passphrase, come back by the recovery code, decrypt."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness_app.cli import acting, output, unlocking
from readiness_app.cli.options import As, Json, PassphraseFile, WorkspaceFile, passphrase
from readiness_app.cli.trouble import Usage
from readiness_app.domain.errors import Refused, Unreadable

if TYPE_CHECKING:
    from readiness_app.services.encryption import Key

PANEL = "Encryption"
_KEEP = "Print the recovery code and lock it away: with it you get back in without the passphrase. It is shown this once."


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    app.command("encrypt", rich_help_panel=PANEL)(encrypt)
    app.command("passphrase", rich_help_panel=PANEL)(change)
    app.command("recover", rich_help_panel=PANEL)(recover)
    app.command("decrypt", rich_help_panel=PANEL)(decrypt)


def encrypt(workspace: WorkspaceFile, passphrase_file: PassphraseFile = None, as_name: As = None, as_json: Json = False) -> None:
    """Encrypt a workspace with its backups and copies. Prints the recovery code. Close the window on it first."""
    from readiness_app.services import encryption

    if encryption.is_encrypted(workspace):
        raise Refused(f"{workspace.name} is encrypted already. Nothing was changed.")
    secret = passphrase(passphrase_file, f"New passphrase for {workspace.name}", confirm=True)
    code = encryption.new_recovery_code()
    try:
        with output.progress() as step:
            key = encryption.encrypt(workspace, secret, code, acting.now(), step)
    except Unreadable:
        if encryption.is_encrypted(workspace):  # ended all the same, or when it is opened next: then by this code too
            output.result({"workspace": workspace, "recovery_code": code, "plain_copies": []}, code, as_json=as_json)
        raise
    plain = encryption.plain_copies(workspace, key)
    output.result({"workspace": workspace, "recovery_code": code, "plain_copies": list(plain)}, code, as_json=as_json)
    output.say(f"{workspace.name} and its backups are encrypted. {_KEEP}")
    if plain:
        output.say(f"These hold the same workspace, or may, and are still plain: {', '.join(plain)}. Encrypt or delete them too.")
    output.say(
        f"Keep {workspace.name}.key beside it: without that file nothing opens it. Reports and other files you exported are not encrypted."
    )


def change(
    workspace: WorkspaceFile,
    passphrase_file: PassphraseFile = None,
    new_code: Annotated[bool, typer.Option("--new-code", help="Keep the passphrase; make and print a new recovery code.")] = False,
    remember: Annotated[
        bool | None,
        typer.Option("--remember/--forget", help="Keep the passphrase; whether this computer's keystore opens it.", show_default=False),
    ] = None,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Change the passphrase, or with --new-code the recovery code; or remember it on this computer. Asks for the present one first."""
    from readiness_app.services import encryption

    if (passphrase_file is not None) + new_code + (remember is not None) > 1:
        raise Usage("--passphrase-file, --new-code and --remember or --forget each stand alone. Nothing was changed.")
    if remember is False:
        return _forget(workspace, as_json=as_json)
    key = unlocking.key_for(workspace, said=True)
    if key is None:
        raise _plain(workspace)
    if remember:
        return _remember(workspace, key, as_json=as_json)
    if new_code:
        code = encryption.new_recovery_code()
        encryption.replace_recovery_code(workspace, key, code)
        output.result({"workspace": workspace, "recovery_code": code}, code, as_json=as_json)
        output.say(f"The recovery code of {workspace.name} is a new one. {_KEEP}")
        return None
    encryption.change_passphrase(workspace, key, passphrase(passphrase_file, f"New passphrase for {workspace.name}", confirm=True))
    return _changed(workspace, as_json=as_json)


def _remember(workspace: Path, key: "Key", *, as_json: bool) -> None:
    from readiness_app.services import keystore

    keystore.remember(workspace, key)
    output.result({"workspace": workspace, "remembered": True}, str(workspace), as_json=as_json)
    output.say(
        f"This computer opens {workspace.name} without asking while you are logged in. Its passphrase and recovery code stay; "
        "--forget ends it."
    )


def _forget(workspace: Path, *, as_json: bool) -> None:
    from readiness_app.services import encryption, keystore

    if not encryption.is_encrypted(workspace):
        raise _plain(workspace)
    was = keystore.forget(workspace)
    output.result({"workspace": workspace, "remembered": False}, str(workspace), as_json=as_json)
    output.say(f"This computer {'asks for the passphrase of' if was else 'did not remember'} {workspace.name}{' again' if was else ''}.")


def recover(
    workspace: WorkspaceFile,
    code_file: Annotated[
        Path | None, typer.Option("--code-file", metavar="FILE", help="Its first line is the recovery code; else a prompt asks.")
    ] = None,
    passphrase_file: PassphraseFile = None,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Set a new passphrase by the recovery code, which stays. Prints the workspace's path."""
    from readiness_app.services import encryption

    if not encryption.is_encrypted(workspace):
        raise _plain(workspace)
    code = _code(code_file, workspace)
    key = encryption.unlock_by_code(workspace, code)  # before a new passphrase is thought of
    encryption.change_passphrase(workspace, key, passphrase(passphrase_file, f"New passphrase for {workspace.name}", confirm=True))
    _changed(workspace, as_json=as_json)


def decrypt(workspace: WorkspaceFile, as_name: As = None, as_json: Json = False) -> None:
    """Make a workspace with its backups and copies plain again. Prints its path. Close the window on it first."""
    from readiness_app.services import encryption

    key = unlocking.key_for(workspace, said=True)
    if key is None:
        raise _plain(workspace)
    with output.progress() as step:
        encryption.decrypt(workspace, key, acting.now(), step)
    output.result({"workspace": workspace}, str(workspace), as_json=as_json)
    output.say(f"{workspace.name}, its backups and its copies are no longer encrypted: whoever has the files can read them.")


def _code(file: Path | None, workspace: Path) -> str:
    try:
        return passphrase(file, f"Recovery code of {workspace.name}")
    except Usage:
        raise Usage("No recovery code was given. Nothing was changed; type it at the prompt or name a file by --code-file.") from None


def _changed(workspace: Path, *, as_json: bool) -> None:
    output.result({"workspace": workspace}, str(workspace), as_json=as_json)
    output.say(
        f"{workspace.name} has a new passphrase; its recovery code is the same. Copies of the key file made before open by the old one."
    )


def _plain(workspace: Path) -> Refused:
    from readiness_app.services.workspace import Workspace

    Workspace.open(workspace, read_only=True).close()  # what is no workspace at all is told as that
    return Refused(f"{workspace.name} is not encrypted. Nothing was changed.")
