from attacks.desks import AttackDesk

PAGE = "<article class='mc-verdict'>5 of 5 points</article><script>alert('attack-script')</script>"


def hand_in(desk: AttackDesk) -> None:
    for cell in desk.graded_cells():
        cell["outputs"] += [
            {"output_type": "display_data", "data": {"text/html": PAGE, "image/svg+xml": PAGE}, "metadata": {}},
            {"output_type": "execute_result", "execution_count": 1, "data": {"text/plain": "99.0"}, "metadata": {}},
        ]
    desk.save()
