"""A case's DRG and money in sentences, for the page and the terminal alike."""

from __future__ import annotations

from medcoding.scoring.model import CaseOutcome, Group


def group_lines(outcome: CaseOutcome) -> tuple[str, ...]:
    """The learner's DRG, the key's, what sets them apart, and what each secondary diagnosis did."""
    if outcome.right is None:
        return ()
    found = []
    if outcome.group:
        found.append(_compared(outcome.group, outcome.right))
    else:
        found.append(f"The key's DRG is {described(outcome.right)}.")
    if outcome.remark:
        found.append(outcome.remark)
    if outcome.lost:
        found.append(f"Not captured: {', '.join(outcome.lost)}.")
    return (*found, *(f"{each.code}: {each.says}" for each in outcome.severities))


def described(group: Group) -> str:
    """A DRG with what is known of it: title, weight, mean stay, payment."""
    facts = [group.title] if group.title else []
    if group.weight is not None:
        facts.append(f"weight {group.weight:.4f}")
    if group.gmlos is not None:
        facts.append(f"mean stay {group.gmlos:g} days")
    if group.payment is not None:
        facts.append(money(group.payment))
    return f"{group.drg} ({', '.join(facts)})" if facts else group.drg


def money(dollars: float) -> str:
    """US dollars with cents, the sign in front."""
    return f"{'-' if dollars < 0 else ''}${abs(dollars):,.2f}"


def _compared(mine: Group, right: Group) -> str:
    if mine.drg == right.drg:
        return f"DRG {described(mine)}, as in the key."
    text = f"DRG {described(mine)}; the key's is {described(right)}."
    if mine.payment is None or right.payment is None:
        return text
    apart = mine.payment - right.payment
    if not apart:
        return text
    return f"{text} The hospital would be paid {money(abs(apart))} too {'much' if apart > 0 else 'little'}."
