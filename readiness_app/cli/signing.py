"""Signing: identities, and a signature in one role's field of a report."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from readiness_app.cli import acting, output, own
from readiness_app.cli.options import As, Json, PassphraseFile, existing, passphrase, warn_of_readers
from readiness_app.cli.trouble import Usage
from readiness_app.domain.vocabulary import Role
from readiness_app.settings import load_settings

PANEL = "Signing"


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    identity = typer.Typer(help="Make an identity to sign with, or show one.")
    identity.command("create")(create)
    identity.command("show")(show)
    app.add_typer(identity, name="identity", rich_help_panel=PANEL)
    app.command(rich_help_panel=PANEL)(sign)


def create(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose identity it is.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.p12", help="Where it is kept; its certificate goes beside it as .pem.")],
    passphrase_file: PassphraseFile = None,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Make a P-256 identity. Prints its fingerprint, the SHA-256 of its certificate."""
    from readiness_app.services.signing_off import create_identity

    secret = passphrase(passphrase_file, f"Passphrase for {name}", confirm=True)
    made = create_identity(name, out, secret, acting.now())
    output.say(
        f"The identity is {out}; keep it and its passphrase to yourself. The certificate {out.with_suffix('.pem')} is for everybody."
    )
    output.result(_shape(made) | {"identity": out, "certificate": out.with_suffix(".pem")}, made.fingerprint, as_json=as_json)


def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .p12 with its .pem beside it, or a certificate.")],
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Show whose identity or certificate it is. Prints its fingerprint."""
    from readiness_app.services.signing_off import show_identity

    found = show_identity(existing(file))
    if not as_json:
        output.say(f"{found.name}, {found.key}, valid from {found.not_before:%Y-%m-%d} to {found.not_after:%Y-%m-%d}.")
        output.say(
            "Self-signed: whoever relies on it must have the fingerprint from its holder."
            if found.self_signed
            else f"Issued by {found.issuer}."
        )
    output.result(_shape(found), found.fingerprint, as_json=as_json)


def _shape(certificate: Any) -> dict[str, Any]:
    return {
        "name": certificate.name,
        "fingerprint": certificate.fingerprint,
        "subject": certificate.subject,
        "issuer": certificate.issuer,
        "key": certificate.key,
        "self_signed": certificate.self_signed,
        "not_before": certificate.not_before,
        "not_after": certificate.not_after,
    }


def sign(
    file: Annotated[Path, typer.Argument(metavar="FILE.pdf", help="The report of a sealed review.")],
    role: Annotated[Role, typer.Option("--role", help="The role you sign in.")],
    identity: Annotated[Path | None, typer.Option("--identity", metavar="FILE.p12", help="Your identity.", show_default=False)] = None,
    token: Annotated[
        Path | None,
        typer.Option("--token", metavar="LIB", help="Instead: the PKCS#11 module of your smart card or key.", show_default=False),
    ] = None,
    slot: Annotated[int | None, typer.Option("--slot", metavar="N", help="Where the token is; else they are listed.")] = None,
    certificate_id: Annotated[
        str | None, typer.Option("--certificate-id", metavar="HEX", help="Your certificate on it; else they are listed.")
    ] = None,
    pin_file: Annotated[
        Path | None, typer.Option("--pin-file", metavar="FILE", help="Its first line is the PIN; else the reader or a prompt asks.")
    ] = None,
    timestamp: Annotated[
        str | None, typer.Option("--timestamp", metavar="URL", help="An RFC 3161 time-stamp authority.", show_default=False)
    ] = None,
    level: Annotated[
        str | None, typer.Option("--level", metavar="b-t|b-lt|b-lta", help="What is kept beside the signature.", show_default=False)
    ] = None,
    passphrase_file: PassphraseFile = None,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Sign one role's field in place, whole or not at all. Prints the signer's fingerprint."""
    from readiness_app.services.signing_off import MEANING, Signing, check_role, sign_file

    existing(file)
    wanted = _level(level)
    if (identity is None) == (token is None):
        raise Usage("Name your identity by --identity or your token by --token, one of the two. Nothing was signed.")
    if token is None and (slot is not None or certificate_id is not None or pin_file is not None):
        raise Usage("--slot, --certificate-id and --pin-file belong to --token. Nothing was signed.")
    check_role(file, role)
    for sentence in own.known_of_file(file):
        output.say(f"Warning: {sentence}")
    secret_file = pin_file if token else passphrase_file

    def declare() -> None:
        output.say(MEANING[role])
        warn_of_readers(secret_file)

    # Whoever types a secret must have read before what it declares; with a file nobody waits, so it is said when it comes true.
    chosen = _token(existing(token), slot, certificate_id, pin_file, declare) if token else None
    secret = ""
    if identity and existing(identity):
        if secret_file is None:
            declare()
        secret = passphrase(secret_file, f"Passphrase of {identity.name}", warn=False)
    url = load_settings().timestamp_url if timestamp is None else timestamp
    signing = Signing(role=role, at=acting.now(), identity=identity, passphrase=secret, token=chosen, timestamp_url=url, level=wanted)
    signed = sign_file(file, signing, on_ready=declare if secret_file else None)
    output.say(f"{signed.name} signed {file.name} as {role}.")
    output.say(f"Next, whoever sealed it takes it back: `readiness collect WORKSPACE REVIEW {file.name}`.")
    shape = {"role": signed.role, "name": signed.name, "fingerprint": signed.fingerprint, "time": signed.time, "report": file}
    output.result(shape, signed.fingerprint, as_json=as_json)


def _level(text: str | None) -> Any:
    from readiness_app.services.signing_off import Level

    try:
        return Level(text or Level.B_B)
    except ValueError:
        raise Usage(f"--level {text} should read {', '.join(Level)}. Nothing was signed.") from None


def _token(library: Path, slot: int | None, certificate_id: str | None, pin_file: Path | None, declare: Callable[[], None]) -> Any:
    """The chosen token and its PIN; raises Usage, after listing what there is, where the choice is not complete."""
    from readiness_app.services.signing_off import Token, certificates_on, tokens

    found = tokens(library)
    if slot is None:
        for one in found:
            output.say(f"--slot {one.slot}: {one.label}, serial number {one.serial}, {one.reader}")
        raise Usage("Choose the token by --slot. Nothing was signed." if found else "No token is in. Nothing was signed.")
    if certificate_id is None:
        for entry in certificates_on(library, slot):
            until = f"{entry.certificate.not_after:%Y-%m-%d}"
            output.say(f"--certificate-id {entry.id}: {entry.certificate.name}, {entry.certificate.key}, until {until} ({entry.label})")
        raise Usage("Choose your certificate by --certificate-id. Nothing was signed.")
    if pin_file is None:
        declare()
    at_reader = pin_file is None and any(one.slot == slot and one.pin_pad for one in found)
    if at_reader:
        output.say("Type the PIN at the reader.")
    return Token(library=library, slot=slot, certificate_id=certificate_id, pin=None if at_reader else _pin(pin_file))


def _pin(file: Path | None) -> str:
    try:
        return passphrase(file, "PIN", warn=False)
    except Usage:
        raise Usage("No PIN was given. Nothing was signed; type it at the prompt or name a file by --pin-file.") from None
