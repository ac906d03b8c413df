"""Grades a whole class fast: the same scorer, notebooks and records as nbgrader's step, in bulk.

    plan.py          what is the same for every submission of a class, small enough to send to a worker
    planning.py      makes the plan from nbgrader's course and configuration, or finds that it cannot
    fingerprints.py  what a score depends on, as hashes
    one.py           one submission: score it and write its folder, aside
    engines.py, worker.py    where submissions are scored: in this process, or in several
    over_dask.py     the same over a Dask cluster
    stamps.py        what each submission's records came from, kept in the gradebook itself
    known.py, penalties.py, gradebook.py     many submissions into the gradebook in one transaction
    lock.py          one run at a time over an assignment
    freshness.py     which submissions have changed since they were graded
    drive.py         a run: scored, put in its place, recorded
    one_by_one.py    stamps for submissions that go through nbgrader's own step

A run can be killed at any moment. A submission's folder is written aside and renamed into its place, then
its records and its stamp enter the gradebook in one transaction. So a stamp always tells the truth, and
whatever has no true stamp is graded by the next run.

`plan`, `fingerprints`, `one` and `engines` import no nbgrader: workers start in a fraction of a second
and stay small.
"""
