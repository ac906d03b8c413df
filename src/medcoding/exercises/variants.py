"""Variants: one authored case that stands for several, told apart by parameters such as side or encounter.

A section `## Variants` below the key declares them:

    parameters:
      side:
        right: {word: right, code: "1"}
        left: {word: left, code: "2"}
      visit:
        first: {letter: A, says: this morning}
        later: {letter: D, says: three weeks ago}
    except:
      - {side: left, visit: later}

Text anywhere else in the file may then hold placeholders: `{side.word}`, or `{side}` for the name of
the value itself; `{{` and `}}` stand for braces. A line that a placeholder leaves empty is dropped. An
entry of a list in the key may carry `only: {visit: first}` and then belongs to those variants alone.
Placeholders are filled in texts that YAML has read already, so no value can break a block.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from medcoding.exercises.model import Exercise
from medcoding.exercises.sections import Sheet

MOST = 48
# Fields of the front matter in which placeholders are filled; the others name the case, not the patient.
_FILLED = ("title", "age", "sex", "date_of_service", "setting")
_NAME = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
_BRACES = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|[{}]")

Choice = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Variant:
    """One combination. `choice` maps each parameter to its value's name, `texts` each placeholder to its text."""

    name: str
    choice: Choice
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Filler:
    """Fills in one variant's texts. What is wrong goes to `problems`, the placeholders met to `used`."""

    variant: Variant
    known: Mapping[str, frozenset[str]]
    used: set[str]
    problems: list[str] = field(default_factory=list)

    def sheet(self, sheet: Sheet) -> Sheet:
        """A whole case filled in."""
        front = sheet.front
        if isinstance(front, Mapping):
            front = {name: self.tree(value) if name in _FILLED else value for name, value in front.items()}
        texts = {name: self.lines(getattr(sheet, name)) for name in ("record", "question", "note")}
        return replace(sheet, front=front, key=self.tree(sheet.key), **texts)

    def tree(self, value: Any) -> Any:
        """What YAML read, with every text in it filled in and entries of other variants left out."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {name: self.tree(part) for name, part in value.items()} if not self._is_bare(value) else ""
        if isinstance(value, list):
            return [self.tree(_without_only(part)) for part in value if self._belongs(part)]
        return value

    def lines(self, text: str) -> str:
        """Markdown filled in; a line that comes out empty is dropped."""
        filled = ((line, self.text(line)) for line in text.split("\n"))
        return "\n".join(after for before, after in filled if after.strip() or not before.strip())

    def text(self, text: str) -> str:
        """One text filled in."""
        return _BRACES.sub(self._replace, text)

    def _replace(self, match: re.Match[str]) -> str:
        whole, name = match[0], match[1]
        if whole in ("{{", "}}"):
            return whole[0]
        if name in self.variant.texts:
            self.used.add(name)
            return self.variant.texts[name]
        self.problems.append(
            f"{whole} is no placeholder of this case; correct its name, or double a brace that is meant as one"
        )
        return whole

    def _is_bare(self, value: Mapping[Any, Any]) -> bool:
        """True for what YAML makes of a text that begins with a placeholder and has no quotes."""
        if list(value.values()) != [""] or next(iter(value)) not in self.variant.texts:
            return False
        name = next(iter(value))
        self.problems.append(f'a text begins with {{{name}}}; put quotes around it: "{{{name}}}"')
        return True

    def _belongs(self, entry: Any) -> bool:
        """False for an entry of a list that is marked for other variants."""
        if not isinstance(entry, Mapping) or "only" not in entry:
            return True
        self.used.update(entry["only"] if isinstance(entry["only"], Mapping) else ())
        faults, wanted = read_condition(entry["only"], self.known, "`only`")
        self.problems.extend(faults)
        return not faults and _meets(self.variant.choice, wanted)


def parse_variants(found: Any, problems: list[str]) -> tuple[Variant, ...]:
    """The variants that a section `## Variants` declares, in the order of its values.

    Notes every mistake as `what is wrong; what to do`; with a mistake the result may be ().
    """
    if not isinstance(found, Mapping) or not isinstance(found.get("parameters"), Mapping) or not found["parameters"]:
        problems.append("`## Variants` declares no `parameters`; name each with its values below it")
        return ()
    for name in found:
        if name not in ("parameters", "except"):
            problems.append(f"`{name}` is not a field of `## Variants`; write parameters or except")
    parameters: Mapping[str, Any] = found["parameters"]
    before = len(problems)
    for name, values in parameters.items():
        problems.extend(_check_parameter(name, values))
    if len(problems) > before:
        return ()
    everything = [_variant(choice, parameters) for choice in _combinations(parameters)]
    left = _left_over(everything, found.get("except", []), known_of(parameters), problems)
    if len(left) < 2:
        problems.append("fewer than two variants are left; add values, or remove `## Variants`")
    if len(left) > MOST:
        problems.append(f"there are {len(left)} variants; keep at most {MOST}, so that a person can read them all")
        return ()
    return left


def unused(found: Any, used: set[str]) -> Iterator[str]:
    """What is declared and stands nowhere in the case."""
    for name, values in found["parameters"].items():
        fields = {f"{name}.{each}" for texts in values.values() for each in texts}
        if not used & {name, *fields}:
            yield f"the parameter {name} is never used; remove it, or put {{{name}}} into the record"
            continue
        for each in sorted(fields - used):
            yield f"{{{each}}} is never used; remove it from `## Variants`"


def merged(found: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """What is wrong with the variants of a case, each sentence once: with the variant's name where not all share it."""
    for says in dict.fromkeys(itertools.chain.from_iterable(found.values())):
        names = [name for name, sentences in found.items() if says in sentences]
        if len(names) == len(found):
            yield says
        else:
            yield from (f"variant {name}: {says}" for name in names)


