"""How a class did in an assignment, for its instructors alone: every part holds learners' records.

gather.py   points from the gradebook, findings by scoring again, disputes, who handed in
tally.py    the figures, from plain objects
page.py     one self-contained page; chart.py its histogram, report.css its looks
tables.py   the same as CSV
"""
