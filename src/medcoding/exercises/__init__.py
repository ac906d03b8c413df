"""Exercises: what authors write, read into frozen objects, and checked."""

from medcoding.exercises.find import load_exercise, load_exercises, load_file
from medcoding.exercises.model import Exercise, Patient, Role, Setting
from medcoding.exercises.parse import load_case, parse_case, render_public
from medcoding.exercises.questions import load_questions, parse_questions
from medcoding.exercises.variants import variants_of

__all__ = [
    "Exercise",
    "Patient",
    "Role",
    "Setting",
    "load_case",
    "load_exercise",
    "load_exercises",
    "load_file",
    "load_questions",
    "parse_case",
    "parse_questions",
    "render_public",
    "variants_of",
]
