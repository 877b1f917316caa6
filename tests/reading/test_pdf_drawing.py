"""A small PDF that draws without end is refused; one that draws a form a few times is read."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import pytest

from matcher.errors import FileRefused
from matcher.reading.pdf import documents

TEXT = b"BT /T 12 Tf 50 700 Td (Ville de Tours) Tj ET"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def form(content: bytes, drawn: int) -> bytes:
    """A form that may draw the object `drawn` by the name of F."""
    resources = b"/Resources<</XObject<</F %d 0 R>>>>" % drawn
    return stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]" + resources)


def pdf(page: bytes, forms: Sequence[bytes] = ()) -> bytes:
    """One page, whose form of the name F is the first of `forms`, object 6."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</T 5 0 R>>/XObject<</F 6 0 R>>>>>>",
        page,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *forms,
    ]
    found, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(found))
        found += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        found
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\n"
        % (
            size,
            table,
            size,
        )
        + b"startxref\n%d\n%%%%EOF" % len(found)
    )


def read(data: bytes) -> str:
    return repr(documents(data, "fiche.pdf"))


def test_a_form_that_is_drawn_a_few_times_is_read() -> None:
    assert "Ville de Tours" in read(pdf(stream(TEXT + b" /F Do" * 20), [form(b"0 0 9 9 re f", 6)]))


@pytest.mark.parametrize("drawing", [b"/F Do /F Do", b"/F % once\nDo /#46 Do"])
def test_a_form_that_draws_itself_is_refused(drawing: bytes) -> None:
    with pytest.raises(FileRefused) as refused:
        read(pdf(stream(TEXT + b" /F Do"), [form(drawing, 6)]))
    assert refused.value.reason == "expands-too-much"


def test_forms_that_draw_each_other_ten_times_each_are_refused() -> None:
    levels = [form(b"/F Do " * 10, 6 + level) for level in range(1, 6)]
    with pytest.raises(FileRefused) as refused:
        read(pdf(stream(TEXT + b" /F Do"), [*levels, form(b"0 0 9 9 re f", 6)]))
    assert refused.value.reason == "expands-too-much"


def test_few_bytes_that_say_millions_of_instructions_are_refused() -> None:
    packed = zlib.compress(b"BT (a) Tj ET " * 1_000_000, 9)
    assert len(packed) < 40_000
    with pytest.raises(FileRefused) as refused:
        read(pdf(stream(packed, b"/Filter/FlateDecode")))
    assert refused.value.reason == "expands-too-much"
