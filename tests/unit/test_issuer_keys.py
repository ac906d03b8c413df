"""The keys of a school that issues certificates."""

import base64
import json
import stat

import pytest

from certificate_builders import DAY, a_school
from medcoding.credentials.issuer import load_issuer, load_secret, make_issuer, render_issuer, save_secret
from medcoding.errors import CredentialError


@pytest.fixture
def school():
    return a_school()


def test_keys_are_kept_by_their_owner_and_never_replaced(tmp_path, school):
    path = tmp_path / "own" / "secret.json"
    save_secret(path, school)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_secret(path).issuer == school.issuer
    kept = path.read_bytes()
    with pytest.raises(CredentialError, match="already"):
        save_secret(path, make_issuer("Other", "https://other.example", DAY))
    assert path.read_bytes() == kept


def test_the_issuer_s_document_holds_no_secret_and_its_id_is_its_key(tmp_path, school):
    path = tmp_path / "issuer.json"
    path.write_text(render_issuer(school.issuer), encoding="utf-8")
    assert load_issuer(path) == school.issuer
    assert base64.urlsafe_b64encode(school.key.private_bytes_raw()).decode().rstrip("=") not in path.read_text()
    found = json.loads(path.read_text(encoding="utf-8"))
    other = make_issuer("Other", "https://other.example", DAY).issuer
    found["verificationMethod"][0]["publicKeyJwk"]["x"] = base64.urlsafe_b64encode(other.key).decode().rstrip("=")
    path.write_text(json.dumps(found), encoding="utf-8")
    with pytest.raises(CredentialError, match="not the one"):
        load_issuer(path)
