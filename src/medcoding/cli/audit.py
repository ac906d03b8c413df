"""The verb audit."""

from __future__ import annotations

import json
from pathlib import Path

import click

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("coded", type=FILE)
@click.argument("reviewed", type=FILE)
@click.option("--page", type=click.Path(dir_okay=False, path_type=Path), help="Write a page with every fault.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def audit(coded: Path, reviewed: Path, page: Path | None, as_json: bool) -> None:
    """Set CODED records beside REVIEWED ones (CSV or JSON, one row a code) and count what is right.

    Columns: record and code; also coder, system, role, poa, modifiers, units, rule, date_of_service,
    setting, age, sex, discharge_status.
    """
    from medcoding.audit import judge_sets, load_set, tally
    from medcoding.audit.render import audit_as_json, render_page, render_table

    judged = judge_sets(load_set(coded), load_set(reviewed))
    result = tally(judged)
    if page:
        page.write_text(render_page(result, judged), encoding="utf-8")
    click.echo(json.dumps(audit_as_json(result, judged), indent=1) if as_json else render_table(result))
    if page and not as_json:
        click.echo(f"\nEvery fault stands on {page}")
