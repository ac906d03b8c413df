"""Checks a badge or a signed page offline: whole or tampered with, from whom, and still valid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from medcoding.credentials.badge import ALGORITHM, seconds
from medcoding.credentials.extra import needs_extra
from medcoding.credentials.issuer import Issuer

MAX_BYTES = 5_000_000
_NO_BADGE = "the file holds no badge and no signed page"


class State(StrEnum):
    """What a check comes to."""

    GOOD = "good"
    TAMPERED = "tampered with"
    WRONG_ISSUER = "from another issuer"
    EXPIRED = "expired"
    NOT_YET = "not valid yet"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Checked:
    """The result. The rest is empty unless a signature held."""

    state: State
    says: str
    holder: str = ""
    title: str = ""
    issued: str = ""
    until: str = ""
    evidence: tuple[str, ...] = ()


def verify_file(path: Path, issuer: Issuer, now: datetime) -> Checked:
    """Check a file, a badge (.jwt) or a page (.pdf), against an issuer that is trusted."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return Checked(State.UNREADABLE, "the file is larger than 5 MB, which no certificate is")
        raw = path.read_bytes()
    except OSError as error:
        return Checked(State.UNREADABLE, f"the file cannot be read ({error.strerror})")
    if raw.startswith(b"%PDF"):
        from medcoding.credentials.page import check_seal

        problem, badge = check_seal(raw, issuer)
        if problem:
            return problem
        return verify_badge(badge, issuer, now)
    return verify_badge(raw.decode("ascii", errors="replace").strip(), issuer, now)


def verify_badge(token: str, issuer: Issuer, now: datetime) -> Checked:
    """Check a badge. The algorithm and the key are ours to choose, never the badge's."""
    with needs_extra():
        import jwt
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError:
        return Checked(State.UNREADABLE, _NO_BADGE)
    if header.get("alg") != ALGORITHM:
        return Checked(State.TAMPERED, f"it is signed by another method than {ALGORITHM}, which no badge here is")
    if header.get("kid") != issuer.key_id:
        return Checked(State.WRONG_ISSUER, f"it was not signed with the key of {issuer.name}, whatever name it bears")
    unchecked = {f"verify_{name}": False for name in ("exp", "nbf", "iat", "aud", "iss", "sub", "jti")}
    try:
        found = jwt.decode(token, issuer.public_key(), algorithms=[ALGORITHM], options=unchecked)
    except jwt.PyJWTError:
        return Checked(State.TAMPERED, "the signature does not fit what it says: something was changed")
    return _read(found, issuer, now)


def _read(found: dict[str, Any], issuer: Issuer, now: datetime) -> Checked:
    """What a badge says whose signature held."""
    try:
        subject = found["credentialSubject"]
        until = found.get("validUntil", "")
        checked = Checked(
            State.GOOD,
            f"signed by {issuer.name}, and unchanged since",
            holder=str(subject["identifier"][0]["identityHash"]),
            title=str(subject["achievement"]["name"]),
            issued=str(found["validFrom"])[:10],
            until=str(until)[:10],
            evidence=tuple(f"{each['name']} ({each['genre']}): {each['narrative']}" for each in found["evidence"]),
        )
        agrees = (
            "OpenBadgeCredential" in found["type"]
            and found["iss"] == found["issuer"]["id"] == issuer.id
            and found["jti"] == found["id"]
            and found["nbf"] == seconds(found["validFrom"])
            and found.get("exp") == (seconds(until) if until else None)
        )
    except (KeyError, IndexError, TypeError, ValueError):
        return Checked(State.UNREADABLE, _NO_BADGE)
    if not agrees:
        return Checked(State.TAMPERED, "its parts contradict each other")
    if now.timestamp() < found["nbf"]:
        return _but(checked, State.NOT_YET, f"it is valid from {checked.issued} on; look at this machine's date")
    if until and now.timestamp() >= found["exp"]:
        return _but(checked, State.EXPIRED, f"it was valid until {checked.until}")
    return checked


def _but(checked: Checked, state: State, says: str) -> Checked:
    return Checked(state, says, checked.holder, checked.title, checked.issued, checked.until, checked.evidence)
