"""Mock exams: a paper drawn by a blueprint, a sitting that survives whatever happens, a result by domain.

`paper` draws, `sitting` is what is kept of a try, `files` keeps it, `result` judges it. Nothing here knows
Jupyter. Practice exercises alone are asked, so a sitting's file holds nothing that is secret.
"""
