"""Codes of one system: how they are written, what the tables say of them, and the rules among them.

Nothing is loaded at import; `table` opens the release in force on a date.
"""

from datetime import date

from medcoding.codes.claim_codes import Labelled, modifiers, places_of_service
from medcoding.codes.code import CPT, HCPCS, ICD10CM, ICD10PCS, MSDRG, SYSTEMS, display, looks_like, normalise
from medcoding.codes.everywhere import search
from medcoding.codes.model import Entry, Former, Hit, InheritedNote, Notes, Pointer, Release, RuleProblem
from medcoding.codes.official_index import IndexTerm
from medcoding.codes.outpatient import OutpatientPayment, outpatient_payment
from medcoding.codes.releases import held_releases
from medcoding.codes.rules import validate
from medcoding.codes.table import Table, close_tables, table

# The day on which all packaged tables agree; used wherever nobody names a date.
DEFAULT_DATE = date(2026, 5, 15)

__all__ = [
    "CPT",
    "DEFAULT_DATE",
    "HCPCS",
    "ICD10CM",
    "ICD10PCS",
    "MSDRG",
    "SYSTEMS",
    "Entry",
    "Former",
    "Hit",
    "IndexTerm",
    "InheritedNote",
    "Labelled",
    "Notes",
    "OutpatientPayment",
    "Pointer",
    "Release",
    "RuleProblem",
    "Table",
    "close_tables",
    "display",
    "held_releases",
    "looks_like",
    "modifiers",
    "normalise",
    "outpatient_payment",
    "places_of_service",
    "search",
    "table",
    "validate",
]
