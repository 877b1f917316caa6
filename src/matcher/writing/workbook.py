"""The shortlist as a workbook, as an officer would keep it.

First the sheet of all pairings with room for decisions, then the participants, who has no
meeting, how it was made; then a sheet a collectivité with its partners and their key points.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from matcher.collectivity import Country, Language
from matcher.domains import Vocabulary
from matcher.gathering import Participant
from matcher.i18n.sentences import Speaker
from matcher.i18n.terms import part_label
from matcher.matching.pairing import Pairing
from matcher.shortlist.decision import Decision, Decisions, Verdict
from matcher.shortlist.shortlist import Shortlist
from matcher.writing.cells import (
    FONTS,
    SCORE,
    SHARE,
    SIMILARITY,
    TIMES,
    WHOLE,
    Look,
    SheetNames,
    at,
    fill,
    fit_heights,
    leave_room,
    put_heads,
    put_number,
    put_text,
    rule_above,
    set_widths,
    width_for,
)
from matcher.writing.collectivity_sheet import write_collectivity
from matcher.writing.contacts import NO_CONTACTS, Contacts
from matcher.writing.decided import VERDICTS, tell_decision
from matcher.writing.desk import Desk, Meeting
from matcher.writing.made import left_over, made, not_read, notes, weights
from matcher.writing.names import name_for
from matcher.writing.tables import part_names
from matcher.writing.told import PairingTold, SideTold, in_language, tell, tell_side

#: The ground of the columns that people write in.
NOTES = "FFFBEA"

#: What a person may say to a pairing.
DECISIONS = ("to keep", "to discuss", "declined")

#: The same where verdicts were given before, in the words of the verdicts.
DECISIONS_GIVEN = (
    VERDICTS[Verdict.ACCEPTED],
    VERDICTS[Verdict.PINNED],
    "to discuss",
    VERDICTS[Verdict.REJECTED],
)

#: The sheet of the pairs that were struck out, where there are any.
REJECTED = "Rejected pairs"

#: The sheets every workbook has, in order.
SHEETS = ("Pairings", "Participants", "Without a meeting", "How it was made")


def write_workbook(
    shortlist: Shortlist,
    vocabulary: Vocabulary,
    language: Language,
    contacts: Contacts = NO_CONTACTS,
    decisions: Decisions | None = None,
) -> bytes:
    """The workbook as .xlsx, in `language`; with contacts only where they are handed over.

    Where `decisions` are handed over, they stand in their columns, and pairs that were struck
    out have a sheet.
    """
    speaker = Speaker(language)
    book = Workbook()
    book.remove(book.worksheets[0])
    told = tuple(
        tell(pairing, number, shortlist.profile, vocabulary, speaker, decisions)
        for number, pairing in enumerate(shortlist.pairings, start=1)
    )
    names = SheetNames()
    fixed = [names.take(speaker.say(title)) for title in SHEETS]
    rejected = () if decisions is None else tuple(sorted(decisions.rejected))
    struck_out = names.take(speaker.say(REJECTED)) if rejected else ""
    ordered = _ordered(shortlist, language)
    sheet_of = {p.id: names.take(name_for(p, language).text) for p in ordered}
    meetings: dict[str, list[Meeting]] = {}
    for meeting in zip(shortlist.pairings, told, strict=True):
        for participant in (meeting[0].fr, meeting[0].jp):
            meetings.setdefault(participant.id, []).append(meeting)
    desk = Desk(book, shortlist, speaker, Look(FONTS[language]), contacts, told, meetings, sheet_of)

    _pairings(desk, fixed[0], DECISIONS if decisions is None else DECISIONS_GIVEN)
    _participants(desk, fixed[1], ordered)
    _without_meeting(desk, fixed[2])
    if decisions is not None and rejected:
        _rejected(desk, struck_out, [decisions.on(*pair) for pair in rejected])
    _making(desk, fixed[3])
    for participant in ordered:
        write_collectivity(desk, participant, fixed[0])

    book.properties.title = in_language(shortlist.profile.meeting.names, language)
    book.properties.creator = "matcher"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _ordered(shortlist: Shortlist, language: Language) -> list[Participant]:
    """French first, then Japanese, each by the name shown."""
    return sorted(
        shortlist.participants,
        key=lambda p: (p.country is not Country.FR, name_for(p, language).text, p.id),
    )


# --- the sheet of pairings ------------------------------------------------------------------


def _pairings(desk: Desk, title: str, choices: Sequence[str]) -> None:
    sheet, say, look = desk.sheet(title), desk.speaker.say, desk.look
    parts = part_names(desk.shortlist.pairings)
    heads = [
        say("No."),
        say("France"),
        say("Japan"),
        say("Score"),
        say("Working group"),
        say("Decision"),
        say("Remarks"),
        say("Shared fields"),
        say("Key point, France"),
        say("Key point, Japan"),
        say("Similarity"),
        say("Population, France"),
        say("Population, Japan"),
        say("Ratio"),
        say("Existing partnership"),
        say("Criteria met"),
        say("Not known"),
        *(say(part_label(name)) for name in parts),
        say("Probability of being judged good"),
    ]
    figures = {1, 4, 11, 12, 13, 14, *range(18, len(heads) + 1)}
    put_heads(sheet, 1, heads, look, over_numbers=figures)
    sheet.row_dimensions[1].height = 45
    fr = width_for((told.fr.name.text for told in desk.told), least=20, most=50)
    jp = width_for((told.jp.name.text for told in desk.told), least=20, most=50)
    widths = [7, fr, jp, 10, 18, 14, 24, 24, 46, 46, 12, 18, 14, 14, 22, 24, 18]
    set_widths(sheet, [*widths, *([13.0] * len(parts)), 15.0])
    rows = zip(desk.shortlist.pairings, desk.told, strict=True)
    for row, (pairing, told) in enumerate(rows, start=2):
        _pairing_row(desk, sheet, row, pairing, told)
        for column, name in enumerate(parts, start=len(widths) + 1):
            put_number(at(sheet, row, column), pairing.parts.get(name, 0.0), SCORE, look.plain)
        put_number(at(sheet, row, len(heads)), pairing.probability, SHARE, look.plain)
        rule_above(sheet, row, len(heads), look)
    last = max(2, len(desk.told) + 1)
    fit_heights(sheet, 2)
    # Paper carries what is talked about; with the figures nobody could read it.
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    sheet.print_area = f"A1:{get_column_letter(heads.index(say('Similarity')) + 1)}{last}"
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{last}"
    sheet.print_title_rows = "1:1"
    if desk.told:
        scale = ColorScaleRule(  # type: ignore[no-untyped-call]
            start_type="min", start_color="FFFFFF", end_type="max", end_color="9DB4DE"
        )
        sheet.conditional_formatting.add(f"D2:D{last}", scale)
        offered = ",".join(say(each) for each in choices)
        drop_down = DataValidation(type="list", formula1=f'"{offered}"', allow_blank=True)
        drop_down.showErrorMessage = True
        drop_down.add(f"F2:F{last}")
        sheet.add_data_validation(drop_down)


def _pairing_row(
    desk: Desk, sheet: Worksheet, row: int, pairing: Pairing, told: PairingTold
) -> None:
    look, population = desk.look, pairing.evidence.population
    best = told.matches[0] if told.matches else None
    put_number(at(sheet, row, 1), told.number, WHOLE, look.quiet)
    desk.put_name(sheet, row, 2, told.fr)
    desk.put_name(sheet, row, 3, told.jp)
    put_number(at(sheet, row, 4), pairing.score, SCORE, look.strong)
    texts = {
        5: told.group,
        6: "" if told.decision is None else told.decision.verdict,
        7: "" if told.decision is None else "\n".join(told.decision.remarks),
        8: desk.speaker.series(told.fields),
        9: "" if best is None else best.fr.passage,
        10: "" if best is None else best.jp.passage,
        15: told.partnership,
        16: desk.speaker.series(told.criteria),
        17: desk.speaker.series(told.missing),
    }
    for column, text in texts.items():
        if text:
            put_text(at(sheet, row, column), text, look.plain)
        else:
            leave_room(at(sheet, row, column), look)
    for column in (6, 7):
        fill(at(sheet, row, column), NOTES, look)
    similarity = pairing.evidence.matches[0].similarity if pairing.evidence.matches else None
    put_number(at(sheet, row, 11), similarity, SIMILARITY, look.plain)
    put_number(at(sheet, row, 12), population.fr, WHOLE, look.plain)
    put_number(at(sheet, row, 13), population.jp, WHOLE, look.plain)
    put_number(at(sheet, row, 14), population.ratio, TIMES, look.plain)


# --- the participants -----------------------------------------------------------------------


def _participants(desk: Desk, title: str, ordered: list[Participant]) -> None:
    sheet, speaker, look = desk.sheet(title), desk.speaker, desk.look
    say = speaker.say
    heads = [
        say("Authority"),
        say("Other names"),
        say("Country"),
        say("Kind"),
        say("Région, département or prefecture"),
        say("Population"),
        say("Source of the population"),
        say("Fields as typed"),
        say("Number of key points"),
        say("Meetings"),
        say("Date of update"),
        say("Files"),
        *([say("Contact")] if desk.contacts else []),
    ]
    put_heads(sheet, 1, heads, look, over_numbers={6, 9, 10})
    sheet.row_dimensions[1].height = 45
    names = width_for((name_for(p, speaker.language).text for p in ordered), least=20, most=50)
    widths = [names, 24, 11, 18, 22, 13, 18, 36, 15, 13, 18, 34]
    set_widths(sheet, [*widths, *([40] if desk.contacts else [])])
    for row, participant in enumerate(ordered, start=2):
        side = tell_side(participant, speaker, None)
        desk.put_name(sheet, row, 1, side)
        texts = {
            2: "\n".join(name.text for name in side.others),
            3: speaker.country(side.country),
            4: "" if side.kind is None else side.kind.text,
            5: "" if side.parent is None else side.parent.text,
            7: _population_source(participant, side, speaker),
            8: speaker.series([label.text for label in side.labels]),
            11: side.updated or "",
            12: "\n".join(side.sources),
            13: "\n".join(desk.contacts.of(participant.id)),
        }
        for column, text in texts.items():
            if text:
                put_text(at(sheet, row, column), text, look.plain)
        put_number(at(sheet, row, 6), participant.population.value, WHOLE, look.plain)
        put_number(at(sheet, row, 9), len(participant.key_points), WHOLE, look.plain)
        rule_above(sheet, row, len(heads), look)
        put_number(
            at(sheet, row, 10), len(desk.meetings.get(participant.id, ())), WHOLE, look.plain
        )
    fit_heights(sheet, 2)
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{max(2, len(ordered) + 1)}"
    sheet.print_title_rows = "1:1"


def _population_source(participant: Participant, side: SideTold, speaker: Speaker) -> str:
    if participant.population.value is None:
        return speaker.say("not known")
    return speaker.say("official registers") if side.completed else speaker.say("the fiche")


# --- who has no meeting, and how it was made ------------------------------------------------


def _without_meeting(desk: Desk, title: str) -> None:
    sheet, say, look = desk.sheet(title), desk.speaker.say, desk.look
    put_heads(sheet, 1, [say("Authority"), say("Country"), say("Reason")], look)
    rows = left_over(desk.shortlist, desk.speaker)
    set_widths(sheet, [width_for((each.name.text for each in rows), least=34, most=50), 12, 90])
    for row, each in enumerate(rows, start=2):
        put_text(at(sheet, row, 1), each.name.text, look.strong)
        put_text(at(sheet, row, 2), each.country, look.plain)
        put_text(at(sheet, row, 3), each.why, look.plain)
    if not rows:
        put_text(at(sheet, 2, 1), say("Everybody has at least one meeting."), look.plain)
    fit_heights(sheet, 2)
    sheet.freeze_panes = "A2"


def _rejected(desk: Desk, title: str, decisions: Sequence[Decision]) -> None:
    """The pairs that were struck out, with what was said of them."""
    sheet, say, look = desk.sheet(title), desk.speaker.say, desk.look
    put_heads(sheet, 1, [say("France"), say("Japan"), say("Remarks")], look)
    asked = {id_ for decision in decisions for id_ in decision.pair}
    sides = {
        p.id: tell_side(p, desk.speaker, None) for p in desk.shortlist.participants if p.id in asked
    }
    names = width_for((side.name.text for side in sides.values()), least=20, most=50)
    set_widths(sheet, [names, names, 70])
    for row, decision in enumerate(decisions, start=2):
        for column, id_ in enumerate(decision.pair, start=1):
            if id_ in sides:
                desk.put_name(sheet, row, column, sides[id_])
            else:
                put_text(at(sheet, row, column), id_, look.quiet)
        remarks = "\n".join(tell_decision(decision, desk.speaker).remarks)
        put_text(at(sheet, row, 3), remarks, look.plain)
    fit_heights(sheet, 2)
    sheet.freeze_panes = "A2"


def _making(desk: Desk, title: str) -> None:
    sheet, speaker, look = desk.sheet(title), desk.speaker, desk.look
    set_widths(sheet, [34, 22, 90])
    row = 1
    for line in made(desk.shortlist, speaker):
        put_text(at(sheet, row, 1), line.label, look.strong)
        put_text(at(sheet, row, 2), line.value, look.plain)
        put_text(at(sheet, row, 3), line.meaning, look.quiet)
        row += 1
    row += 1
    put_heads(sheet, row, [speaker.say("Part"), speaker.say("Weight"), speaker.say("Reason")], look)
    for weight in weights(desk.shortlist, speaker):
        row += 1
        put_text(at(sheet, row, 1), weight.label, look.strong)
        put_number(at(sheet, row, 2), weight.value, SCORE, look.plain, left=True)
        put_text(at(sheet, row, 3), weight.reason, look.plain)
    for head, files in (
        (speaker.say("Files not read"), not_read(desk.shortlist, speaker)),
        (speaker.say("Notes on the fiches"), notes(desk.shortlist, speaker)),
    ):
        if files:
            row += 2
            put_heads(sheet, row, [head, "", ""], look)
            for file in files:
                row += 1
                put_text(at(sheet, row, 1), file.source, look.strong)
                put_text(at(sheet, row, 3), file.text, look.plain)
    fit_heights(sheet, 1)
