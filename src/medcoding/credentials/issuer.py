"""Who issues: a school's name and its two keys. The secret half is a file of its own, never in the course's folder."""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medcoding.credentials.base58 import base58
from medcoding.credentials.extra import needs_extra
from medcoding.errors import CredentialError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PUBLIC = Path("course") / "issuer.json"
CONTEXTS = ("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")
_ED25519 = b"\xed\x01"  # the multicodec prefix of an Ed25519 public key
_SEAL_YEARS = 20
_MAX_BYTES = 100_000


@dataclass(frozen=True)
class Issuer:
    """What everybody may know of a school. `id` is a did:key: the public key itself, spelled out."""

    id: str
    name: str
    url: str
    key: bytes  # raw Ed25519, 32 bytes
    seal: bytes  # the certificate of the page's signature, DER

    @property
    def key_id(self) -> str:
        """How a signature names the key."""
        return f"{self.id}#{self.id.removeprefix('did:key:')}"

    def public_key(self) -> Ed25519PublicKey:
        """The key that checks badges."""
        with needs_extra():
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        return Ed25519PublicKey.from_public_bytes(self.key)


@dataclass(frozen=True)
class SecretIssuer:
    """A school with its secret keys: what signs."""

    issuer: Issuer
    key: Ed25519PrivateKey
    seal_key: EllipticCurvePrivateKey


def default_secret_path() -> Path:
    """Where the secret file lies unless told otherwise: in the instructor's own configuration."""
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "medcoding" / "issuer-secret.json"


def make_issuer(name: str, url: str, now: datetime) -> SecretIssuer:
    """New keys for a school."""
    with needs_extra():
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key, seal_key = Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name[:64])])
    start = now.astimezone(UTC)
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)  # signature, commitment
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(seal_key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start - timedelta(days=1))
        .not_valid_after(start + timedelta(days=365 * _SEAL_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(seal_key.public_key()), critical=False)
        .sign(seal_key, hashes.SHA256())
    )
    raw = key.public_key().public_bytes_raw()
    seal = certificate.public_bytes(serialization.Encoding.DER)
    return SecretIssuer(Issuer(did_of(raw), name, url, raw, seal), key, seal_key)


def did_of(key: bytes) -> str:
    """The did:key of a raw Ed25519 public key."""
    return f"did:key:z{base58(_ED25519 + key)}"


def render_issuer(issuer: Issuer) -> str:
    """The issuer's document: what a school publishes, so that its badges can be checked."""
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": urlsafe_b64encode(issuer.key).decode("ascii").rstrip("=")}
    document = {
        "@context": ["https://www.w3.org/ns/did/v1", *CONTEXTS],
        "id": issuer.id,
        "type": ["Profile"],
        "name": issuer.name,
        "url": issuer.url,
        "verificationMethod": [
            {"id": issuer.key_id, "type": "JsonWebKey", "controller": issuer.id, "publicKeyJwk": jwk}
        ],
        "assertionMethod": [issuer.key_id],
        "pdfCertificate": b64encode(issuer.seal).decode("ascii"),
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def load_issuer(path: Path) -> Issuer:
    """Read an issuer's document. Raises CredentialError."""
    return parse_issuer(_load(path), path)


def parse_issuer(found: Mapping[str, Any], where: Path) -> Issuer:
    """An issuer from its decoded document. Raises CredentialError."""
    try:
        x = found["verificationMethod"][0]["publicKeyJwk"]["x"]
        key = urlsafe_b64decode(x + "=" * (-len(x) % 4))
        issuer = Issuer(
            found["id"], str(found["name"]), str(found["url"]), key, b64decode(found["pdfCertificate"], validate=True)
        )
    except (KeyError, IndexError, TypeError, ValueError):
        raise CredentialError(f"{where}: this is no issuer's document; ask the school for it again") from None
    if issuer.id != did_of(key):
        raise CredentialError(f"{where}: its key is not the one that its id spells; ask the school for it again")
    return issuer


def save_secret(path: Path, secret: SecretIssuer) -> None:
    """Write the secret file, readable by its owner alone. Raises CredentialError when one is there."""
    from cryptography.hazmat.primitives import serialization

    def pem(key: Any) -> str:
        kind = serialization.PrivateFormat.PKCS8
        found: bytes = key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption())
        return found.decode("ascii")

    text = json.dumps(
        {
            "says": "SECRET. Whoever holds this file can issue certificates in the school's name. Keep a copy offline.",
            "issuer": json.loads(render_issuer(secret.issuer)),
            "key": pem(secret.key),
            "seal_key": pem(secret.seal_key),
        },
        indent=1,
        ensure_ascii=False,
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise CredentialError(
            f"{path}: there is an issuer already; its badges could not be checked with new keys, so keep it, "
            "or name another file"
        ) from None
    except OSError as error:
        raise CredentialError(f"{path}: the file cannot be written ({error.strerror}); name another place") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text + "\n")


def load_secret(path: Path) -> SecretIssuer:
    """Read the secret file. Raises CredentialError."""
    with needs_extra():
        from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

    found = _load(path)
    try:
        key = load_pem_private_key(found["key"].encode("ascii"), None)
        seal_key = load_pem_private_key(found["seal_key"].encode("ascii"), None)
        issuer = parse_issuer(found["issuer"], path)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise CredentialError(f"{path}: this is no secret file of an issuer; run `medcoding issuer init`") from None
    if not isinstance(key, Ed25519PrivateKey) or not isinstance(seal_key, EllipticCurvePrivateKey):
        raise CredentialError(f"{path}: its keys are of another kind; run `medcoding issuer init`")
    if key.public_key().public_bytes_raw() != issuer.key:
        raise CredentialError(f"{path}: its secret key does not belong to its public one; take the copy you kept")
    return SecretIssuer(issuer, key, seal_key)


def _load(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ValueError("too large")
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CredentialError(
            f"{path}: the file cannot be read ({error.strerror}); run `medcoding issuer init`"
        ) from None
    except ValueError:
        raise CredentialError(f"{path}: the file is damaged; take the copy you kept") from None
    if not isinstance(found, dict):
        raise CredentialError(f"{path}: the file is damaged; take the copy you kept")
    return found
