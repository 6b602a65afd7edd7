"""Mail: does the postbox that the blueprint starts take one, and does it lie where the probes look?"""

from __future__ import annotations

import secrets
import shlex
import smtplib
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from time import monotonic

from tellonce.engine.stage import Stage
from tellonce.probes.mail import read_mail
from tellonce.runner.doctor.finding import Finding, ok, problem, unchecked

__all__ = ["mail"]

_ARRIVES_S = 10.0
_LOOK_EVERY_S = 0.05
_SUBJECT = "Tellonce looks whether mail arrives"


def mail(stage: Stage, arrives_s: float = _ARRIVES_S) -> Iterator[Finding]:
    """Send one to an address that nobody has, find it, and take it away again."""
    found = _postbox(stage)
    looked = any(block.get("kind") == "mailbox" for block in _probes(stage))
    if found is None:
        if looked:
            yield unchecked(
                "mail",
                "the blueprint starts no postbox of Tellonce, so no mail can be sent on trial",
                "start `python -m tellonce.probes.postbox` in the blueprint, or look into the mailbox by hand",
            )
        return
    smtp, into = found
    host, _, port = smtp.rpartition(":")
    folder = into / "mail" / "new"
    to = f"doctor-{secrets.token_hex(4)}@doctor.invalid"
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "doctor@doctor.invalid", to, _SUBJECT
    message.set_content("Nobody needs to read this.")
    began = monotonic()
    try:
        with smtplib.SMTP(host, int(port), timeout=arrives_s) as connection:
            connection.send_message(message)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        said = str(error) or type(error).__name__
        yield problem("mail", f"the postbox at {smtp} takes no mail: {said}", "look at what it says, in its log above")
        return
    pause = threading.Event()
    while (arrived := _find(folder, to)) is None and monotonic() - began < arrives_s:
        pause.wait(_LOOK_EVERY_S)
    if arrived is None:
        yield problem(
            "mail",
            f"the postbox at {smtp} took a mail, and it does not lie in {folder} after {arrives_s:g} s",
            "let the postbox store --into the folder in which the mailbox probes look",
        )
        return
    arrived.unlink(missing_ok=True)
    elsewhere = _elsewhere(stage, folder)
    if elsewhere:
        yield problem(
            "mail",
            f"mail arrives in {folder}; {', '.join(elsewhere)} {'looks' if len(elsewhere) == 1 else 'look'} elsewhere",
            f"write folder: {folder} in their probes",
        )
        return
    yield ok(
        "mail", f"a mail to {smtp} lies in the mailbox after {monotonic() - began:.1f} s, and was taken away again"
    )


def _postbox(stage: Stage) -> tuple[str, Path] | None:
    """(SMTP address, folder) of the postbox among the services, None without one."""
    for service in stage.blueprint.start:
        words = [stage.addresses.fill(part) for part in shlex.split(service.command)]
        if "tellonce.probes.postbox" in words and "--smtp" in words[:-1] and "--into" in words[:-1]:
            return words[words.index("--smtp") + 1], stage.root / words[words.index("--into") + 1]
    return None


def _probes(stage: Stage) -> Iterator[dict[str, object]]:
    for touchpoint in stage.blueprint.touchpoints.values():
        yield dict(touchpoint.probe)


def _elsewhere(stage: Stage, folder: Path) -> list[str]:
    return [
        key
        for key, touchpoint in stage.blueprint.touchpoints.items()
        if touchpoint.probe.get("kind") == "mailbox"
        and (stage.root / stage.fill(str(touchpoint.probe.get("folder", "")))).resolve() != folder.resolve()
    ]


def _find(folder: Path, to: str) -> Path | None:
    for path in folder.glob("*.eml") if folder.is_dir() else ():
        try:
            read = read_mail(path.name, path.read_bytes())
        except OSError:  # taken away by somebody else
            continue
        if read is not None and read.to == to:
            return path
    return None
