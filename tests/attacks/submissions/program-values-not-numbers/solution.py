import decimal

total_charged = float("nan")
worst_payer = float("inf")
denied = [10**5000, -(10**400), decimal.Decimal("NaN")]
by_payer = [["Northern Mutual", float("nan")], ["Red River Health", 1e308 * 10]]
