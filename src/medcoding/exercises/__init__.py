"""Exercises: what authors write, read into frozen objects, and checked."""

from medcoding.exercises.model import Exercise, Patient, Role, Setting
from medcoding.exercises.parse import load_case, parse_case, render_public

__all__ = ["Exercise", "Patient", "Role", "Setting", "load_case", "parse_case", "render_public"]
