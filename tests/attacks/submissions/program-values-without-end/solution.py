total_charged = []
total_charged.append(total_charged)
worst_payer = "Northern Mutual" * 5_000_000
denied = []
for _ in range(100_000):
    denied = [denied]
by_payer = [["Northern Mutual", 350]] * 1_000_000
