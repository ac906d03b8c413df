import atexit
import os
import sys
import time


class Last:
    def __del__(self):
        time.sleep(100)


last = Last()
atexit.register(lambda: time.sleep(100))
atexit.register(lambda: os.system("sleep 100"))
sys.exitfunc = sys.excepthook = lambda *a: time.sleep(100)
total_charged = 1
os._exit(0)
