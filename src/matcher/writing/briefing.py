"""The shortlist as a Word document: a title page with the list, then a briefing page a pair.

Every page is in French and Japanese, so that both sides read the same sheet; with English as
the language it is in English and both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

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
    NOTHING,
    Markup,
    Row,
    accented,
    add,
    field,
    joined,
    paragraph,
    prepare,
    run,
    saved,
    table,
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

    def text(self, text: str, *, quiet: bool = False, bold: bool = False) -> Markup:
        """A text in the leading language, or in none."""
        return run(text, self.language, quiet=quiet, bold=bold)

    def say_all(self, message: str, *, quiet: bool = False) -> Markup:
        """A message in all languages, divided by strokes."""
        return self.each([speaker.say(message) for speaker in self.speakers], quiet=quiet)

    def each(self, texts: Sequence[str], *, quiet: bool = False) -> Markup:
        """The same fact in all languages; only once where it reads alike."""
        return joined(self._each(texts, quiet))

    def _each(self, texts: Sequence[str], quiet: bool) -> Iterator[Markup]:
        for number, text in enumerate(dict.fromkeys(texts)):
            if number:
                yield self.text(" / ", quiet=True)
            yield run(text, self.speakers[texts.index(text)].language, quiet=quiet)

    def parted(self, names: Sequence[Name], stroke: str, *, lead_bold: bool = False) -> Markup:
        """Names one after the other, a `stroke` between them; the first in bold where asked."""
        return joined(self._parted(names, stroke, lead_bold))

    def _parted(self, names: Sequence[Name], stroke: str, lead_bold: bool) -> Iterator[Markup]:
        for number, name in enumerate(names):
            if number:
                yield self.text(stroke, quiet=True)
            yield run(name.text, name.language, bold=lead_bold and not number)


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
    properties = document.core_properties
    properties.author, properties.comments = "matcher", ""
    properties.title = in_language(shortlist.profile.meeting.names, language)
    properties.language = language.value
    title = _title_page(shortlist, hand, [each[0] for each in told])
    return saved(document, joined([title, *(_pair(each, hand) for each in told)]))


# --- around the pages -----------------------------------------------------------------------


def _running_heads(document: Document, shortlist: Shortlist, hand: _Hand) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True
    name = in_language(shortlist.profile.meeting.names, hand.language)
    add(section.header.paragraphs[0], hand.text(name))
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add(foot, joined([field("PAGE"), hand.text(" / "), field("NUMPAGES")]))


def _title_page(shortlist: Shortlist, hand: _Hand, told: Sequence[PairingTold]) -> Markup:
    meeting, speakers = shortlist.profile.meeting, hand.speakers
    said = [paragraph(hand.say_all("Shortlist of partners"), before=70)]
    for number, speaker in enumerate(speakers):
        name = run(in_language(meeting.names, speaker.language), speaker.language)
        said.append(paragraph(name, style="Subtitle" if number else "Title"))
    for speaker in speakers:
        place = in_language(meeting.places, speaker.language)
        when = speaker.say("{place}, {dates}", place=place, dates=speaker.dates(meeting.dates))
        said.append(paragraph(run(when, speaker.language)))
    for speaker in speakers:
        why = withheld(shortlist.probability_withheld, speaker)
        if why is not None:
            said.append(paragraph(run(why, speaker.language, quiet=True)))
    said.append(paragraph(hand.say_all("Pairings"), before=30, after=4))
    if told:
        said.append(table((1.0, 5.9, 5.3, 3.5, 1.5), [_listed(each, hand) for each in told]))
    else:
        said.append(paragraph(hand.say_all("Nobody fits: no pairing reaches the floor.")))
    return joined(said)


def _listed(told: PairingTold, hand: _Hand) -> Row:
    """A pairing in the list on the title page."""
    group = paragraph(hand.text(told.group, quiet=True))
    if told.decision is not None and told.decision.verdict:
        group = joined([group, paragraph(hand.text(told.decision.verdict, bold=True))])
    return Row(
        (
            paragraph(hand.text(str(told.number), quiet=True)),
            paragraph(_names_in_list(told.fr)),
            paragraph(_names_in_list(told.jp)),
            group,
            paragraph(hand.text(told.score), right=True),
        )
    )


def _names_in_list(side: SideTold) -> Markup:
    """The name, and after it the first other one."""
    name = run(side.name.text, side.name.language)
    others = (run(f"  {other.text}", other.language, quiet=True) for other in side.others[:1])
    return joined([name, *others])


# --- a page a pair --------------------------------------------------------------------------


def _pair(told: tuple[PairingTold, ...], hand: _Hand) -> Markup:
    lead = told[0]
    above = [hand.text(f"{lead.number}   ", quiet=True), hand.each([each.group for each in told])]
    verdicts = [each.decision.verdict for each in told if each.decision is not None]
    if any(verdicts):
        above += [hand.text("   ·   ", quiet=True), hand.each(verdicts)]
    above += [hand.text("\t"), hand.say_all("Score"), hand.text(f"  {lead.score}", bold=True)]
    titles = dict.fromkeys((each.fr.name, each.jp.name) for each in told)
    first, *others = (
        joined(
            [
                run(fr.text, fr.language, quiet=bool(number)),
                hand.text(" – ", quiet=bool(number)),
                run(jp.text, jp.language, quiet=bool(number)),
            ]
        )
        for number, (fr, jp) in enumerate(titles)
    )
    return joined(
        [
            paragraph(*above, new_page=True, tab=WIDTH),
            paragraph(first, style="Heading1"),
            *map(paragraph, others),
            _heading(hand.say_all("Who they are")),
            _who(told, hand),
            _heading(hand.say_all("Key points that match")),
            _key_points(told, hand),
            _heading(hand.say_all("Why this pair")),
            _why(told, hand),
            _heading(hand.say_all("Questions to prepare, notes")),
            _room(hand, [each.decision for each in told if each.decision is not None]),
        ]
    )


def _heading(said: Markup) -> Markup:
    """The head of a part of a page."""
    return paragraph(said, style="Heading2")


def _who(told: tuple[PairingTold, ...], hand: _Hand) -> Markup:
    """Both collectivités side by side, in all languages."""
    lead = told[0]
    rows = [
        what
        for what in ROWS
        if (what != "contact" or hand.contacts)
        and (what != "web" or lead.fr.website or lead.jp.website)
    ]
    fr, jp = tuple(each.fr for each in told), tuple(each.jp for each in told)
    return table(
        (3.6, 6.8, 6.8),
        [
            Row(
                (
                    paragraph(hand.say_all(ROWS[what], quiet=True)),
                    paragraph(_fact(what, fr, hand)),
                    paragraph(_fact(what, jp, hand)),
                )
            )
            for what in rows
        ],
    )


def _fact(what: str, sides: tuple[SideTold, ...], hand: _Hand) -> Markup:
    """What a row says of one collectivité; `what` is a key of `ROWS`."""
    lead = sides[0]
    match what:
        case "name":
            names = dict.fromkeys((*(side.name for side in sides), *lead.others))
            said = hand.parted(list(names), "  /  ", lead_bold=True)
        case "place":
            said = _place(sides, hand)
        case "population":
            said = _population(sides, hand)
        case "fields":
            said = hand.parted(lead.labels, " · ")
        case "web":
            said = hand.text(lead.website or "–")
        case _:
            said = hand.text("\n".join(hand.contacts.of(lead.id)) or "–")
    return said


def _place(sides: tuple[SideTold, ...], hand: _Hand) -> Markup:
    """Kind, département or prefecture, country."""
    kinds = [side.kind for side in sides if side.kind is not None]
    parents = [side.parent for side in sides if side.parent is not None]
    said = [hand.parted(_once(names), " / ") for names in (kinds, parents) if names]
    said.append(hand.each([speaker.country(sides[0].country) for speaker in hand.speakers]))
    return Markup(hand.text(" · ", quiet=True).join(said))


def _population(sides: tuple[SideTold, ...], hand: _Hand) -> Markup:
    """Inhabitants, and whether the registers added them."""
    said = [hand.each([side.population for side in sides])]
    if sides[0].completed:
        said += [
            hand.text("  (", quiet=True),
            hand.say_all("completed", quiet=True),
            hand.text(")", quiet=True),
        ]
    return joined(said)


def _once(names: Sequence[Name]) -> Sequence[Name]:
    """Names of one thing in several languages; those that read alike once."""
    return list({name.text: name for name in reversed(names)}.values())[::-1]


def _key_points(told: tuple[PairingTold, ...], hand: _Hand) -> Markup:
    lead = told[0]
    if not lead.matches:
        return paragraph(
            hand.say_all("None: the key points have nothing in common that can be shown.")
        )
    return table(
        (8.0, 7.8, 1.4),
        [
            Row(
                (
                    _point([match.fr for match in matches], hand),
                    _point([match.jp for match in matches], hand),
                    paragraph(hand.text(f"≈\u00a0{matches[0].similarity}", quiet=True), right=True),
                )
            )
            for matches in zip(*(each.matches for each in told), strict=True)
        ],
    )


def _point(passages: Sequence[PassageTold], hand: _Hand) -> Markup:
    lead = passages[0]
    if lead.before or lead.after:
        said = [
            run(lead.before, lead.language),
            accented(lead.passage, lead.language),
            run(lead.after, lead.language),
        ]
    else:
        said = [run(lead.passage, lead.language)]
    found = dict.fromkeys(each.translation for each in passages if each.translation is not None)
    below = (paragraph(run(each.text, each.language, quiet=True)) for each in found)
    return joined([paragraph(*said), *below])


def _why(told: tuple[PairingTold, ...], hand: _Hand) -> Markup:
    """The parts left, the other facts right."""
    # No cell may end with a table.
    left = joined([_sums(told, hand), paragraph(after=0)])
    return table((8.0, 9.2), [Row((left, _facts(told, hand)))], ruled=False)


def _sums(told: tuple[PairingTold, ...], hand: _Hand) -> Markup:
    lead = told[0]

    def row(label: Markup, value: Markup, fill: str = "") -> Row:
        return Row((paragraph(label), paragraph(value, right=True)), fill)

    # Parts that add nothing are left out, unless they do so because something is not known.
    kept = [n for n, part in enumerate(lead.parts) if part.value != 0.0 or part.missing]
    rows = [
        row(
            hand.each([each.parts[number].label for each in told], quiet=True),
            hand.text("–" if lead.parts[number].missing else lead.parts[number].shown, quiet=True),
        )
        for number in kept
    ]
    rows.append(row(hand.say_all("Score"), hand.text(lead.score, bold=True), TINT))
    if lead.probability is not None:
        label = hand.say_all("Probability of being judged good", quiet=True)
        rows.append(row(label, hand.text(lead.probability)))
    return table((6.1, 1.5), rows)


def _facts(told: tuple[PairingTold, ...], hand: _Hand) -> Markup:
    lead, pairs = told[0], list(zip(hand.speakers, told, strict=True))
    facts = [
        (
            hand.say_all("Shared fields", quiet=True),
            [s.series(each.fields) or s.say("none") for s, each in pairs],
        ),
        (
            hand.say_all("Criteria met", quiet=True),
            [s.series(each.criteria) or s.say("none") for s, each in pairs],
        ),
        (hand.say_all("Ratio of populations", quiet=True), [each.ratio for each in told]),
        (hand.say_all("Existing partnership", quiet=True), [each.partnership for each in told]),
    ]
    if lead.missing:
        missing = [s.series(each.missing) for s, each in pairs]
        facts.append((hand.say_all("Not known", quiet=True), missing))
    return joined(
        line
        for label, texts in facts
        for line in (paragraph(label, after=0), paragraph(hand.each(texts), after=4))
    )


def _room(hand: _Hand, decisions: Sequence[DecisionTold]) -> Markup:
    """What was noted so far, and ruled lines for questions to prepare and for notes."""
    remarks = zip(*(each.remarks for each in decisions), strict=True)
    lines = [Row([NOTHING])] * (6 - len(hand.speakers))
    said = [paragraph(hand.each(texts)) for texts in remarks]
    return joined([*said, table((WIDTH,), lines, height=0.8)])
