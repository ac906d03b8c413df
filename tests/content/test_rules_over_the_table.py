"""The rules stand every entry of the book: each billable code is right on its own, each heading is told so."""

from medcoding import codes

BY_ITSELF = {"not-a-code", "not-valid-on-date", "not-billable", "seventh-character"}


def below(table, entries):
    """Every category, subcategory and code under some entries."""
    for entry in entries:
        if entry.level not in ("chapter", "section"):
            yield entry
        yield from below(table, table.children(entry.code))


def test_a_fifteenth_of_the_book_is_judged_as_the_book_says():
    """All 98,480 entries take a minute and a half: `python tests/content/test_rules_over_the_table.py` runs them."""
    assert misjudged(15) == []


def misjudged(step):
    """Every `step`th entry that the rules see otherwise than the book: billable with a fault, or a heading without."""
    table = codes.table(codes.ICD10CM, codes.DEFAULT_DATE)
    wrong = []
    for entry in list(below(table, table.chapters()))[::step]:
        rules = {problem.rule for problem in codes.validate([entry.code], on=codes.DEFAULT_DATE)} & BY_ITSELF
        if bool(rules) == entry.billable:
            wrong.append((entry.code, rules))
    return wrong


if __name__ == "__main__":
    print(misjudged(1) or "every entry is judged as the book says")
