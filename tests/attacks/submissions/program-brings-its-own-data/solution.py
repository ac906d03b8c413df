import csv

total_charged = float(next(csv.DictReader(open("claims.csv")))["charge"])
