"""A sheet a collectivité: its partners, and the key points that match side by side."""

from __future__ import annotations

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from matcher.collectivity import Country
from matcher.gathering import Participant
from matcher.writing.cells import (
    SCORE,
    SIMILARITY,
    TINT,
    WHOLE,
    at,
    fill,
    fit_heights,
    put_number,
    put_text,
    rule_above,
    set_widths,
)
from matcher.writing.desk import Desk, Meeting, lead_to
from matcher.writing.told import PassageTold, tell_side


def write_collectivity(desk: Desk, participant: Participant, back_to: str) -> None:
    """The sheet of one participant, with a way back to the sheet `back_to`."""
    sheet = desk.sheet(desk.sheet_of[participant.id])
    speaker, look = desk.speaker, desk.look
    set_widths(sheet, [7, 62, 62, 13])
    side = tell_side(participant, speaker, None)
    put_text(at(sheet, 1, 2), side.name.text, look.title)
    at(sheet, 1, 2).alignment = Alignment(indent=1)
    put_text(at(sheet, 1, 4), f"← {back_to}", look.link)
    at(sheet, 1, 4).alignment = Alignment(horizontal="right", wrap_text=False)
    lead_to(sheet, "D1", back_to)
    facts = [
        *(name.text for name in side.others),
        side.population,
        speaker.series([label.text for label in side.labels]),
    ]
    put_text(at(sheet, 2, 2), " · ".join(fact for fact in facts if fact), look.quiet)
    row = 3
    for contact in desk.contacts.of(participant.id):
        said = speaker.say("Contact: {contact}", contact=contact)
        put_text(at(sheet, row, 2), said, look.plain)
        row += 1
    row += 1
    mine = desk.meetings.get(participant.id, ())
    if not mine:
        put_text(at(sheet, row, 2), speaker.say("No meeting is proposed."), look.plain)
    for meeting in mine:
        row = _partner(desk, sheet, row, participant.country, meeting) + 2
    fit_heights(sheet, 2)


def _partner(desk: Desk, sheet: Worksheet, row: int, own: Country, meeting: Meeting) -> int:
    """A block about one partner, key points of the `own` side left; gives the last row written."""
    speaker, look = desk.speaker, desk.look
    pairing, told = meeting
    own_first = own is Country.FR
    itself = told.fr if own_first else told.jp
    partner = told.jp if own_first else told.fr
    rule_above(sheet, row, 4, look)
    put_number(at(sheet, row, 1), told.number, WHOLE, look.quiet)
    desk.put_name(sheet, row, 2, partner)
    put_text(at(sheet, row, 3), told.group, look.plain)
    put_number(at(sheet, row, 4), pairing.score, SCORE, look.strong)
    facts = [
        *(name.text for name in partner.others),
        partner.population,
        speaker.say("ratio: {ratio}", ratio=told.ratio),
        speaker.say("shared fields: {fields}", fields=speaker.series(told.fields))
        if told.fields
        else "",
        speaker.say("partnership: {partnership}", partnership=told.partnership),
    ]
    put_text(at(sheet, row + 1, 2), " · ".join(fact for fact in facts if fact), look.quiet)
    row += 2
    heads = (
        speaker.say("Key point of {name}", name=itself.name.text),
        speaker.say("Key point of {name}", name=partner.name.text),
        speaker.say("Similarity"),
    )
    for column, head in enumerate(heads, start=2):
        put_text(at(sheet, row, column), head, look.quiet)
        fill(at(sheet, row, column), TINT, look)
    at(sheet, row, 4).alignment = Alignment(horizontal="right", vertical="top", indent=1)
    pairs = zip(pairing.evidence.matches, told.matches, strict=True)
    for match, said in pairs:
        row += 1
        left, right = (said.fr, said.jp) if own_first else (said.jp, said.fr)
        put_text(at(sheet, row, 2), _whole(left), look.plain)
        put_text(at(sheet, row, 3), _whole(right), look.plain)
        put_number(at(sheet, row, 4), match.similarity, SIMILARITY, look.plain)
    return row


def _whole(passage: PassageTold) -> str:
    """The key point, and its translation where a fiche has one."""
    text = passage.before + passage.passage + passage.after
    return text if passage.translation is None else f"{text}\n— {passage.translation.text}"
