"""XML of a stranger's file, parsed without entities, network or document types."""

from __future__ import annotations

from lxml import etree

from matcher.errors import FileRefused


def parsed(data: bytes, source: str, part: str) -> etree._Element:
    """The root of the XML in `data`.

    Raises `FileRefused`: "unsafe-xml" for a document type (office files have none; it is the way
    in for entity attacks), "damaged" for XML that is not well formed.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    # Seen in the bytes first: expat and libxml2 would work on the entities before we can ask.
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or _wide(b"<!DOCTYPE", data):
        raise FileRefused(source, "unsafe-xml", {"part": part})
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise FileRefused(source, "damaged", {"part": part}) from problem
    if root.getroottree().docinfo.internalDTD is not None:
        raise FileRefused(source, "unsafe-xml", {"part": part})
    return root


def name(element: etree._Element) -> str:
    """Local name of `element`: the same for the strict and the transitional namespaces."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, local: str, default: str = "") -> str:
    """The attribute of that local name in any namespace."""
    direct = element.get(local)
    if direct is not None:
        return direct
    ending = "}" + local
    for key, value in element.attrib.items():
        if str(key).endswith(ending):
            return str(value)
    return default


def child(element: etree._Element, local: str) -> etree._Element | None:
    """The first child of that local name."""
    return next((c for c in element if name(c) == local), None)


def _wide(mark: bytes, data: bytes) -> bool:
    text = mark.decode("ascii")
    return text.encode("utf-16-le") in data or text.encode("utf-16-be") in data
