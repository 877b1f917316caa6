"""Word files (.docx) → one document: header and footer first, then the body.

Own walk over the XML, because ready-made ones lose content controls, text boxes and words under
ruby silently.
"""

from __future__ import annotations

from collections.abc import Iterator

from matcher.errors import FileRefused
from matcher.reading.filled import Block, Document, Line, Row
from matcher.reading.markup import name, parsed
from matcher.reading.parts import Relation, main_part, relations
from matcher.reading.word_body import Body
from matcher.reading.word_lists import list_styles
from matcher.reading.zipped import Package

_DEFAULT_PART = "word/document.xml"


def documents(package: Package) -> tuple[Document, ...]:
    """The Word file in `package` as one document.

    Headers and footers come first, each only with lines that the body does not have: a title or
    a date that stands only there is found, and none of it becomes a key point.
    Raises `FileRefused` ("damaged", "unsafe-xml", "expands-too-much").
    """
    main = main_part(package, _DEFAULT_PART)
    root = parsed(package.read(main), package.source, main)
    body = next((child for child in root if name(child) == "body"), None)
    if body is None:
        raise FileRefused(package.source, "damaged", {"part": main})
    related = relations(package, main)
    styles = _styles(package, related)
    blocks = list(Body(_links(related), styles).blocks(body))
    seen = set(_texts(blocks))
    head = _margin(package, related, "header", styles, seen)
    foot = _margin(package, related, "footer", styles, seen)
    return (Document(package.source, (*head, *foot, *blocks)),)


def _links(related: tuple[Relation, ...]) -> dict[str, str]:
    return {each.id: each.target for each in related if each.external and each.target}


def _styles(package: Package, related: tuple[Relation, ...]) -> frozenset[str]:
    for relation in related:
        if relation.kind == "styles" and relation.target in package.members:
            return list_styles(parsed(package.read(relation.target), package.source, "styles"))
    return frozenset()


def _margin(
    package: Package,
    related: tuple[Relation, ...],
    kind: str,
    styles: frozenset[str],
    seen: set[str],
) -> Iterator[Line]:
    """Lines of headers or footers that nothing before had; `seen` grows by them."""
    for relation in related:
        if relation.kind != kind or relation.target not in package.members:
            continue
        root = parsed(package.read(relation.target), package.source, relation.target)
        links = _links(relations(package, relation.target))
        for line in _flat(Body(links, styles).blocks(root)):
            key = _key(line.text)
            if key and key not in seen:
                seen.add(key)
                yield line


def _flat(blocks: Iterator[Block]) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Row):
            yield from (line for cell in block.cells for line in cell)
        else:
            yield block


def _texts(blocks: list[Block]) -> Iterator[str]:
    return (_key(line.text) for line in _flat(iter(blocks)))


def _key(text: str) -> str:
    return "".join(text.split()).casefold()
