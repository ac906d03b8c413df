"""Opening the ICD-10-CM table and searching it, against the plain ways to do it.

The plain table is the public package that loads the whole code set when it is imported. The plain
search looks for every word in every title.
"""

from __future__ import annotations

from datetime import date
from itertools import cycle

from measure import Row, in_fresh_process, median_ms

from medcoding import codes

DAY = date(2026, 5, 15)
WORDS = (
    "type 2 diabetes hyperglycemia",
    "ankle sprain right",
    "fracture",
    "fract dist rad left",
    "copd exacerbation",
    "S93.401A",
    "pressure ulcer sacral stage 3",
    "depression",
)
# Not `ru_maxrss`: that counts what this process held before it became the other program.
MEMORY = """from pathlib import Path
kib = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])"""
OURS = f"""
import json, time
started = time.perf_counter()
from datetime import date
from medcoding import codes
codes.table(codes.ICD10CM, date(2026, 5, 15)).get("E11.621")
ms = (time.perf_counter() - started) * 1000
{MEMORY}
print(json.dumps({{"ms": ms, "mib": kib / 1024}}))
"""
PLAIN = f"""
import json, time
started = time.perf_counter()
import simple_icd_10_cm
simple_icd_10_cm.get_description("E11.621")
ms = (time.perf_counter() - started) * 1000
{MEMORY}
print(json.dumps({{"ms": ms, "mib": kib / 1024}}))
"""


def rows() -> list[Row]:
    """Time and memory to the first code, and time of one search."""
    ours, plain = in_fresh_process(OURS), in_fresh_process(PLAIN)
    table = codes.table(codes.ICD10CM, DAY)
    search_ours = _search_ms(lambda text: table.search(text, limit=20))
    search_plain = _search_ms(_plain_search())
    whole = "the whole code set loaded at import"
    return [
        Row("From a new process to the title of E11.621", whole, ours["ms"], plain["ms"], most=250),
        Row("Memory of that process at its highest", whole, ours["mib"], plain["mib"], "MiB", most=60),
        Row("One search, mean of eight texts", "every title looked through", search_ours, search_plain, most=20),
    ]


def _search_ms(search) -> float:
    texts = cycle(WORDS)
    return median_ms(lambda: [search(next(texts)) for _ in WORDS]) / len(WORDS)


def _plain_search():
    import simple_icd_10_cm as plain

    titles = [(code, plain.get_description(code).lower()) for code in plain.get_all_codes(with_dots=True)]

    def search(text: str) -> list[tuple[str, str]]:
        words = text.lower().split()
        return [each for each in titles if all(word in each[1] or word == each[0].lower() for word in words)][:20]

    return search
