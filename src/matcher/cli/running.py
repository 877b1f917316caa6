"""Runs a command: the one place where an error becomes a sentence and an exit status."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Sequence
from functools import wraps

import typer

from matcher.cli import fiches, judging, matching, service
from matcher.cli.console import Console, Exit, speak_utf8
from matcher.cli.joining import joined_commands
from matcher.errors import MatcherError
from matcher.settings import Settings, language_in


def _leaving(command: Callable[..., int]) -> Callable[..., None]:
    """The command as typer wants it: the exit status is raised, not returned."""

    @wraps(command)
    def run_and_leave(*arguments: object, **options: object) -> None:
        raise typer.Exit(command(*arguments, **options))

    return run_and_leave


app = typer.Typer(
    name="matcher",
    help="Partners for French–Japanese decentralised cooperation: fiches in, shortlist out.",
    epilog="Exit status: 0 done; 1 nothing usable; 2 wrong command line; "
    "3 check found something; 70 a fault of the program.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)

_own = tuple(each for module in (fiches, matching, judging, service) for each in module.COMMANDS)
_joined = joined_commands({each.__name__ for each in _own})
for _command in (*_own, *_joined.commands):
    app.command(_command.__name__)(_leaving(_command))


def run(arguments: Sequence[str]) -> int:
    """Run the command that `arguments` say; its exit status."""
    speak_utf8()
    console = Console(Settings(), language_in(os.environ))
    try:
        console.settings = Settings.of(os.environ)
        console.language = console.settings.language
        _tell_broken(console)
        app(list(arguments), prog_name="matcher", obj=console)  # leaves by SystemExit
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else Exit.OK
    except MatcherError as problem:
        console.problem(problem)
        return Exit.NOTHING
    except OSError as problem:  # what the system says of a file, in its own words
        console.note(f"{problem.filename or ''}: {problem.strerror or problem}".lstrip(": "))
        return Exit.NOTHING
    except Exception as problem:  # noqa: BLE001  (the outermost edge)
        return _unexpected(problem, console)
    return Exit.OK


def _tell_broken(console: Console) -> None:
    if not _joined.broken:
        return
    from matcher.i18n.sentences import Speaker

    for name, problem in _joined.broken.items():
        console.note(
            Speaker(console.language).say(
                "Commands that “{name}” would add are missing: {what}.",
                name=name,
                what=f"{type(problem).__name__}: {problem}",
            )
        )


def _unexpected(problem: Exception, console: Console) -> int:
    from matcher.i18n.sentences import Speaker

    if console.settings.debug:
        traceback.print_exc()
    console.note(
        Speaker(console.language).say(
            "A fault of the program: {kind}: {what}. "
            "MATCHER_DEBUG=1 shows where; please report it.",
            kind=type(problem).__name__,
            what=str(problem),
        )
    )
    return Exit.UNEXPECTED
