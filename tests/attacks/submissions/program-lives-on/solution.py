import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True:
            for folder in (".", "/tmp", "/work", "CANARY-FOLDER"):
                try:
                    open(f"{folder}/canary", "a").write("late")
                except OSError:
                    pass
            time.sleep(0.1)
    os._exit(0)
os.system("nohup sleep 987654 >/dev/null 2>&1 &")
