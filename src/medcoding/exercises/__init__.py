"""Exercises: what authors write, read into frozen objects, and checked."""
