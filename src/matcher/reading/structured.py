"""YAML and JSON, whose keys name the fields → filled forms, a form a fiche.

Takes the shape of the example fiches, a list of them, `{"fiches": [...]}`, and what
`matcher read --json` prints.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence

import yaml

from matcher.errors import FileRefused
from matcher.reading import limits
from matcher.reading.charset import Decoded
from matcher.reading.filled import Cell, FilledForm, Line

_SKIPPED = frozenset({"completed", "notes", "source", "place", "error"})
_LISTS = ("fiches",)


def forms(decoded: Decoded, source: str) -> tuple[FilledForm, ...]:
    """The fiches in a YAML or JSON text.

    Raises `FileRefused`: "invalid-structure" with `line` and `found`, "too-large",
    "expands-too-much" (aliases that multiply).
    """
    tree = _json(decoded.text, source) if _is_json(decoded.text) else _yaml(decoded.text, source)
    fiches = [fiche for fiche in _fiches(tree) if fiche]
    if not fiches:
        raise FileRefused(
            source, "invalid-structure", {"expected": "fiche", "found": type(tree).__name__}
        )
    several = len(fiches) > 1
    return tuple(
        FilledForm(
            source,
            None,
            tuple(_cells(fiche)),
            place=str(number) if several else None,
            notes=decoded.notes,
        )
        for number, fiche in enumerate(fiches, start=1)
    )


def _is_json(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")


def _json(text: str, source: str) -> object:
    try:
        tree: object = json.loads(text.lstrip("\ufeff"))
    except json.JSONDecodeError as problem:
        try:
            return _yaml(text, source)  # YAML's flow style begins with the same signs
        except FileRefused:
            pass
        details = {"line": problem.lineno, "found": problem.msg}
        raise FileRefused(source, "invalid-structure", details) from problem
    except (RecursionError, ValueError) as problem:
        raise FileRefused(source, "invalid-structure", {"found": "nesting"}) from problem
    _measure(tree, source)
    return tree


def _yaml(text: str, source: str) -> object:
    if len(text) > limits.YAML_BYTES:
        limit = limits.YAML_BYTES // limits.MEBIBYTE
        raise FileRefused(source, "too-large", {"limit_mb": limit})
    try:
        trees: list[object] = list(yaml.load_all(text, Loader=_TextLoader))
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        details = {"line": mark.line + 1 if mark else None, "found": problem.problem}
        raise FileRefused(source, "invalid-structure", details) from problem
    except (yaml.YAMLError, RecursionError, ValueError) as problem:
        raise FileRefused(source, "invalid-structure", {"found": str(problem)[:200]}) from problem
    tree = trees[0] if len(trees) == 1 else trees
    _measure(tree, source)
    return tree


class _TextLoader(yaml.SafeLoader):
    """Scalars stay as typed: 2013-12 and 0815 are text, NO is a name, not a truth value."""


_TextLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _measure(tree: object, source: str) -> None:
    """Refuse what is nested too deep or, aliases followed, too large (an alias bomb)."""
    left = limits.STRUCTURE_NODES
    waiting: list[tuple[object, int]] = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        left -= 1
        if left < 0 or depth > limits.STRUCTURE_DEPTH:
            raise FileRefused(source, "expands-too-much", {"limit_nodes": limits.STRUCTURE_NODES})
        if isinstance(node, Mapping):
            waiting += [(value, depth + 1) for value in node.values()]
        elif isinstance(node, list | tuple | set):
            waiting += [(value, depth + 1) for value in node]


def _fiches(tree: object) -> Iterator[Mapping[object, object]]:
    if isinstance(tree, list):
        for item in tree:
            yield from _fiches(item)
    elif isinstance(tree, Mapping):
        inner = next((tree[key] for key in _LISTS if isinstance(tree.get(key), list)), None)
        if inner is not None:
            yield from _fiches(inner)
        elif "error" not in tree:
            yield tree


def _cells(fiche: Mapping[object, object]) -> Iterator[Cell]:
    for key, value in fiche.items():
        if key in _SKIPPED:
            continue
        if isinstance(value, Mapping):
            yield from _cells(value)
        else:
            yield Cell(str(key), tuple(_lines(value)))


def _lines(value: object) -> Iterator[Line]:
    if isinstance(value, Mapping):  # an item of a list, such as {"text": …}
        for inner in value.values():
            yield from _lines(inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            text = " ".join(line.text for line in _lines(item))
            if text:
                yield Line(text, bullet=True)
    elif value is not None:
        for part in _text(value).splitlines():
            if part.strip():
                yield Line(part.strip())


def _text(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
