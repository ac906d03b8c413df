"""A made-up class in a temporary course: every step is nbgrader's own, only the people are invented.

classroom.py   the steps of an assignment's round, one method each
desk.py        one learner's desk: the fetched assignment, and how answers get into it
answers.py     right, nearly right and wrong answers made from the keys
handins.py     the ways in which people hand in, from perfect to damaged
roster.py      names
walk.py        a whole class from release to feedback
"""
