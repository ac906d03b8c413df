"""The desk of one exam: begins a sitting, takes answers into it, ends and judges it, and keeps each step.

Everything that a page may ask for goes through here, so nothing depends on what the page believes.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from medcoding.learning.blueprint import Blueprint
from medcoding.learning.contents import Contents
from medcoding.learning.days import Clock
from medcoding.learning.exams import sitting as steps
from medcoding.learning.exams.files import Shelf
from medcoding.learning.exams.paper import RECENT, Part, assemble, parts_of
from medcoding.learning.exams.result import Load, judge
from medcoding.learning.exams.sitting import Sitting
from medcoding.learning.logbook import Log

TIME_IS_UP = "The time is up."


@dataclass(frozen=True)
class Hall:
    """What all desks of a page share: the exercises there are, who keeps sittings and verdicts, and the clock."""

    contents: Contents
    shelf: Shelf
    log: Log
    load: Load
    clock: Clock


class Desk:
    """One exam and its sittings. `open` is the one that goes on, or the last one looked at; None without any."""

    def __init__(self, blueprint: Blueprint, hall: Hall) -> None:
        self.blueprint = blueprint
        self.load = hall.load
        self._contents, self._shelf, self._log, self._clock = hall.contents, hall.shelf, hall.log, hall.clock
        self.open: Sitting | None = None
        self._resume()

    @property
    def trouble(self) -> str:
        """Why something could not be kept, "" when all is."""
        return self._shelf.trouble or self._log.trouble

    @property
    def parts(self) -> tuple[Part, ...]:
        """What a new sitting would ask."""
        return parts_of(self.blueprint, self._contents)

    @property
    def earlier(self) -> tuple[Sitting, ...]:
        """The sittings that were judged, the latest first."""
        return tuple(each for each in self._shelf.all_of(self.blueprint.name) if each.marks)

    @property
    def left(self) -> float | None:
        """Seconds left of the open sitting; None without a limit."""
        return steps.left(self.open, self._clock()) if self.open else None

    @property
    def is_running(self) -> bool:
        """True while a sitting can be answered."""
        return self.open is not None and not self.open.is_over

    def begin(self) -> Sitting:
        """Start a new sitting, unless one goes on: then that one."""
        if self.open is not None and self.is_running:
            return self.open
        met = [each.items for each in self._shelf.all_of(self.blueprint.name)[:RECENT]]
        seed = secrets.token_hex(8)
        paper = assemble(self.blueprint, self._contents, seed, met)
        return self._keep(steps.begin(self.blueprint, paper, seed, self._clock()))

    def answer(self, slug: str, fields: Mapping[str, Any] | None) -> str:
        """Take an answer; returns why it could not be taken or kept, or ""."""
        if self.open is None or self.check_time() or self.open.is_over:
            return TIME_IS_UP
        self._keep(steps.with_answer(self.open, slug, fields, self._clock()))
        return self.trouble

    def flag(self, slug: str, on: bool) -> None:
        """Flag a question to come back to."""
        if self.open is not None and not self.check_time():
            self._keep(steps.with_flag(self.open, slug, on, self._clock()))

    def go(self, place: int) -> None:
        """Remember which question is open."""
        if self.open is not None and not self.check_time():
            self._keep(steps.at_place(self.open, place, self._clock()))

    def check_time(self) -> bool:
        """Count the time until now; True when it is up, and the sitting is ended and judged."""
        if self.open is None or self.open.is_over:
            return False
        if steps.is_out_of_time(self.open, self._clock()):
            self.end()
            return True
        return False

    def tick(self) -> None:
        """Count the time until now and keep it, so that no restart gives any back."""
        if self.open is not None and not self.check_time() and not self.open.is_over:
            self._keep(steps.seen(self.open, self._clock()))

    def end(self) -> None:
        """End the open sitting and judge it."""
        if self.open is not None and not self.open.is_over:
            self._keep(steps.end(self.open, self._clock()))
            self._judge()

    def look_back(self, name: str) -> bool:
        """Open a sitting that was judged; False where there is none of that id."""
        found = next((each for each in self.earlier if each.id == name), None)
        if found is not None and not self.is_running:
            self.open = found
        return found is not None and self.open is found

    def _resume(self) -> None:
        """Take up what was left: a sitting that goes on, or one that ended but was not judged."""
        left = next((each for each in self._shelf.all_of(self.blueprint.name) if not each.marks), None)
        if left is None:
            return
        self.open = left
        if left.is_over:
            self._judge()
        else:
            self.check_time()

    def _judge(self) -> None:
        """The lines go first and carry the end's moment: after a crash they are written again and count once."""
        if self.open is None:
            return
        judged, tries = judge(self.open, self.load)
        for each in tries:
            self._log.add(each)
        self._keep(judged)

    def _keep(self, sitting: Sitting) -> Sitting:
        self.open = sitting
        self._shelf.save(sitting)
        return sitting
