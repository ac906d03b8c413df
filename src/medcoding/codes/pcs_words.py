"""What the first three characters of an ICD-10-PCS code mean, and how the system defines its operations and approaches.

The tables name the values of positions 4 to 7. The names of body systems, and of what stands in position
3 outside surgery and obstetrics, are those of the ICD-10-PCS tables (CMS, public domain).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from medcoding.codes.table import Table


@dataclass(frozen=True, slots=True)
class Definition:
    """A root operation or an approach as the system defines it; texts are "" where the sources say nothing."""

    name: str
    text: str
    explanation: str = ""
    examples: str = ""


def _named(text: str) -> Mapping[str, str]:
    """`"0 First; 1 Second"` -> {"0": "First", "1": "Second"}."""
    return {part[0]: part[2:] for part in text.split("; ")}


_REGIONS = "W Anatomical Regions"
_IMAGED = _named(
    "0 Central Nervous System; 2 Heart; 3 Upper Arteries; 4 Lower Arteries; 5 Veins; 7 Lymphatic System; 8 Eye; "
    "9 Ear, Nose, Mouth and Throat; B Respiratory System; C Respiratory System; D Gastrointestinal System; "
    "F Hepatobiliary System and Pancreas; G Endocrine System; H Skin, Subcutaneous Tissue and Breast; "
    "L Connective Tissue; N Skull and Facial Bones; P Non-Axial Upper Bones; Q Non-Axial Lower Bones; "
    "R Axial Skeleton, Except Skull and Facial Bones; T Urinary System; U Female Reproductive System; "
    "V Male Reproductive System; W Anatomical Regions; Y Fetus and Obstetrical"
)
BODY_SYSTEMS: Mapping[str, Mapping[str, str]] = {
    "0": _named(
        "0 Central Nervous System and Cranial Nerves; 1 Peripheral Nervous System; 2 Heart and Great Vessels; "
        "3 Upper Arteries; 4 Lower Arteries; 5 Upper Veins; 6 Lower Veins; 7 Lymphatic and Hemic Systems; 8 Eye; "
        "9 Ear, Nose, Sinus; B Respiratory System; C Mouth and Throat; D Gastrointestinal System; "
        "F Hepatobiliary System and Pancreas; G Endocrine System; H Skin and Breast; "
        "J Subcutaneous Tissue and Fascia; K Muscles; L Tendons; M Bursae and Ligaments; N Head and Facial Bones; "
        "P Upper Bones; Q Lower Bones; R Upper Joints; S Lower Joints; T Urinary System; "
        "U Female Reproductive System; V Male Reproductive System; W Anatomical Regions, General; "
        "X Anatomical Regions, Upper Extremities; Y Anatomical Regions, Lower Extremities"
    ),
    "1": _named("0 Pregnancy"),
    "2": _named("W Anatomical Regions; Y Anatomical Orifices"),
    "3": _named("0 Circulatory; C Indwelling Device; E Physiological Systems and Anatomical Regions"),
    "4": _named("A Physiological Systems; B Physiological Devices"),
    "5": _named("A Physiological Systems"),
    "6": _named("A Physiological Systems"),
    "7": _named(_REGIONS),
    "8": _named("C Indwelling Device; E Physiological Systems and Anatomical Regions"),
    "9": _named(_REGIONS),
    "B": _IMAGED,
    "C": {
        **_IMAGED,
        **_named(
            "5 Veins; 7 Lymphatic and Hematologic System; P Musculoskeletal System; "
            "H Skin, Subcutaneous Tissue and Breast"
        ),
    },
    "D": {
        **_IMAGED,
        **_named(
            "0 Central and Peripheral Nervous System; 7 Lymphatic and Hematologic System; H Skin; M Breast; "
            "P Musculoskeletal System"
        ),
    },
    "F": _named("0 Rehabilitation; 1 Diagnostic Audiology"),
    "G": _named("Z None"),
    "H": _named("Z None"),
    "X": _named(
        "0 Nervous System; 2 Cardiovascular System; 9 Ear, Nose, Sinus; D Gastrointestinal System; "
        "F Hepatobiliary System and Pancreas; H Skin, Subcutaneous Tissue, Fascia and Breast; "
        "K Muscles, Tendons, Bursae and Ligaments; N Bones; R Joints; T Urinary System; "
        "V Male Reproductive System; W Anatomical Regions; X Physiological Systems; Y Extracorporeal"
    ),
}
OPERATIONS: Mapping[str, Mapping[str, str]] = {
    "2": _named("0 Change; 1 Compression; 2 Dressing; 3 Immobilization; 4 Packing; 5 Removal; 6 Traction"),
    "3": _named("0 Introduction; 1 Irrigation; 2 Transfusion"),
    "4": _named("0 Measurement; 1 Monitoring"),
    "5": _named("0 Assistance; 1 Performance; 2 Restoration"),
    "6": _named(
        "0 Atmospheric Control; 1 Decompression; 2 Electromagnetic Therapy; 3 Hyperthermia; 4 Hypothermia; "
        "5 Pheresis; 6 Phototherapy; 7 Ultrasound Therapy; 8 Ultraviolet Light Therapy; 9 Shock Wave Therapy; "
        "B Perfusion"
    ),
    "7": _named("0 Treatment"),
    "8": _named("0 Other Procedures"),
    "9": _named("B Manipulation"),
    "B": _named(
        "0 Plain Radiography; 1 Fluoroscopy; 2 Computerized Tomography (CT Scan); "
        "3 Magnetic Resonance Imaging (MRI); 4 Ultrasonography; 5 Other Imaging"
    ),
    "C": _named(
        "1 Planar Nuclear Medicine Imaging; 2 Tomographic (Tomo) Nuclear Medicine Imaging; "
        "3 Positron Emission Tomographic (PET) Imaging; 4 Nonimaging Nuclear Medicine Uptake; "
        "5 Nonimaging Nuclear Medicine Probe; 6 Nonimaging Nuclear Medicine Assay; "
        "7 Systemic Nuclear Medicine Therapy"
    ),
    "D": _named("0 Beam Radiation; 1 Brachytherapy; 2 Stereotactic Radiosurgery; Y Other Radiation"),
    "F": _named(
        "0 Speech Assessment; 1 Motor and/or Nerve Function Assessment; 2 Activities of Daily Living Assessment; "
        "3 Hearing Assessment; 4 Hearing Aid Assessment; 5 Vestibular Assessment; 6 Speech Treatment; "
        "7 Motor Treatment; 8 Activities of Daily Living Treatment; 9 Hearing Treatment; "
        "B Cochlear Implant Treatment; C Vestibular Treatment; D Device Fitting; F Caregiver Training"
    ),
    "G": _named(
        "1 Psychological Tests; 2 Crisis Intervention; 3 Medication Management; 5 Individual Psychotherapy; "
        "6 Counseling; 7 Family Psychotherapy; B Electroconvulsive Therapy; C Biofeedback; F Hypnosis; "
        "G Narcosynthesis; H Group Psychotherapy; J Light Therapy"
    ),
    "H": _named(
        "2 Detoxification Services; 3 Individual Counseling; 4 Group Counseling; 5 Individual Psychotherapy; "
        "6 Family Counseling; 8 Medication Management; 9 Pharmacotherapy"
    ),
    "X": _named(
        "0 Introduction; 1 Transfusion; 2 Monitoring; 5 Destruction; 7 Dilation; 8 Division; A Assistance; "
        "C Extirpation; E Measurement; G Fusion; H Insertion; J Inspection; K Bypass; P Irrigation; "
        "R Replacement; S Reposition; U Supplement; V Restriction; Z Other Procedures"
    ),
}
_SURGICAL = frozenset("01")


def body_system(section: str, value: str) -> str:
    """The name of the value of position 2 in a section; "" if there is none."""
    return BODY_SYSTEMS.get(section, {}).get(value, "")


def operation(table: Table, section: str, value: str) -> str:
    """The name of the value of position 3 in a section; "" if there is none."""
    if section in _SURGICAL:
        found = definition(table, "operation", section, value)
        return found.name if found else ""
    return OPERATIONS.get(section, {}).get(value, "")


def definition(table: Table, kind: str, section: str, value: str) -> Definition | None:
    """The definition of a root operation ("operation") or of an approach ("approach"); None where none is held.

    Only surgery (section 0) and obstetrics (1) have their own; others use the words of surgery for approaches.
    """
    at = section if section in _SURGICAL else "0"
    if kind == "operation" and section not in _SURGICAL:
        return None
    try:
        row = table._base.execute(
            "SELECT name, text, ifnull(explanation, ''), ifnull(examples, '') FROM definition"
            " WHERE kind = ? AND section = ? AND value = ?",
            (kind, at, value),
        ).fetchone()
    except sqlite3.OperationalError:  # a release that was added without definitions
        return None
    return Definition(*row) if row else None
