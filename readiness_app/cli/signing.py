"""Signing: identities, and a signature in one role's field of a report."""

from pathlib import Path
from typing import Annotated, Any

import typer

from readiness_app.cli import acting, output
from readiness_app.cli.options import As, Json, PassphraseFile, existing, passphrase
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
    identity: Annotated[Path, typer.Option("--identity", metavar="FILE.p12", help="Your identity.")],
    timestamp: Annotated[
        str | None, typer.Option("--timestamp", metavar="URL", help="An RFC 3161 time-stamp authority.", show_default=False)
    ] = None,
    passphrase_file: PassphraseFile = None,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Sign one role's field in place, whole or not at all. Prints the signer's fingerprint."""
    from readiness_app.services.signing_off import MEANING, sign_file

    existing(file)
    existing(identity)
    output.say(MEANING[role])
    secret = passphrase(passphrase_file, f"Passphrase of {identity.name}")
    url = load_settings().timestamp_url if timestamp is None else timestamp
    signed = sign_file(file, role, identity, secret, acting.now(), url)
    output.say(f"{signed.name} signed {file.name} as {role}.")
    shape = {"role": signed.role, "name": signed.name, "fingerprint": signed.fingerprint, "time": signed.time, "report": file}
    output.result(shape, signed.fingerprint, as_json=as_json)
