from attacks.desks import AttackDesk

DEEP = "[" * 100_000 + "]" * 100_000


def hand_in(desk: AttackDesk) -> None:
    desk.answer("foot-ulcer").write_text('{"exercise": "foot-ulcer", "lines": ' + DEEP + "}")
    desk.dispute("foot-ulcer").write_text('{"exercise": "foot-ulcer", "disputes": ' + DEEP + "}")
    desk.path.write_text('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": ' + DEEP + "}")
