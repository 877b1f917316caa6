"""Where a command writes: results on stdout, everything else on stderr, both in UTF-8."""

from __future__ import annotations

import io
import json
import sys
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from matcher.collectivity import Language
from matcher.errors import IndexNotFound, MatcherError
from matcher.settings import Settings

if TYPE_CHECKING:
    from matcher.workflow.opening import LazyEncoder


class Exit(IntEnum):
    """Exit statuses, the same for every command."""

    OK = 0
    NOTHING = 1  # nothing usable: no file read, no index, contradictory wishes …
    USAGE = 2  # the command line itself is wrong
    FINDINGS = 3  # `check`: everything was read, and something wants looking at
    UNEXPECTED = 70  # a fault of the program


@dataclass
class Console:
    """The streams of one command, and the language it speaks."""

    settings: Settings
    language: Language

    def speak(self, language: Language | None) -> Language:
        """Speak `language` from now on, where one was asked for."""
        self.language = language or self.language
        return self.language

    def encoder(self, name: str | None, prompt: str | None, dimensions: int | None) -> LazyEncoder:
        """The encoder asked for, else that of the settings; fetched only where they allow it."""
        from matcher.workflow.opening import LazyEncoder

        settings = self.settings
        return LazyEncoder(
            name or settings.encoder,
            prompt=settings.prompt if prompt is None else prompt,
            dimensions=dimensions or settings.dimensions,
            allow_download=settings.download,
        )

    def index(self, given: Path | None) -> Path:
        """The index asked for, else that of the settings. Raises IndexNotFound without either."""
        place = given or self.settings.index
        if place is None:
            raise IndexNotFound("--index, MATCHER_INDEX")
        return place

    def text(self, text: str = "") -> None:
        """A line of the result."""
        sys.stdout.write(text + "\n")

    def json(self, value: object) -> None:
        """One JSON value of the result, on one line."""
        sys.stdout.write(json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n")

    def note(self, text: str) -> None:
        """A line beside the result."""
        sys.stderr.write(text + "\n")

    def problem(self, problem: MatcherError) -> None:
        """What went wrong, as a sentence in the language of the command."""
        from matcher.i18n.messages import error
        from matcher.i18n.sentences import Speaker

        self.note(error(problem, Speaker(self.language)))
        self.cause(problem)

    def cause(self, problem: MatcherError) -> None:
        """The error behind `problem`, with MATCHER_DEBUG: a fault of ours may hide in it."""
        if self.settings.debug and problem.__cause__ is not None:
            traceback.print_exception(problem.__cause__)

    def problems(self, problems: Iterable[MatcherError]) -> None:
        """Everything that was left out, each with its reason."""
        for each in problems:
            self.problem(each)

    def progress(self, text: str) -> None:
        """A line about what is being done, for somebody who waits at a terminal."""
        if sys.stderr.isatty():
            sys.stderr.write(text + "\n")
            sys.stderr.flush()


def console_of(context: typer.Context) -> Console:
    """The console of the running command."""
    console = context.find_object(Console)
    if console is None:
        raise TypeError("commands are run by matcher.cli.running.run")
    return console


def speak_utf8() -> None:
    """Write UTF-8 whatever the system's own encoding is; what has none is written as escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
