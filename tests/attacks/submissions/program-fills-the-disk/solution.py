written = 0
for folder in (".", "/tmp", "/dev/shm", "/var/tmp", "/run", "/"):
    for number in range(3000):
        try:
            with open(f"{folder}/filler-{number}", "wb") as file:
                written += file.write(bytes(1_000_000))
        except OSError:
            break
    try:
        with open(f"{folder}/sparse", "wb") as file:
            file.truncate(10**13)
            print("SPARSE FILE IN", folder)
    except OSError:
        pass
total_charged = written
print("WRITTEN", written // 1_000_000)
