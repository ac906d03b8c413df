"""One search over ICD-10-CM, ICD-10-PCS and HCPCS against other ways to look through the same titles.

Rivals: a tantivy index and a rapidfuzz scan (the `bench` extra) over every title, and simple-icd-10-cm's titles
looked through one by one. A rival that is not installed is left out with a line. Queries: those of the search tests.
"""

from __future__ import annotations

import csv
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache

from measure import ROOT, Row, in_fresh_process

from medcoding import codes
from medcoding.codes.everywhere import SEARCHED

DAY = codes.DEFAULT_DATE
LIMIT = 20
# A scan takes some 100 ms a query: every fifth query tells as much.
_FEW = 5
OPENING = """
import json, time
from medcoding import codes
started = time.perf_counter()
for system, code in (("ICD-10-CM", "E11.621"), ("ICD-10-PCS", "0DTJ4ZZ"), ("HCPCS", "E0114")):
    codes.table(system, codes.DEFAULT_DATE).get(code)
print(json.dumps({"ms": (time.perf_counter() - started) * 1000}))
"""
LOADING = """
import json, time
started = time.perf_counter()
import simple_icd_10_cm
simple_icd_10_cm.get_description("E11.621")
print(json.dumps({"ms": (time.perf_counter() - started) * 1000}))
"""
RESIDENT = "pages = lambda: int(open('/proc/self/statm').read().split()[1]) * 4096 / 2**20"
ADDED = f"""
import datetime, json
{RESIDENT}
before = pages()
{{work}}
print(json.dumps({{{{"mib": pages() - before}}}}))
"""
OUR_WORK = """from medcoding import codes
for text in ("heart attack", "appendectomy", "wheelchair", "pnuemonia", "type 2 diabetes foot ulcer") * 4:
    codes.search(text, on=codes.DEFAULT_DATE)"""
PLAIN_WORK = "import simple_icd_10_cm; simple_icd_10_cm.get_description('E11.621')"


def rows() -> list[Row]:
    """Median and 99th percentile of a search, opening the tables, memory added."""
    found = queries()
    ours = _times(lambda text: codes.search(text, on=DAY, limit=LIMIT), found)
    table: list[Row] = []
    for name, make, every in (
        ("a tantivy index", _tantivy, 1),
        ("a rapidfuzz scan", _rapidfuzz, _FEW),
        ("simple-icd-10-cm's titles one by one", _simple, _FEW),
    ):
        try:
            search = make()
        except ImportError as error:
            print(f"{name}: left out, {error.name} is not installed (the `bench` extra)", file=sys.stderr)
            continue
        plain = _times(search, found[::every])
        what = f"One search over all systems, {len(found)} queries"
        table.append(Row(f"{what}: median", name, statistics.median(ours), statistics.median(plain), most=0.5))
        table.append(Row(f"{what}: 99th percentile", name, _p99(ours), _p99(plain), most=10))
    opening, loading = in_fresh_process(OPENING), in_fresh_process(LOADING)
    our_memory = in_fresh_process(ADDED.format(work=OUR_WORK))
    plain_memory = in_fresh_process(ADDED.format(work=PLAIN_WORK))
    whole = "simple-icd-10-cm, loaded at import"
    table.append(Row("Opening three tables, a look-up in each", whole, opening["ms"], loading["ms"], most=20))
    table.append(Row("Memory added by 20 searches", whole, our_memory["mib"], plain_memory["mib"], "MiB", 15))
    return table


def queries() -> list[str]:
    """The queries of the search tests, at least 200."""
    path = ROOT / "tests" / "content" / "search_queries.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        return [row["query"] for row in csv.DictReader(file, delimiter="\t")]


def _times(search: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """The time of each query in ms, the better of two: the first may wait for the disk."""
    best = []
    for text in texts:
        both = []
        for _ in range(2):
            started = time.perf_counter()
            search(text)
            both.append((time.perf_counter() - started) * 1000)
        best.append(min(both))
    return best


def _p99(times: Sequence[float]) -> float:
    return sorted(times)[min(len(times) - 1, round(0.99 * len(times)))]


@cache
def _titles() -> list[tuple[str, str]]:
    return [(entry.code, entry.title) for system in SEARCHED for entry in codes.table(system, DAY).billable()]


def _tantivy() -> Callable[[str], object]:
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("code", stored=True)
    schema.add_text_field("title", stored=True, tokenizer_name="en_stem")
    index = tantivy.Index(schema.build())
    writer = index.writer()
    for code, title in _titles():
        writer.add_document(tantivy.Document(code=code, title=title))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(text: str) -> list[object]:
        query, _ = index.parse_query_lenient(text, ["title"])
        return [searcher.doc(address) for _, address in searcher.search(query, LIMIT).hits]

    return search


def _rapidfuzz() -> Callable[[str], object]:
    from rapidfuzz import fuzz, process, utils

    titles = [utils.default_process(title) for _, title in _titles()]
    return lambda text: process.extract(text.lower(), titles, scorer=fuzz.token_set_ratio, limit=LIMIT)


def _simple() -> Callable[[str], object]:
    import simple_icd_10_cm as plain

    titles = [(code, plain.get_description(code).lower()) for code in plain.get_all_codes(with_dots=True)]
    return lambda text: [each for each in titles if all(word in each[1] for word in text.lower().split())][:LIMIT]
