"""The form of a request: read once, within limits that every reader of it shares.

How many bytes it may have is `service.body_limit`'s; here it is how many pieces.
"""

from __future__ import annotations

from fastapi import Request
from starlette.datastructures import FormData

#: Fields of one form. A fiche has some fifteen; a meeting two for each participant.
MOST_FIELDS = 20_000
#: Files of one form.
MOST_FILES = 1_000
#: Bytes of one field that is no file: a fiche as it was read.
LARGEST_FIELD = 4_000_000


async def form_of(request: Request) -> FormData:
    """The form that came with a request; asked again, the same. Raises HTTPException (400)."""
    return await request.form(
        max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LARGEST_FIELD
    )
