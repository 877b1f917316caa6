"""Lines and addresses that tell whom to contact, wherever they stand in a form.

What is under the key points is published; a name with a telephone number must not slip in there
because the clerk wrote it last.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from matcher.reading.filled import Line

_LABEL = re.compile(
    r"^\W*(?:(?:votre|notre|your|our)\s+)?"
    r"(?:contacts?|personnes? (?:de |à )?contact(?:er)?|r[ée]f[ée]rente?s?|correspondante?s?"
    r"|interlocut(?:eur|rice)s?|courriels?|e-?mails?|mails?|m[ée]ls?|t[ée]l(?:[ée]phone)?s?|fax"
    r"|portable|mobile|phone|contact person|担当(?:者|課|部署)?|お?問い?合わ?せ先?|連絡先"
    r"|電話(?:番号)?|メール(?:アドレス)?)\s*(?:\([^)]*\)\s*)?[:.]",
    re.IGNORECASE,
)
#: At most 64 characters stand before the sign (RFC 5321, 4.5.3.1.1): without that bound, a text
#: without a break would be read again from each of its characters.
_MAIL = re.compile(r"[\w.+-]{1,64}\s?@\s?[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\d/.])(?:\+\d{1,3}[\s.()-]*|\(?0)\d(?:[\s.()-]{0,3}\d){7,10}(?![\d/])")
#: A line up to this length that holds an address is about the address.
_SHORT = 160


@dataclass(frozen=True, slots=True)
class Sorted:
    """Lines that are content, and the contacts found among them."""

    content: tuple[Line, ...]
    contacts: tuple[str, ...]


def sorted_out(lines: Sequence[Line]) -> Sorted:
    """Contacts told from content: whole lines where they are about one, else the address alone."""
    content: list[Line] = []
    contacts: list[str] = []
    for line in lines:
        text = unicodedata.normalize("NFKC", line.text)
        found = [*_MAIL.findall(text), *_PHONE.findall(text)]
        if _LABEL.match(text) or (found and len(text) <= _SHORT):
            contacts.append(line.text.strip())
        elif found:
            contacts += found
            content.append(replace(line, text=_PHONE.sub("…", _MAIL.sub("…", text))))
        else:
            content.append(line)
    return Sorted(tuple(content), tuple(contacts))
