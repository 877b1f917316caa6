"""Options and arguments that several commands share, as named types."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matcher.collectivity import Language

Paths = Annotated[list[Path], typer.Argument(help="Files and folders.", show_default=False)]
Folder = Annotated[
    list[Path], typer.Argument(help="Folder of fiches (or files).", show_default=False)
]
Lang = Annotated[
    Language | None,
    typer.Option("--lang", help="Language of the answer (MATCHER_LANG).", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="JSON alone on stdout.")]
IndexDir = Annotated[
    Path | None,
    typer.Option("--index", help="Directory of the index (MATCHER_INDEX).", show_default=False),
]
ProfileName = Annotated[
    str | None,
    typer.Option(
        "--profile",
        help="Weights and meeting: a shipped name or a file (MATCHER_PROFILE).",
        show_default=False,
    ),
]
PromptText = Annotated[
    str | None,
    typer.Option(
        "--prompt",
        help="Text before every text, or a prompt's name in the model; none (MATCHER_PROMPT).",
        show_default=False,
    ),
]
Dimensions = Annotated[
    int | None,
    typer.Option(
        "--dimensions",
        min=1,
        help="Cut the encoder's vectors to so many dimensions (MATCHER_DIMENSIONS).",
        show_default=False,
    ),
]
EncoderName = Annotated[
    str | None,
    typer.Option(
        "--encoder",
        help="A shipped encoder, a model folder, or a hub name (MATCHER_ENCODER).",
        show_default=False,
    ),
]
