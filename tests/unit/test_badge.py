"""The signed badge: nothing gets past its check."""

import base64
import json
from datetime import timedelta

import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificate_builders import DAY, LATER, a_badge, a_school, an_award
from medcoding.credentials.badge import build_credential, sign_credential
from medcoding.credentials.base58 import base58, from_base58
from medcoding.credentials.issuer import make_issuer
from medcoding.credentials.verify import State, verify_badge
from medcoding.learning.conditions import Proof


@pytest.fixture(scope="module")
def school():
    return a_school()


@pytest.fixture(scope="module")
def badge():
    return a_badge()


def test_a_badge_is_an_open_badge_and_the_same_each_time(school, badge):
    header, claims = jwt.get_unverified_header(badge), jwt.decode(badge, options={"verify_signature": False})
    assert (header["alg"], header["kid"]) == ("EdDSA", school.issuer.key_id)
    assert claims["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert claims["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert claims["iss"] == claims["issuer"]["id"] == school.issuer.id
    assert claims["validFrom"] == "2026-11-20T00:00:00Z"
    assert [each["genre"] for each in claims["evidence"]] == [each.value for each in Proof]
    assert "Shown by graded work: Unit 1" in claims["credentialSubject"]["achievement"]["criteria"]["narrative"]
    assert sign_credential(build_credential(an_award(), school.issuer), school) == badge


def test_a_good_badge(school, badge):
    checked = verify_badge(badge, school.issuer, LATER)
    assert (checked.state, checked.holder, checked.until) == (State.GOOD, "Ana Pérez <b>", "2027-11-20")


@pytest.mark.parametrize(
    ("days", "state"), [(-1, State.NOT_YET), (0, State.GOOD), (364, State.GOOD), (365, State.EXPIRED)]
)
def test_its_time(school, badge, days, state):
    assert verify_badge(badge, school.issuer, DAY + timedelta(days=days)).state is state


def test_a_badge_of_another_school_is_from_another_issuer(school, badge):
    other = make_issuer("Test College", "https://college.example", DAY)
    assert verify_badge(badge, other.issuer, LATER).state is State.WRONG_ISSUER


def changed(badge, change, *, header=None):
    """A badge with other claims and the old signature."""
    parts = badge.split(".")
    claims = jwt.decode(badge, options={"verify_signature": False})
    change(claims)

    def packed(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return ".".join([packed(header) if header else parts[0], packed(claims), parts[2]])


@pytest.mark.parametrize(
    "change",
    [
        lambda claims: claims["credentialSubject"]["identifier"][0].update(identityHash="Someone Else"),
        lambda claims: claims.pop("exp"),
        lambda claims: claims["evidence"].clear(),
        lambda claims: None,  # the same content in other letters
    ],
)
def test_a_changed_badge_is_tampered_with(school, badge, change):
    assert verify_badge(changed(badge, change), school.issuer, LATER).state is State.TAMPERED


def test_a_badge_cannot_choose_how_it_is_checked(school, badge):
    for algorithm in ("none", "HS256", "ES256"):
        header = {"alg": algorithm, "kid": school.issuer.key_id, "typ": "vc+jwt"}
        forged = changed(badge, lambda claims: None, header=header)
        assert verify_badge(forged, school.issuer, LATER).state is State.TAMPERED
    with_secret = jwt.encode(
        {"iss": school.issuer.id}, school.issuer.key, "HS256", headers={"kid": school.issuer.key_id}
    )
    assert verify_badge(with_secret, school.issuer, LATER).state is State.TAMPERED


def test_a_key_that_the_badge_brings_along_is_not_believed(school):
    other = make_issuer("Another", "https://another.example", DAY)
    credential = build_credential(an_award(), school.issuer)
    forged = jwt.encode(
        {**credential, "iss": school.issuer.id}, other.key, "EdDSA", headers={"kid": school.issuer.key_id}
    )
    assert verify_badge(forged, school.issuer, LATER).state is State.TAMPERED


def test_parts_that_contradict_each_other_are_not_good_even_when_signed(school):
    credential = build_credential(an_award(), school.issuer)
    claims = {**credential, "iss": school.issuer.id, "jti": credential["id"], "nbf": 0, "exp": 2**33}
    signed = jwt.encode(claims, school.key, "EdDSA", headers={"kid": school.issuer.key_id})
    assert verify_badge(signed, school.issuer, LATER).state is State.TAMPERED


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 10**6), letter=st.sampled_from("ABab01-_."))
def test_no_single_letter_can_be_changed(school, badge, place, letter):
    place %= len(badge)
    forged = badge[:place] + letter + badge[place + 1 :]
    if forged == badge:
        return
    # The last letter of a signature holds bits that belong to no byte.
    same_bytes = forged[:-1] == badge[:-1]
    assert same_bytes or verify_badge(forged, school.issuer, LATER).state is not State.GOOD


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_whatever_is_no_badge_is_unreadable(school, text):
    assert verify_badge(text, school.issuer, LATER).state is not State.GOOD


@given(st.binary(max_size=40))
def test_base58_goes_both_ways(raw):
    assert from_base58(base58(raw)) == raw
