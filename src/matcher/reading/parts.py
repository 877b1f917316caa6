"""The parts of an Office package and how they refer to each other (ECMA-376 part 2)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from matcher.reading.markup import name, parsed
from matcher.reading.zipped import Package


@dataclass(frozen=True, slots=True)
class Relation:
    """A reference from one part: what kind of thing, and the part or address it leads to."""

    id: str
    kind: str
    target: str
    external: bool


def relations(package: Package, part: str) -> tuple[Relation, ...]:
    """The references of `part` ("" for the package itself); none where it has no list of them."""
    path = PurePosixPath(part)
    listed = str(path.parent / "_rels" / f"{path.name}.rels")
    if listed not in package.members:
        return ()
    root = parsed(package.read(listed), package.source, listed)
    found: list[Relation] = []
    for element in root:
        if name(element) != "Relationship":
            continue
        external = element.get("TargetMode") == "External"
        target = element.get("Target") or ""
        found.append(
            Relation(
                id=element.get("Id") or "",
                kind=(element.get("Type") or "").rpartition("/")[2],
                target=target if external else _resolved(path.parent, target),
                external=external,
            )
        )
    return tuple(found)


def main_part(package: Package, usual: str) -> str:
    """The part that holds the text; some programs do not give it its usual name."""
    for relation in relations(package, ""):
        if relation.kind == "officeDocument" and relation.target in package.members:
            return relation.target
    return usual


def _resolved(folder: PurePosixPath, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    parts = list(folder.parts)
    for part in PurePosixPath(target).parts:
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
