from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    (desk.folder / "claims.csv").write_text("claim,payer,charge,status\nC-1,Northern Mutual,700,denied\n")
    (desk.folder / "sitecustomize.py").write_text("raise SystemExit\n")
