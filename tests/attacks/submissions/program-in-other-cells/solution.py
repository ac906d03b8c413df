total_charged = 1
