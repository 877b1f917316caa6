"""The form of a request: read once, within limits that every reader of it shares.

How many bytes it may have is `service.body_limit`'s; here it is how many pieces.
"""

from __future__ import annotations

import ntpath
from collections.abc import Iterable

from fastapi import Request
from starlette.datastructures import FormData, UploadFile

#: Fields of one form. A fiche has some fifteen; a meeting two for each participant.
MOST_FIELDS = 20_000
#: Files that may be uploaded together; whoever sends more is told in words.
MOST_UPLOADED = 100
#: Files of one form that are read at all.
MOST_FILES = 1_000
#: Bytes of one field that is no file: a fiche as it was read.
LARGEST_FIELD = 4_000_000

#: What a file without a name is called.
_NAMELESS = "file"


async def form_of(request: Request) -> FormData:
    """The form that came with a request; asked again, the same. Raises HTTPException (400)."""
    return await request.form(
        max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LARGEST_FIELD
    )


async def named(files: Iterable[UploadFile]) -> list[tuple[str, bytes]]:
    """The files of a form with their names, of which only the last part is kept, and their bytes.

    Some programs send the whole path of a file, of whichever system.
    """
    return [
        (ntpath.basename(each.filename or "") or _NAMELESS, await each.read()) for each in files
    ]
