"""Commands of programs beside this package, which names none of them: they join by entry point."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from importlib import metadata

import typer
from typer.main import get_command

#: The group of entry points; each names a tuple of functions, as `COMMANDS` of our own modules.
GROUP = "matcher.commands"


@dataclass(frozen=True, slots=True)
class Joined:
    """What joined. `broken`: the entry points that could not be loaded, and why."""

    commands: tuple[Callable[..., int], ...]
    broken: Mapping[str, Exception]


def joined_commands(taken: Collection[str]) -> Joined:
    """The commands that others add, in order of their entry points, but for names that are taken.

    Raises nothing: what others bring must not stop ours.
    """
    found: dict[str, Callable[..., int]] = {}
    broken: dict[str, Exception] = {}
    for point in sorted(metadata.entry_points(group=GROUP), key=lambda each: each.name):
        try:
            commands = {command.__name__: command for command in point.load()}
            _try(commands.values())
        except Exception as problem:  # noqa: BLE001  (whatever it is, it is not ours)
            broken[point.name] = problem
            continue
        for name, command in commands.items():
            if name not in taken:
                found.setdefault(name, command)
    return Joined(tuple(found.values()), broken)


def _try(commands: Collection[Callable[..., int]]) -> None:
    """Raise now what a wrong signature would raise later, with every command."""
    apart = typer.Typer(add_completion=False)
    for command in commands:
        apart.command(command.__name__)(command)
    get_command(apart)