def case_of(found: Sequence[Exercise]) -> Exercise:
    """The case that stands for these variants: it reads like the first, and holds them all."""
    return replace(found[0], variants=tuple(found))


def variants_of(case: Exercise) -> tuple[Exercise, ...]:
    """The plain exercises that a case stands for; a case without parameters stands for itself."""
    return case.variants or (case,)


def known_of(parameters: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """The names of each parameter's values."""
    return {name: frozenset(values) for name, values in parameters.items()}


def read_condition(
    found: Any, known: Mapping[str, frozenset[str]], where: str
) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """A mapping from parameters to one value or several: what is wrong with it, and what it asks for."""
    if not isinstance(found, Mapping) or not found:
        return [f"{where} should name parameters and values; write it as {{side: left}}"], {}
    faults: list[str] = []
    wanted: dict[str, tuple[str, ...]] = {}
    for name, values in found.items():
        wanted[name] = tuple(values) if isinstance(values, list) else (values,)
        if name not in known:
            faults.append(f"{where} names {name!r}, which is no parameter; write one of: {', '.join(known)}")
            continue
        for value in wanted[name]:
            if not isinstance(value, str) or value not in known[name]:
                faults.append(f"{where} names {name}: {value!r}; write one of: {', '.join(sorted(known[name]))}")
    return faults, wanted


def _check_parameter(name: str, values: Any) -> Iterator[str]:
    if not _NAME.fullmatch(name):
        yield f"the parameter {name!r} is no plain name; use small letters, digits and hyphens"
    if not isinstance(values, Mapping) or len(values) < 2:
        yield f"the parameter {name} has fewer than two values; give it more, each with its texts"
        return
    fields = [tuple(sorted(texts)) for texts in values.values() if isinstance(texts, Mapping)]
    for value, texts in values.items():
        if not _NAME.fullmatch(value):
            yield f"the value {value!r} of {name} is no plain name; use small letters, digits and hyphens"
        if not isinstance(texts, Mapping) or not all(isinstance(text, str) for text in texts.values()):
            yield f"{name}: {value} should hold texts; write them as {{word: right, code: '1'}}"
            continue
        for each in texts:
            if not _NAME.fullmatch(each):
                yield f"the field {each!r} of {name}: {value} is no plain name; use small letters, digits and hyphens"
    if len(set(fields)) > 1:
        yield f"the values of {name} have different fields; give all the same"


def _combinations(parameters: Mapping[str, Any]) -> Iterator[Choice]:
    for values in itertools.product(*parameters.values()):
        yield dict(zip(parameters, values, strict=True))


def _variant(choice: Choice, parameters: Mapping[str, Any]) -> Variant:
    texts = dict(choice)
    for name, value in choice.items():
        texts |= {f"{name}.{each}": text for each, text in parameters[name][value].items()}
    return Variant(".".join(choice.values()), choice, texts)


def _left_over(
    everything: Sequence[Variant], found: Any, known: Mapping[str, frozenset[str]], problems: list[str]
) -> tuple[Variant, ...]:
    """The variants that no entry of `except` takes away."""
    if not isinstance(found, list):
        problems.append("`except` should be a list of combinations; start each with a dash")
        return tuple(everything)
    gone: set[str] = set()
    for number, entry in enumerate(found, 1):
        faults, wanted = read_condition(entry, known, f"`except`, entry {number},")
        problems.extend(faults)
        if not faults:
            gone |= {variant.name for variant in everything if _meets(variant.choice, wanted)}
    return tuple(variant for variant in everything if variant.name not in gone)


def _meets(choice: Choice, wanted: Mapping[str, tuple[str, ...]]) -> bool:
    return all(choice[name] in values for name, values in wanted.items())


def _without_only(entry: Any) -> Any:
    return {name: value for name, value in entry.items() if name != "only"} if isinstance(entry, Mapping) else entry
