"""The shortlist as a Word document: a title page with the list, then a briefing page a pair.

Every page is in French and Japanese, so that both sides read the same sheet; with English as
the language it is in English and both.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from matcher.collectivity import Language
from matcher.domains import Vocabulary
from matcher.i18n.sentences import Speaker
from matcher.shortlist.decision import Decisions
from matcher.shortlist.shortlist import Shortlist
from matcher.writing.contacts import NO_CONTACTS, Contacts
from matcher.writing.decided import DecisionTold
from matcher.writing.made import withheld
from matcher.writing.names import Name
from matcher.writing.told import PairingTold, PassageTold, SideTold, in_language, tell
from matcher.writing.word import (
    ACCENT,
    add_field,
    grid,
    keep_whole,
    paragraph_in,
    prepare,
    say,
    shade,
)

WIDTH = 17.2
TINT = "E9EEF8"

#: What a page says of each collectivité, in order; the contact only where asked for.
ROWS = {
    "name": "Authority",
    "place": "Location",
    "population": "Population",
    "fields": "Fields as typed",
    "web": "Website",
    "contact": "Contact",
}


@dataclass(frozen=True, slots=True)
class _Hand:
    """Who writes: the speakers in the order they are printed, the first one leading."""

    speakers: tuple[Speaker, ...]
    contacts: Contacts

    @property
    def language(self) -> Language:
        """The leading language."""
        return self.speakers[0].language

    def label(self, paragraph: Paragraph, message: str, *, quiet: bool = False) -> None:
        """A message in all languages, divided by strokes."""
        self.each(paragraph, [speaker.say(message) for speaker in self.speakers], quiet=quiet)

    def each(self, paragraph: Paragraph, texts: Sequence[str], *, quiet: bool = False) -> None:
        """The same fact in all languages; only once where it reads alike."""
        for number, text in enumerate(dict.fromkeys(texts)):
            if number:
                say(paragraph, " / ", self.language, quiet=True)
            say(paragraph, text, self.speakers[texts.index(text)].language, quiet=quiet)


def write_briefing(
    shortlist: Shortlist,
    vocabulary: Vocabulary,
    language: Language,
    contacts: Contacts = NO_CONTACTS,
    decisions: Decisions | None = None,
) -> bytes:
    """The briefing as .docx; with contacts only where they are handed over.

    Where `decisions` are handed over, the pages say what was decided on their pair.
    `language` leads: French then Japanese, Japanese then French, or English then both.
    """
    order = {
        Language.FR: (Language.FR, Language.JA),
        Language.JA: (Language.JA, Language.FR),
        Language.EN: (Language.EN, Language.FR, Language.JA),
    }[language]
    hand = _Hand(tuple(Speaker(each) for each in order), contacts)
    document = docx.Document()
    prepare(document, language)
    _running_heads(document, shortlist, hand)
    told = [
        tuple(
            tell(pairing, number, shortlist.profile, vocabulary, speaker, decisions)
            for speaker in hand.speakers
        )
        for number, pairing in enumerate(shortlist.pairings, start=1)
    ]
    _title_page(document, shortlist, hand, [each[0] for each in told])
    for each in told:
        _pair(document, each, hand)
    properties = document.core_properties
    properties.author, properties.comments = "matcher", ""
    properties.title = in_language(shortlist.profile.meeting.names, language)
    properties.language = language.value
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


# --- around the pages -----------------------------------------------------------------------


def _running_heads(document: Document, shortlist: Shortlist, hand: _Hand) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True
    head = section.header.paragraphs[0]
    say(head, in_language(shortlist.profile.meeting.names, hand.language), hand.language)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_field(foot, "PAGE")
    say(foot, " / ", hand.language)
    add_field(foot, "NUMPAGES")


def _title_page(
    document: Document, shortlist: Shortlist, hand: _Hand, told: Sequence[PairingTold]
) -> None:
    meeting = shortlist.profile.meeting
    kicker = document.add_paragraph()
    kicker.paragraph_format.space_before = Pt(70)
    hand.label(kicker, "Shortlist of partners")
    for number, speaker in enumerate(hand.speakers):
        name = in_language(meeting.names, speaker.language)
        head = paragraph_in(document, "Title" if number == 0 else "Subtitle")
        say(head, name, speaker.language)
    for speaker in hand.speakers:
        place = in_language(meeting.places, speaker.language)
        when = speaker.say("{place}, {dates}", place=place, dates=speaker.dates(meeting.dates))
        say(document.add_paragraph(), when, speaker.language)
    for speaker in hand.speakers:
        why = withheld(shortlist.probability_withheld, speaker)
        if why is not None:
            say(document.add_paragraph(), why, speaker.language, quiet=True)
    lead = document.add_paragraph()
    lead.paragraph_format.space_before = Pt(30)
    lead.paragraph_format.space_after = Pt(4)
    hand.label(lead, "Pairings")
    if not told:
        hand.label(document.add_paragraph(), "Nobody fits: no pairing reaches the floor.")
        return
    table = grid(document, (1.0, 5.9, 5.3, 3.5, 1.5), len(told))
    keep_whole(table)
    for row, each in zip(table.rows, told, strict=True):
        cells = row.cells
        say(cells[0].paragraphs[0], str(each.number), hand.language, quiet=True)
        _put_names(cells[1].paragraphs[0], each.fr)
        _put_names(cells[2].paragraphs[0], each.jp)
        say(cells[3].paragraphs[0], each.group, hand.language, quiet=True)
        say(cells[4].paragraphs[0], each.score, hand.language)
        cells[4].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if each.decision is not None and each.decision.verdict:
            verdict = cells[3].add_paragraph()
            say(verdict, each.decision.verdict, hand.language, bold=True)


# --- a page a pair --------------------------------------------------------------------------


def _pair(document: Document, told: tuple[PairingTold, ...], hand: _Hand) -> None:
    lead = told[0]
    above = document.add_paragraph()
    above.paragraph_format.page_break_before = True
    above.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    say(above, f"{lead.number}   ", hand.language, quiet=True)
    hand.each(above, [each.group for each in told])
    verdicts = [each.decision.verdict for each in told if each.decision is not None]
    if any(verdicts):
        say(above, "   ·   ", hand.language, quiet=True)
        hand.each(above, verdicts)
    say(above, "\t", hand.language)
    hand.label(above, "Score")
    say(above, f"  {lead.score}", hand.language, bold=True)
    head = paragraph_in(document, "Heading1")
    say(head, lead.fr.name.text, lead.fr.name.language)
    say(head, " – ", hand.language)
    say(head, lead.jp.name.text, lead.jp.name.language)
    for other in told[1:]:
        if (other.fr.name, other.jp.name) != (lead.fr.name, lead.jp.name):
            line = document.add_paragraph()
            say(line, other.fr.name.text, other.fr.name.language, quiet=True)
            say(line, " – ", hand.language, quiet=True)
            say(line, other.jp.name.text, other.jp.name.language, quiet=True)

    _who(document, told, hand)
    _key_points(document, told, hand)
    _why(document, told, hand)
    _room(document, hand, [each.decision for each in told if each.decision is not None])


def _who(document: Document, told: tuple[PairingTold, ...], hand: _Hand) -> None:
    """Both collectivités side by side, in all languages."""
    lead = told[0]
    rows = [
        what
        for what in ROWS
        if (what != "contact" or hand.contacts)
        and (what != "web" or lead.fr.website or lead.jp.website)
    ]
    hand.label(_heading(document), "Who they are")
    table = grid(document, (3.6, 6.8, 6.8), len(rows))
    keep_whole(table)
    for row, what in zip(table.rows, rows, strict=True):
        label = [speaker.say(ROWS[what]) for speaker in hand.speakers]
        hand.each(row.cells[0].paragraphs[0], label, quiet=True)
        for cell, sides in (
            (row.cells[1], tuple(each.fr for each in told)),
            (row.cells[2], tuple(each.jp for each in told)),
        ):
            _fact(cell, what, sides, hand)


def _fact(cell: _Cell, what: str, sides: tuple[SideTold, ...], hand: _Hand) -> None:
    paragraph, lead = cell.paragraphs[0], sides[0]
    match what:
        case "name":
            names = dict.fromkeys((*(side.name for side in sides), *lead.others))
            for number, name in enumerate(names):
                if number:
                    say(paragraph, "  /  ", hand.language, quiet=True)
                say(paragraph, name.text, name.language, bold=number == 0)
        case "place":
            _place(paragraph, sides, hand)
        case "population":
            _population(paragraph, sides, hand)
        case "fields":
            for number, label in enumerate(lead.labels):
                if number:
                    say(paragraph, " · ", hand.language, quiet=True)
                say(paragraph, label.text, label.language)
        case "web":
            say(paragraph, lead.website or "–", hand.language)
        case "contact":
            say(paragraph, "\n".join(hand.contacts.of(lead.id)) or "–", hand.language)


def _place(paragraph: Paragraph, sides: tuple[SideTold, ...], hand: _Hand) -> None:
    """Kind, département or prefecture, country."""
    if sides[0].kind is not None:
        kinds = dict.fromkeys(side.kind for side in sides if side.kind is not None)
        _names(paragraph, list(kinds), hand)
        say(paragraph, " · ", hand.language, quiet=True)
    parents = dict.fromkeys(side.parent for side in sides if side.parent is not None)
    if parents:
        _names(paragraph, list(parents), hand)
        say(paragraph, " · ", hand.language, quiet=True)
    hand.each(paragraph, [speaker.country(sides[0].country) for speaker in hand.speakers])


def _population(paragraph: Paragraph, sides: tuple[SideTold, ...], hand: _Hand) -> None:
    """Inhabitants, and whether the registers added them."""
    hand.each(paragraph, [side.population for side in sides])
    if sides[0].completed:
        say(paragraph, "  (", hand.language, quiet=True)
        hand.each(paragraph, [s.say("completed") for s in hand.speakers], quiet=True)
        say(paragraph, ")", hand.language, quiet=True)


def _names(paragraph: Paragraph, names: list[Name], hand: _Hand) -> None:
    """Names of one thing in several languages; those that read alike once."""
    once = {name.text: name for name in reversed(names)}
    for number, name in enumerate(reversed(once.values())):
        if number:
            say(paragraph, " / ", hand.language, quiet=True)
        say(paragraph, name.text, name.language)


def _key_points(document: Document, told: tuple[PairingTold, ...], hand: _Hand) -> None:
    hand.label(_heading(document), "Key points that match")
    lead = told[0]
    if not lead.matches:
        hand.label(
            document.add_paragraph(),
            "None: the key points have nothing in common that can be shown.",
        )
        return
    table = grid(document, (8.6, 8.6), len(lead.matches))
    keep_whole(table)
    for number, row in enumerate(table.rows):
        matches = [each.matches[number] for each in told]
        _point(row.cells[0], [match.fr for match in matches], hand)
        _point(row.cells[1], [match.jp for match in matches], hand)
        last = row.cells[1].paragraphs[-1]
        say(last, "   ≈ ", hand.language, quiet=True)
        say(last, matches[0].similarity, hand.language, quiet=True)


def _point(cell: _Cell, passages: Sequence[PassageTold], hand: _Hand) -> None:
    lead = passages[0]
    paragraph = cell.paragraphs[0]
    whole = not (lead.before or lead.after)
    for text, matched in ((lead.before, False), (lead.passage, True), (lead.after, False)):
        if text:
            run = say(paragraph, text, lead.language)
            if matched and not whole:
                run.font.color.rgb = ACCENT
                run.bold = True
    for translation in dict.fromkeys(p.translation for p in passages if p.translation is not None):
        say(cell.add_paragraph(), translation.text, translation.language, quiet=True)


def _why(document: Document, told: tuple[PairingTold, ...], hand: _Hand) -> None:
    """The parts left, the other facts right."""
    hand.label(_heading(document), "Why this pair")
    lead = told[0]
    outer = document.add_table(1, 2)
    outer.autofit = False
    left, right = outer.rows[0].cells
    left.width, right.width = Cm(8.0), Cm(9.2)
    # Parts that add nothing are left out, unless they do so because something is not known.
    kept = [n for n, part in enumerate(lead.parts) if part.value != 0.0 or part.missing]
    below = 1 if lead.probability is None else 2
    table = grid(left, (6.1, 1.5), len(kept) + below)
    for row, number in zip(table.rows, kept, strict=False):
        part, cells = lead.parts[number], row.cells
        paragraph = cells[0].paragraphs[0]
        hand.each(paragraph, [each.parts[number].label for each in told], quiet=True)
        say(cells[1].paragraphs[0], "–" if part.missing else part.shown, hand.language, quiet=True)
        cells[1].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    last = table.rows[len(kept)].cells
    hand.label(last[0].paragraphs[0], "Score")
    say(last[1].paragraphs[0], lead.score, hand.language, bold=True)
    last[1].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for cell in last:
        shade(cell, TINT)
    if lead.probability is not None:
        cells = table.rows[-1].cells
        hand.label(cells[0].paragraphs[0], "Probability of being judged good", quiet=True)
        say(cells[1].paragraphs[0], lead.probability, hand.language)
        cells[1].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    left.paragraphs[0]._p.getparent().remove(left.paragraphs[0]._p)
    left.add_paragraph().paragraph_format.space_after = Pt(0)

    none = [speaker.say("none") for speaker in hand.speakers]
    listed = [s.series(t.fields) for s, t in zip(hand.speakers, told, strict=True)]
    criteria = [s.series(t.criteria) for s, t in zip(hand.speakers, told, strict=True)]
    missing = [s.series(t.missing) for s, t in zip(hand.speakers, told, strict=True)]
    hand.label(_line(right, after=0), "Shared fields", quiet=True)
    hand.each(_line(right, after=4), listed if lead.fields else none)
    hand.label(_line(right, after=0), "Criteria met", quiet=True)
    hand.each(_line(right, after=4), criteria if lead.criteria else none)
    hand.label(_line(right, after=0), "Ratio of populations", quiet=True)
    hand.each(_line(right, after=4), [each.ratio for each in told])
    hand.label(_line(right, after=0), "Existing partnership", quiet=True)
    hand.each(_line(right, after=4), [each.partnership for each in told])
    if lead.missing:
        hand.label(_line(right, after=0), "Not known", quiet=True)
        hand.each(_line(right, after=4), missing)


def _room(document: Document, hand: _Hand, decisions: Sequence[DecisionTold]) -> None:
    """What was noted so far, and ruled lines for questions to prepare and for notes."""
    hand.label(_heading(document), "Questions to prepare, notes")
    for remarks in zip(*(each.remarks for each in decisions), strict=True):
        hand.each(document.add_paragraph(), remarks)
    table = grid(document, (WIDTH,), 6 - len(hand.speakers))
    for row in table.rows:
        row.height = Cm(0.8)


def _heading(document: Document) -> Paragraph:
    return paragraph_in(document, "Heading2")


def _line(cell: _Cell, *, after: int) -> Paragraph:
    """The next paragraph of a cell (which is never without one), with `after` points below."""
    last = cell.paragraphs[-1]
    paragraph: Paragraph = cell.add_paragraph() if last.runs else last
    paragraph.paragraph_format.space_after = Pt(after)
    return paragraph


def _put_names(paragraph: Paragraph, side: SideTold) -> None:
    """The name, and after it the first other one."""
    say(paragraph, side.name.text, side.name.language)
    for other in side.others[:1]:
        say(paragraph, f"  {other.text}", other.language, quiet=True)
