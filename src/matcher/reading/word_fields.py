"""Fields of a Word file: which text is an instruction, which a result, and what it links to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from matcher.reading.markup import attribute, child, name

_ADDRESS = re.compile(r'^\s*HYPERLINK\s+(?:\\[a-z]\s+"[^"]*"\s+)*(?:"([^"]+)"|([^\s"\\]+))', re.I)
_ANCHOR = re.compile(r'\\l\s+"([^"]+)"')
_NOISE = re.compile(r"^\s*(PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|FILENAME)\b", re.I)
_ON = ("1", "true", "on", "")


@dataclass(slots=True)
class _Open:
    instruction: str = ""
    in_result: bool = False
    shows_text: bool = True
    address: str | None = None


@dataclass(slots=True)
class Fields:
    """The fields open at one point of the walk; they may reach over paragraphs."""

    stack: list[_Open] = field(default_factory=list)

    def character(self, element: etree._Element) -> str:
        """Take a w:fldChar; gives the text a form field shows without a result of its own."""
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self.stack.append(_Open())
            return _form_field(element)
        if not self.stack:
            return ""
        top = self.stack[-1]
        if kind == "separate":
            top.in_result = True
            top.shows_text = not _NOISE.match(top.instruction)
            top.address = address(top.instruction)
        elif kind == "end":
            self.stack.pop()
        return ""

    def instruct(self, text: str) -> None:
        """Take the text of a w:instrText."""
        if self.stack and not self.stack[-1].in_result:
            self.stack[-1].instruction += text

    @property
    def shows_text(self) -> bool:
        """Whether text met now is seen on the page."""
        return all(each.in_result and each.shows_text for each in self.stack)

    @property
    def address(self) -> str | None:
        """The address that text met now links to."""
        return next((each.address for each in reversed(self.stack) if each.address), None)


def address(instruction: str) -> str | None:
    """The address in the instruction of a HYPERLINK field, if it leads out of the file."""
    match = _ADDRESS.match(instruction)
    if match is None:
        return None
    target: str = match.group(1) or match.group(2)
    anchor = _ANCHOR.search(instruction)
    return f"{target}#{anchor.group(1)}" if anchor and "#" not in target else target


def is_noise(instruction: str) -> bool:
    """Whether the field shows page numbers and the like."""
    return _NOISE.match(instruction) is not None


def _form_field(begin: etree._Element) -> str:
    """What a legacy check box or drop-down shows; a text field has a result of its own."""
    data = child(begin, "ffData")
    if data is None:
        return ""
    box = child(data, "checkBox")
    if box is not None:
        return "☒ " if _checked(box) else "☐ "
    choices = child(data, "ddList")
    if choices is None:
        return ""
    entries = [attribute(each, "val") for each in choices if name(each) == "listEntry"]
    chosen = child(choices, "result")
    if chosen is None:
        chosen = child(choices, "default")
    number = attribute(chosen, "val", "0") if chosen is not None else "0"
    index = int(number) if number.isdigit() else 0
    return entries[index] if index < len(entries) else ""


def _checked(box: etree._Element) -> bool:
    for tag in ("checked", "default"):
        state = child(box, tag)
        if state is not None:
            return attribute(state, "val") in _ON
    return False
