"""The command of those who judge pairs: judge."""

from __future__ import annotations

import io
import shutil
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.console import Console, Exit, console_of
from matcher.cli.options import Dimensions, EncoderName, Lang, Paths, PromptText

if TYPE_CHECKING:
    from matcher.i18n.sentences import Speaker
    from matcher.workflow.judge import Judging, Pair


def judge(
    context: typer.Context,
    paths: Paths,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="The qrels: begun, or gone on with.")
    ],
    only: Annotated[
        str | None,
        typer.Option(
            "--for", help="The pairs of one participant (name or id).", show_default=False
        ),
    ] = None,
    number: Annotated[
        int | None,
        typer.Option("--number", min=1, help="At most so many pairs now.", show_default=False),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="The random order of the pairs.")] = 0,
    lang: Lang = None,
    encoder: EncoderName = None,
    prompt: PromptText = None,
    dimensions: Dimensions = None,
) -> int:
    """Grade French–Japanese pairs by hand, 0 to 3, into a TREC qrels file.

    Pairs come in random order, without scores. Each grade is kept at once; started again, the
    command goes on with the pairs that have none yet.
    """
    from matcher.i18n.sentences import Speaker
    from matcher.workflow.judge import Asked, open_judging
    from matcher.workflow.opening import Knowledge
    from matcher.workflow.take_part import take_part
    from matcher.writing.judging_text import rubric_text

    console = console_of(context)
    speaker = Speaker(console.speak(lang))
    console.progress(speaker.say("Reading the fiches …"))
    party = take_part(paths, console.encoder(encoder, prompt, dimensions), Knowledge())
    console.problems(party.problems)
    party.refuse_one_country(", ".join(map(str, paths)))
    judging = open_judging(party.participants, output, Asked(only, seed, number))
    console.text(rubric_text(speaker))
    _ask(judging, console, speaker)
    console.text(f"{output}: {_done(judging, speaker)}")
    return Exit.OK


def _ask(judging: Judging, console: Console, speaker: Speaker) -> None:
    """Show pairs and take grades until the judge stops, the input ends or no pair is left."""
    from matcher.writing.judging_text import KEYS, rubric_text

    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a stray letter is a wrong key, not a fault
    shown = None
    while (pair := judging.pair) is not None or judging.can_undo:
        if pair is not None and pair is not shown:
            _show(pair, judging, console, speaker)
        shown = pair
        match _answer(_prompt(pair, speaker)):
            case ("0" | "1" | "2" | "3") as grade if pair is not None:
                judging.grade(pair, int(grade))
            case "s" if pair is not None:
                judging.skip()
            case "u":
                _undo(judging, console, speaker)
            case "?":
                console.text(rubric_text(speaker))
            case None | "q":
                return
            case "" if pair is None:
                return
            case _:
                console.text(speaker.say("Type one of {keys}.", keys=KEYS))


def _show(pair: Pair, judging: Judging, console: Console, speaker: Speaker) -> None:
    from matcher.writing.judging_text import pair_text

    width = shutil.get_terminal_size().columns
    console.text(f"\n{_done(judging, speaker)}\n")
    console.text(pair_text(pair.fr, pair.jp, speaker, width) + "\n")


def _prompt(pair: Pair | None, speaker: Speaker) -> str:
    from matcher.writing.judging_text import KEYS

    if pair is None:  # after the last, so that its grade can still be taken back
        return speaker.say("That was the last pair. Enter ends, u takes the last grade back: ")
    return speaker.say("Grade ({keys}): ", keys=KEYS)


def _undo(judging: Judging, console: Console, speaker: Speaker) -> None:
    from matcher.writing.judging_text import pair_names

    taken_back = judging.undo()
    if taken_back is None:
        console.text(speaker.say("No grade was given in this session."))
    else:
        names = pair_names(taken_back.fr, taken_back.jp, speaker)
        console.text(speaker.say("Taken back: {pair}", pair=names))


def _done(judging: Judging, speaker: Speaker) -> str:
    return speaker.plural(
        "{judged} of {count} pair judged.",
        "{judged} of {count} pairs judged.",
        judging.total,
        judged=judging.judged,
    )


def _answer(prompt: str) -> str | None:
    """What is typed, folded to small half-width letters; None where the input has ended."""
    sys.stdout.write(prompt)
    sys.stdout.flush()
    try:
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        line = ""
    if not line or not sys.stdin.isatty():
        sys.stdout.write(line.rstrip("\r\n") + "\n")  # no key was pressed that ended the line
    return unicodedata.normalize("NFKC", line).strip().lower() if line else None


COMMANDS = (judge,)
