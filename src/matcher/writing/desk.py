"""What every sheet of the workbook is written with, and sheets that look alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from matcher.i18n.sentences import Speaker
from matcher.matching.pairing import Pairing
from matcher.shortlist.shortlist import Shortlist
from matcher.writing.cells import Look, at, put_text
from matcher.writing.contacts import Contacts
from matcher.writing.told import PairingTold, SideTold

#: A pairing, and as it is told.
Meeting = tuple[Pairing, PairingTold]


@dataclass(frozen=True, slots=True)
class Desk:
    """What every sheet is written with; `meetings` and `sheet_of` by id of participant."""

    book: Workbook
    shortlist: Shortlist
    speaker: Speaker
    look: Look
    contacts: Contacts
    told: tuple[PairingTold, ...]
    meetings: Mapping[str, Sequence[Meeting]]
    sheet_of: Mapping[str, str]

    def sheet(self, title: str) -> Worksheet:
        """A new sheet, printed landscape on A4 as wide as the page."""
        made: Worksheet = self.book.create_sheet(title)
        made.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        made.sheet_view.showGridLines = False
        made.page_setup.orientation = "landscape"
        made.page_setup.paperSize = made.PAPERSIZE_A4
        made.page_setup.fitToHeight = 0
        made.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, footer=0.3)
        if made.oddFooter is not None:
            made.oddFooter.center.text = "&P / &N"
        return made

    def put_name(self, sheet: Worksheet, row: int, column: int, side: SideTold) -> None:
        """A name that leads to the participant's sheet."""
        cell = at(sheet, row, column)
        put_text(cell, side.name.text, self.look.link)
        lead_to(sheet, cell.coordinate, self.sheet_of[side.id])


def lead_to(sheet: Worksheet, coordinate: str, target: str) -> None:
    """Make a cell lead to the first cell of the sheet `target`."""
    place = "'" + target.replace("'", "''") + "'!A1"
    sheet[coordinate].hyperlink = Hyperlink(ref=coordinate, location=place)
