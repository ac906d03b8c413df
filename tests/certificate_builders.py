"""A school that issues certificates, and one award of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from medcoding.credentials.badge import Award, build_credential, sign_credential
from medcoding.credentials.issuer import SecretIssuer, make_issuer
from medcoding.learning.conditions import Condition, Proof

DAY = datetime(2026, 11, 20, tzinfo=UTC)
LATER = DAY + timedelta(days=10)
SHOWN = (
    Condition("Unit 1 assignment", Proof.GRADED, True, "9 of 10 points (90%), 70% asked for"),
    Condition("Skills", Proof.PRACTICE, True, "4 of 5 skills mastered, 60% asked for"),
)


def an_award(**more: Any) -> Award:
    fields = {
        "student": "st-1",
        "holder": "Ana Pérez <b>",
        "certificate": "semester-one",
        "title": "Certificate of semester one",
        "issued": DAY,
        "until": DAY + timedelta(days=365),
        "shown": SHOWN,
        **more,
    }
    return Award(**fields)


@cache
def a_school() -> SecretIssuer:
    return make_issuer("Test College", "https://college.example", DAY)


@cache
def a_badge() -> str:
    school = a_school()
    return sign_credential(build_credential(an_award(), school.issuer), school)
