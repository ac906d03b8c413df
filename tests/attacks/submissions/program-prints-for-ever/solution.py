print("x" * 20_000_000)
while True:
    print("flood" * 1000)
