"""Which paragraphs of a Word file are list items: by their own numbering or by their style's."""

from __future__ import annotations

from lxml import etree

from matcher.reading.markup import attribute, child, name

#: Word's own list styles number through the style even where it is only latent.
_NONE = "0"


def list_styles(styles: etree._Element) -> frozenset[str]:
    """Ids of the paragraph styles that number their paragraphs, inherited ones included."""
    own: dict[str, bool] = {}
    parents: dict[str, str] = {}
    for style in styles:
        if name(style) != "style" or attribute(style, "type") not in ("paragraph", ""):
            continue
        identity = attribute(style, "styleId")
        based_on = child(style, "basedOn")
        if based_on is not None:
            parents[identity] = attribute(based_on, "val")
        numbered = numbering(child(style, "pPr"))
        if numbered is not None:
            own[identity] = numbered
    return frozenset(style for style in {*own, *parents} if _numbered(style, own, parents))


def numbering(properties: etree._Element | None) -> bool | None:
    """Whether paragraph properties switch numbering on or off; None where they say nothing."""
    if properties is None:
        return None
    numbers = child(properties, "numPr")
    if numbers is None:
        return None
    identity = child(numbers, "numId")
    # w:numPr with a level alone keeps what the style says.
    return None if identity is None else attribute(identity, "val") != _NONE


def is_list_item(paragraph: etree._Element, styles: frozenset[str]) -> bool:
    """Whether `paragraph` (w:p) is an item of a list."""
    properties = child(paragraph, "pPr")
    if properties is None:
        return False
    own = numbering(properties)
    if own is not None:
        return own
    style = child(properties, "pStyle")
    return style is not None and attribute(style, "val") in styles


def _numbered(style: str, own: dict[str, bool], parents: dict[str, str]) -> bool:
    seen: set[str] = set()
    while style not in seen:
        if style in own:
            return own[style]
        seen.add(style)
        style = parents.get(style, style)
    return False
