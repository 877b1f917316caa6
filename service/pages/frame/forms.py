"""Forms that change something: who may send them, and what they hold."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from service.http.form_data import form_of
from service.security.visitors import Visitor, curator_of


@dataclass(frozen=True, slots=True)
class Sent:
    """A form from somebody who may change things."""

    curator: Visitor
    data: FormData

    def text(self, name: str) -> str:
        """The last value of a field; "" where there is none, or a file."""
        value = self.data.get(name, "")
        return value if isinstance(value, str) else ""

    def texts(self) -> dict[str, str]:
        """All fields that are no files; of one name the last."""
        return {name: value for name, value in self.data.items() if isinstance(value, str)}

    @property
    def version(self) -> int:
        """The version of what the form was made from; 0, which nothing has, where it says none."""
        said = self.text("version")
        return int(said) if said.isdecimal() and len(said) <= 9 else 0

    def several(self, name: str) -> tuple[str, ...]:
        """All values of a field."""
        return tuple(value for value in self.data.getlist(name) if isinstance(value, str))


async def _sent(request: Request) -> AsyncIterator[Sent]:
    try:
        curator = await curator_of(request)
        yield Sent(curator, await form_of(request))
    finally:
        await request.close()  # files that were sent lie open until then


#: The form of a request. Raises NotSignedIn, NotAllowed, NotFromHere.
SentDep = Annotated[Sent, Depends(_sent)]
