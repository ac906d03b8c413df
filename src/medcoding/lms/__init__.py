"""Work in from learning management systems, scores and feedback out to them.

file_names.py   what Canvas, Moodle and Blackboard put into the names of a downloaded zip
zip_files.py    one file out of a zip, read with suspicion
roster.py       who is who: names and ids of a system to the ids of the gradebook
contents.py     a learner's files, put where nbgrader and the scorer look for them
known_as.py     what a system calls each learner, kept for the way back
collect.py      a whole zip into submitted/
scores.py       scores as CSV; feedback.py: feedback pages as a zip

nbgrader's own ZipCollectApp is not used: it unpacks everything to disk without limits, knows one pattern of file
names and flat files alone (answers lie in a folder), matches nobody by name, and overwrites what it finds.
"""
