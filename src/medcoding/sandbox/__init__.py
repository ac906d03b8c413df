"""Learners' programs, run locked in.

    limits.py         how much a program may use, and how it is run
    bubblewrap.py     the sandbox's command line; whether this machine can make one
    inside.py         the first program in the sandbox: limits, an unprivileged user, fewer system calls
    watch.py          memory and time of everything in a sandbox, looked after from outside
    provisioner.py    the kernel provisioner `medcoding-sandbox` for Jupyter
    hand_over.py      what a kernel is asked for at the end: values by name, as plain JSON
    run.py            runs cells and comes back with what they printed and the values they left

A program sees a read-only system, this Python and the files it was given; no network, no home, no course,
no process but its own. It writes to memory of limited size that ends with it. Nothing it hands over is
trusted: values are judged outside, by `medcoding.kinds.values`.
"""
