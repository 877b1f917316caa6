"""Commands that match: shortlist, index, suggest, rank, encode."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from matcher.cli.console import Exit, console_of
from matcher.cli.options import (
    Dimensions,
    EncoderName,
    Folder,
    IndexDir,
    Json,
    Lang,
    ProfileName,
    PromptText,
)

#: Scores are a few points; a floor beyond this, either way, is a slip.
FLOOR_LIMIT = 1000


class Twins(StrEnum):
    """Existing partnerships: both kinds of pairs, new ones only, existing ones only."""

    IN = "in"
    OUT = "out"
    ONLY = "only"


class Direction(StrEnum):
    """Who asks, and whose candidates are ranked."""

    FR_JP = "fr-jp"
    JP_FR = "jp-fr"


def _usable_floor(floor: float | None) -> float | None:
    if floor is None or (math.isfinite(floor) and abs(floor) <= FLOOR_LIMIT):
        return floor
    raise typer.BadParameter(
        f"{floor:g} is no floor: give a number from -{FLOOR_LIMIT} to {FLOOR_LIMIT}."
    )


def _some_name(name: str) -> str:
    if name.strip():
        return name
    raise typer.BadParameter("it is empty: give the name or the id of a participant.")


def shortlist(
    context: typer.Context,
    folder: Folder,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder for the five files.")],
    lang: Lang = None,
    profile: ProfileName = None,
    meetings: Annotated[
        int | None,
        typer.Option(
            "--meetings", min=1, max=50, help="At most so many meetings each.", show_default=False
        ),
    ] = None,
    floor: Annotated[
        float | None,
        typer.Option(
            "--floor",
            help="Least score worth a meeting.",
            show_default=False,
            callback=_usable_floor,
        ),
    ] = None,
    pins: Annotated[
        Path | None,
        typer.Option(
            "--pins", help="File of pins, vetoes and limits (CSV or YAML).", show_default=False
        ),
    ] = None,
    twins: Annotated[Twins, typer.Option("--twins", help="Existing partnerships.")] = Twins.IN,
    with_contacts: Annotated[
        bool,
        typer.Option("--with-contacts", help="Put contacts into the workbook and the briefing."),
    ] = False,
    encoder: EncoderName = None,
    prompt: PromptText = None,
    dimensions: Dimensions = None,
) -> int:
    """Propose meetings: fiches in, shortlist out as page, workbook, briefing, CSV and JSON."""
    from matcher.i18n.sentences import Speaker
    from matcher.shortlist.constraints import TwinRule
    from matcher.workflow.make_shortlist import Circumstances, make_shortlist
    from matcher.workflow.opening import Knowledge, open_profile
    from matcher.workflow.take_part import take_part
    from matcher.workflow.wishes import constraints_of, with_limits
    from matcher.workflow.write_shortlist import render, write_files
    from matcher.writing.contacts import NO_CONTACTS, contacts_of
    from matcher.writing.shortlist_text import shortlist_text

    console = console_of(context)
    language = console.speak(lang)
    speaker = Speaker(language)
    knowledge = Knowledge()
    rules = with_limits(
        open_profile(knowledge, profile or console.settings.profile), meetings, floor
    )
    console.progress(speaker.say("Reading the fiches …"))
    used = console.encoder(encoder, prompt, dimensions)
    party = take_part(folder, used, knowledge)
    console.problems(party.problems)
    party.refuse_one_country(", ".join(map(str, folder)))
    constraints = constraints_of(rules, pins, TwinRule(twins.value), party.participants)
    console.progress(speaker.say("Comparing and choosing …"))
    made = make_shortlist(
        party.participants,
        constraints,
        used,
        rules,
        knowledge,
        circumstances=Circumstances(party.refusals, party.notes),
    )
    console.progress(speaker.say("Writing …"))
    contacts = contacts_of(made.participants) if with_contacts else NO_CONTACTS
    files = write_files(render(made, knowledge.vocabulary, language, contacts), output)
    console.text(shortlist_text(made, knowledge.vocabulary, speaker))
    for file in files:
        console.text(str(file))
    return Exit.OK


def index(
    context: typer.Context,
    folder: Folder,
    output: Annotated[Path, typer.Option("-o", "--output", help="Directory for the index.")],
    lang: Lang = None,
    profile: ProfileName = None,
    encoder: EncoderName = None,
    prompt: PromptText = None,
    dimensions: Dimensions = None,
) -> int:
    """Embed the fiches of a folder and write the index, in place of one that is there."""
    from matcher.i18n.sentences import Speaker
    from matcher.workflow.build_index import build_index
    from matcher.workflow.opening import Knowledge, open_profile
    from matcher.workflow.take_part import take_part

    console = console_of(context)
    speaker = Speaker(console.speak(lang))
    knowledge = Knowledge()
    rules = open_profile(knowledge, profile or console.settings.profile)
    console.progress(speaker.say("Reading the fiches …"))
    used = console.encoder(encoder, prompt, dimensions)
    party = take_part(folder, used, knowledge)
    console.problems(party.problems)
    party.refuse_nobody(", ".join(map(str, folder)))
    console.progress(speaker.say("Embedding the key points …"))
    counts = build_index(party.participants, output, used, rules, knowledge).manifest.counts
    console.text(
        speaker.say(
            "{path}: {fr} French and {jp} Japanese participants, {passages} passages, "
            "encoder {encoder}.",
            path=str(output),
            fr=counts.fr,
            jp=counts.jp,
            passages=counts.fr_passages + counts.jp_passages,
            encoder=used.name,
        )
    )
    return Exit.OK


def suggest(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(help="A name in any language, or an id.", callback=_some_name)
    ],
    index: IndexDir = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many.")] = 5,
    lang: Lang = None,
    profile: ProfileName = None,
    json: Json = False,
) -> int:
    """Name the best partners of one participant, with the reasons."""
    from matcher.i18n.sentences import Speaker
    from matcher.index.directory import open_index
    from matcher.workflow.find_participant import find_participant
    from matcher.workflow.opening import Knowledge, open_profile
    from matcher.workflow.suggest_partners import matchmaker
    from matcher.writing.suggestions import suggestions_json, suggestions_text

    console = console_of(context)
    speaker = Speaker(console.speak(lang))
    knowledge = Knowledge()
    rules = open_profile(knowledge, profile or console.settings.profile)
    asked = matchmaker(open_index(console.index(index)), rules, knowledge)
    participant = find_participant(name, asked.participants())
    found = asked.partners_of(participant.id, limit)
    if json:
        console.json(suggestions_json(found))
    else:
        console.text(suggestions_text(found, rules, knowledge.vocabulary, speaker))
    return Exit.OK


def rank(
    context: typer.Context,
    direction: Annotated[Direction, typer.Option("--direction", help="Who asks for whom.")],
    index: IndexDir = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="The run; stdout without.", show_default=False),
    ] = None,
    signals: Annotated[
        str | None,
        typer.Option(
            "--signals", help="Of key-points,domains,population; all without.", show_default=False
        ),
    ] = None,
    profile: ProfileName = None,
) -> int:
    """Rank every candidate of the other country for every participant, as a TREC run."""
    from matcher.collectivity import Country
    from matcher.index.directory import open_index
    from matcher.workflow.opening import Knowledge, open_profile
    from matcher.workflow.rank_all import rank_all
    from matcher.workflow.suggest_partners import matchmaker
    from matcher.writing.trec import run_lines

    console = console_of(context)
    knowledge = Knowledge()
    groups = _groups(signals)
    rules = open_profile(knowledge, profile or console.settings.profile)
    sides = matchmaker(open_index(console.index(index)), rules, knowledge).sides
    asking = Country.FR if direction is Direction.FR_JP else Country.JP
    tag = "matcher-" + ("all" if signals is None else "+".join(groups))
    _write_lines(run_lines(rank_all(sides.fr, sides.jp, asking, rules, groups), tag), output)
    return Exit.OK


def encode(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="UTF-8 text, one a line; - for stdin.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The .npy to write.")],
    lang: Lang = None,
    encoder: EncoderName = None,
    prompt: PromptText = None,
    dimensions: Dimensions = None,
) -> int:
    """Embed each line of a file: float32 (lines, dimension), unit rows, as .npy.

    A blank line gives a row of zeros and is counted on stderr.
    """
    from matcher.errors import FileRefused
    from matcher.i18n.sentences import Speaker
    from matcher.workflow.encode_file import encode_lines, write_vectors

    console = console_of(context)
    speaker = Speaker(console.speak(lang))
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except FileNotFoundError:
        raise FileRefused(str(file), "not-found") from None
    used = console.encoder(encoder, prompt, dimensions)
    encoded = encode_lines(
        data,
        str(file),
        used,
        lambda done, count: console.progress(
            speaker.say("{done} of {count} lines", done=done, count=count)
        ),
    )
    write_vectors(encoded.vectors, output)
    if encoded.blank:
        console.note(
            speaker.plural(
                "{count} blank line: a row of zeros.",
                "{count} blank lines: rows of zeros.",
                encoded.blank,
            )
        )
    lines, dimension = encoded.vectors.shape
    console.text(f"{output}: {lines} × {dimension}")
    return Exit.OK


def _groups(signals: str | None) -> tuple[str, ...]:
    from matcher.matching.signals import GROUPS

    if signals is None:
        return GROUPS
    wanted = [name.strip() for name in signals.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in GROUPS]
    if unknown or not wanted:
        raise typer.BadParameter(
            f"{', '.join(unknown) or 'nothing'}: choose from {','.join(GROUPS)}",
            param_hint="--signals",
        )
    return tuple(name for name in GROUPS if name in wanted)


def _write_lines(lines: Iterable[str], output: Path | None) -> None:
    text = "".join(f"{line}\n" for line in lines)
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, encoding="utf-8", newline="\n")


COMMANDS = (shortlist, index, suggest, rank, encode)
