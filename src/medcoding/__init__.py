"""The rules of the course: codes, exercises, scoring, grading. Importing this package loads no table."""

__version__ = "0.1.0"
