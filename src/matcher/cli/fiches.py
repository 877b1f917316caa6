"""Commands about fiches: read, check, template, domains."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matcher.cli.console import Exit, console_of
from matcher.cli.options import Dimensions, EncoderName, Json, Lang, Paths, PromptText


def read(context: typer.Context, paths: Paths, lang: Lang = None, json: Json = False) -> int:
    """Read fiches and show what they say.

    With --json, one object a line, one line a file: {"source", "fiches": [...]} or {"source",
    "error"}; a .zip is one file, each of its members that cannot be read one more line.
    """
    from matcher.errors import FileRefused, NothingToMatch
    from matcher.i18n.sentences import Speaker
    from matcher.workflow.opening import Knowledge
    from matcher.workflow.take_in import files_in
    from matcher.writing.fiche_json import file_dict, refusal_dict
    from matcher.writing.fiche_text import fiche_text

    console = console_of(context)
    speaker = Speaker(console.speak(lang))
    taken = refused = 0
    for file in files_in(paths, Knowledge()):
        if isinstance(file, FileRefused):
            refused += 1
            if json:
                console.json(refusal_dict(file, speaker))
                console.cause(file)
            else:
                console.problem(file)
        else:
            taken += 1
            if json:
                console.json(file_dict(file.source, file.fiches, speaker))
            else:
                for fiche in file.fiches:
                    console.text(fiche_text(fiche, speaker))
    if not taken and not refused:
        raise NothingToMatch("no-files", ", ".join(map(str, paths)))
    return Exit.OK if taken else Exit.NOTHING


def check(
    context: typer.Context,
    paths: Paths,
    lang: Lang = None,
    json: Json = False,
    encoder: EncoderName = None,
    prompt: PromptText = None,
    dimensions: Dimensions = None,
) -> int:
    """Tell what is missing, guessed or odd in each fiche.

    Exit status: 0 nothing to look at; 3 something to look at; 1 no file could be read. With
    --json, one object a line, one line a file. The encoder is opened only where one collectivity
    has fiches in several languages.
    """
    from matcher.errors import FileRefused, NothingToMatch
    from matcher.i18n.sentences import Speaker
    from matcher.workflow.check_fiches import check_files
    from matcher.workflow.opening import Knowledge
    from matcher.writing.check_report import checked_dict, checked_table, summary_text
    from matcher.writing.fiche_json import refusal_dict
    from matcher.writing.fiche_text import refusal_text

    console = console_of(context)
    speaker = Speaker(console.speak(lang))
    report = check_files(paths, console.encoder(encoder, prompt, dimensions), Knowledge())
    for file in report.files:
        if isinstance(file, FileRefused):
            if json:
                console.json(refusal_dict(file, speaker))
            else:
                console.text(refusal_text(file, speaker))
            console.cause(file)
        elif json:
            console.json(checked_dict(file, speaker))
        else:
            console.text(checked_table(file, speaker))
    if not report.files:
        raise NothingToMatch("no-files", ", ".join(map(str, paths)))
    if not json:
        console.text(summary_text(report, speaker))
    if not report.fiches:
        return Exit.NOTHING
    return Exit.FINDINGS if report.findings or report.refused else Exit.OK


def template(
    context: typer.Context,
    lang: Lang = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="The .docx to write.", show_default="fiche-LANG.docx"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> int:
    """Write the blank form as a Word file, to be filled in and read back."""
    from matcher.i18n.sentences import Speaker
    from matcher.reading.template import blank_docx

    console = console_of(context)
    language = console.speak(lang)
    path = output or Path(f"fiche-{language}.docx")
    speaker = Speaker(language)
    if path.exists() and not force:
        # A form somebody has filled in is not to be lost to a blank one.
        console.note(speaker.say("{path} is there already; --force replaces it.", path=str(path)))
        return Exit.NOTHING
    path.write_bytes(blank_docx(language))
    console.text(str(path))
    return Exit.OK


def domains(
    context: typer.Context,
    labels: Annotated[
        list[str] | None, typer.Argument(help="Labels as typed.", show_default=False)
    ] = None,
    lang: Lang = None,
    json: Json = False,
) -> int:
    """Tell which domains of the vocabulary labels stand for; without labels, list all."""
    from matcher.shipped import vocabulary

    console = console_of(context)
    language = console.speak(lang)
    known = vocabulary()
    if labels:
        mapped = {label: list(known.map(label)) for label in labels}
        if json:
            console.json([{"label": label, "domain_ids": mapped[label]} for label in labels])
        else:
            for label in labels:
                console.text(f"{label}\t{', '.join(mapped[label]) or '–'}")
    elif json:
        console.json(
            [
                {"id": each.id, "labels": {str(key): text for key, text in each.labels.items()}}
                for each in known.domains
            ]
        )
    else:
        for each in known.domains:
            console.text(f"{each.id}\t{each.labels[language]}")
    return Exit.OK


COMMANDS = (read, check, template, domains)
