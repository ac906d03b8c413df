import os
import threading
import time

held = []
try:
    while True:
        held.append(os.pipe())
except OSError:
    pass
try:
    while True:
        thread = threading.Thread(target=time.sleep, args=(1000,))
        thread.start()
        held.append(thread)
except RuntimeError:
    pass
