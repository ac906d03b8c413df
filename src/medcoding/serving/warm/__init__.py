"""Kernels forked from one warm process, so that a visitor does not wait for imports and costs little memory.

    the server  --socket: "one kernel, please"-->  the parent  --fork-->  a kernel of its own
       nursery.py, provisioner.py                   parent.py              child.py

The parent imports what every page needs, runs no thread and no event loop, opens no socket of ZeroMQ
and no database, and does nothing but fork. What visitors do happens in the children alone, so no state
passes from one to another.
"""
