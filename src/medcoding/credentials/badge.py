"""The badge: an Open Badges 3.0 credential, as a W3C Verifiable Credential in JWT form.

Open Badges 3.0, section 8 (JWT proof format): the payload is the credential with the registered claims
iss, jti, sub, nbf and exp beside its own properties. Ed25519 signatures are the same each time.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from medcoding.credentials.extra import needs_extra
from medcoding.credentials.issuer import CONTEXTS, Issuer, SecretIssuer
from medcoding.learning.conditions import Condition, Proof

_NAMESPACE = uuid.UUID("6b0f9d7e-5c0c-4c8e-9a53-4b7d6d8f6a10")  # ours, for ids made from names
ALGORITHM = "EdDSA"


@dataclass(frozen=True)
class Award:
    """What is certified: who, what, when, until when (None: for good) and on which conditions."""

    student: str
    holder: str
    certificate: str
    title: str
    issued: datetime
    until: datetime | None
    shown: tuple[Condition, ...]


def credential_id(award: Award, issuer: Issuer) -> str:
    """The same for one learner, certificate and issuer, so that issuing twice makes no second one."""
    return uuid.uuid5(_NAMESPACE, "\0".join((issuer.id, award.certificate, award.student))).urn


def build_credential(award: Award, issuer: Issuer) -> dict[str, Any]:
    """The credential, in an order that never changes."""
    number = credential_id(award, issuer)
    fields: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": number,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": award.title,
        "issuer": {"id": issuer.id, "type": ["Profile"], "name": issuer.name, "url": issuer.url},
        "validFrom": _moment(award.issued),
    }
    if award.until:
        fields["validUntil"] = _moment(award.until)
    return {
        **fields,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "identityType": "name", "hashed": False, "identityHash": award.holder}
            ],
            "achievement": {
                "id": uuid.uuid5(_NAMESPACE, "\0".join((issuer.id, award.certificate))).urn,
                "type": ["Achievement"],
                "achievementType": "Certificate",
                "name": award.title,
                "description": "A certificate of a school's course in medical coding, not of a professional body.",
                "criteria": {"narrative": _criteria(award.shown)},
            },
        },
        "evidence": [
            {"type": ["Evidence"], "name": each.name, "genre": each.proof.value, "narrative": each.says}
            for each in award.shown
        ],
    }


def sign_credential(credential: dict[str, Any], secret: SecretIssuer) -> str:
    """The badge as it is handed out: header, payload and signature in one line."""
    with needs_extra():
        import jwt

    claims: dict[str, Any] = {
        "iss": secret.issuer.id,
        "jti": credential["id"],
        "sub": credential["id"],
        "nbf": seconds(credential["validFrom"]),
    }
    if "validUntil" in credential:
        claims["exp"] = seconds(credential["validUntil"])
    headers = {"kid": secret.issuer.key_id, "typ": "vc+jwt"}
    token: str = jwt.encode({**credential, **claims}, secret.key, ALGORITHM, headers=headers)
    return token


def seconds(moment: str) -> int:
    """A moment of a credential as a claim counts it. Raises ValueError."""
    return int(datetime.fromisoformat(moment).timestamp())


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _criteria(shown: Sequence[Condition]) -> str:
    parts = []
    for proof in Proof:
        found = [f"{each.name}: {each.says}" for each in shown if each.proof is proof]
        if found:
            parts.append(f"Shown by {proof.value}: {'; '.join(found)}.")
    return " ".join(parts)
