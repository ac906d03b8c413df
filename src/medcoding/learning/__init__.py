"""Learning: the syllabus, the record of practice, and what follows from it: mastery, review, flash cards.

The record is the one thing that is kept (`record`, `logbook`). Mastery and review are worked out from it
anew each time, so nothing else can go stale, and a record merged from two machines just works.
"""
