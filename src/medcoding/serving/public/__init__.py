"""Voila on its own for strangers: what they may send, how many fit, how a page comes to them fast.

page.py      one visit: a kernel, its page
frame.py     the page rendered once, filled for each visitor
kernels.py   how many kernels there are, and when each ends
sockets.py   what a page may say to its kernel, and how often
status.py    what the operator sees
journal.py   what is logged: never who came
account.py   leaving root
server.py    all of it put together
"""
