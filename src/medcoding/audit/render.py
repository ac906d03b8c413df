"""The audit as JSON, as a table for a terminal, and as a page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from medcoding.audit.judge import Judged
from medcoding.audit.tally import Line, Share, Tally

_PAGE = (
    "body{font-family:sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;line-height:1.5}"
    "table{border-collapse:collapse;margin:1rem 0}td,th{border:1px solid #999;padding:.3rem .6rem;text-align:left}"
    "td.n{text-align:right}"
)
_HEADINGS = ("Coder", "Codes right", "Records right", "DRG right", "POA right", "Extra codes")


def audit_as_json(result: Tally, judged: Sequence[Judged]) -> dict[str, Any]:
    """Shares are objects {right, of, ratio}; ratios lie in [0, 1] or are null."""
    return {
        "total": _line_as_json(result.total),
        "coders": [_line_as_json(line) for line in result.coders],
        "rules": [{"rule": item.rule, "faults": item.faults, "coders": item.coders} for item in result.rules],
        "codes": [{"code": item.code, **_share(item.found), "instead": dict(item.instead)} for item in result.codes],
        "records": [
            {
                "record": item.record,
                "coder": item.coder,
                "right": item.right,
                "of": item.reviewed,
                "drg_right": item.drg,
                "findings": [
                    {
                        "verdict": f.verdict.value,
                        "code": f.code,
                        "expected": f.expected,
                        "reason": f.reason,
                        "rule": f.cite,
                    }
                    for f in item.wrong
                ],
            }
            for item in judged
        ],
    }


def render_table(result: Tally) -> str:
    """The accuracies by coder, then the rules broken most, for a terminal."""
    rows = [_HEADINGS, *(_cells(line) for line in (*result.coders, result.total))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    text = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    if result.rules:
        text += ["", "Faults by rule", *(f"  {item.faults:>4}  {item.rule}" for item in result.rules[:15])]
    return "\n".join(text)


def render_page(result: Tally, judged: Sequence[Judged]) -> str:
    """A self-contained page: by coder, by rule, by code, and each fault with its reason."""
    coders = _html_table(_HEADINGS, [_cells(line) for line in (*result.coders, result.total)])
    rules = _html_table(
        ("Rule", "Faults", "Coders"), [(item.rule, str(item.faults), str(item.coders)) for item in result.rules]
    )
    codes = _html_table(
        ("Code", "Found", "Instead"),
        [
            (item.code, _shown(item.found), ", ".join(f"{code} ({times})" for code, times in item.instead))
            for item in result.codes
        ],
    )
    faults = _html_table(
        ("Record", "Coder", "Entered", "Reviewer", "Finding", "Reason", "Rule"),
        [
            (item.record, item.coder, f.code, f.expected, f.verdict.value, f.reason, f.cite)
            for item in judged
            for f in item.wrong
        ],
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Coding audit</title>'
        f"<style>{_PAGE}</style></head><body><h1>Coding audit</h1><h2>By coder</h2>{coders}<h2>By rule</h2>{rules}"
        f"<h2>By code</h2>{codes}<h2>Every fault</h2>{faults}</body></html>\n"
    )


def _cells(line: Line) -> tuple[str, ...]:
    shares = (line.codes, line.records, line.drgs, line.poa)
    return (line.name or "(not named)", *(_shown(share) for share in shares), str(line.extra))


def _shown(share: Share) -> str:
    return "not asked" if share.ratio is None else f"{share.ratio:.1%} ({share.right} of {share.of})"


def _line_as_json(line: Line) -> dict[str, Any]:
    return {
        "coder": line.name,
        "codes": _share(line.codes),
        "records": _share(line.records),
        "drgs": _share(line.drgs),
        "poa": _share(line.poa),
        "extra": line.extra,
    }


def _share(share: Share) -> dict[str, Any]:
    return {"right": share.right, "of": share.of, "ratio": share.ratio}


def _html_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
