import itertools


class Loops:
    __module__ = "numpy.evil"

    def tolist(self):
        while True:
            pass

    def __repr__(self):
        raise SystemExit("repr")

    __str__ = __format__ = __json__ = _repr_html_ = __repr__


class Grows(dict):
    def items(self):
        return itertools.count()

    def __reduce__(self):
        raise KeyboardInterrupt


total_charged = Grows(a=1)
worst_payer = type("X", (str,), {"__repr__": lambda self: 1 / 0, "__len__": lambda self: -1})("Northern")
denied = itertools.count()
by_payer = Loops()
