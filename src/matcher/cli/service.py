"""Commands about the program itself: serve, models, version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

import typer

from matcher.cli.console import Exit, console_of
from matcher.cli.options import (
    Dimensions,
    EncoderName,
    IndexDir,
    Json,
    Lang,
    ProfileName,
    PromptText,
)
from matcher.settings import MOST_WORKERS, Settings


def serve(
    context: typer.Context,
    index: IndexDir = None,
    catalogue: Annotated[
        str | None,
        typer.Option(
            "--catalogue",
            help="File or address of the catalogue; an index fills an empty one "
            "(MATCHER_CATALOGUE).",
            show_default=False,
        ),
    ] = None,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port.")] = 8000,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            min=1,
            max=MOST_WORKERS,
            help="Processes that answer beside each other (MATCHER_WORKERS).",
            show_default=False,
        ),
    ] = None,
    profile: ProfileName = None,
    encoder: EncoderName = None,
    prompt: PromptText = None,
    dimensions: Dimensions = None,
    lang: Lang = None,
) -> int:
    """Serve pages and API from a catalogue of fiches; the API describes itself under /docs."""
    from uvicorn.importer import import_from_string

    from matcher.i18n.sentences import Speaker

    console = console_of(context)
    speaker = Speaker(console.speak(lang))
    settings = console.settings
    settings = replace(
        settings,
        index=index or settings.index,
        catalogue=catalogue or settings.catalogue,
        workers=workers or settings.workers,
        profile=profile or settings.profile,
        encoder=encoder or settings.encoder,
        # An empty variable would say nothing.
        prompt=settings.prompt if prompt is None else prompt or "none",
        dimensions=dimensions or settings.dimensions,
        language=console.language,
        named=settings.named | ({"MATCHER_CATALOGUE"} if catalogue else set()),
    )
    # The service is named as text: the package does not know it.
    run: Callable[[Settings, str, int, Speaker, Callable[[str], None]], bool]
    run = import_from_string("service.operation.serving:serve")
    return Exit.OK if run(settings, host, port, speaker, console.note) else Exit.NOTHING


def models(
    context: typer.Context,
    lang: Lang = None,
    profile: ProfileName = None,
    json: Json = False,
) -> int:
    """List the encoders that are here, and known ones of the hub with what to set for them.

    Nothing is fetched or opened. The probabilities meant are those of the profile.
    """
    from matcher.i18n.sentences import Speaker
    from matcher.workflow.list_models import Chosen, list_models
    from matcher.workflow.opening import Knowledge, open_profile
    from matcher.writing.models import models_json, models_text

    console = console_of(context)
    speaker = Speaker(console.speak(lang))
    settings = console.settings
    rules = open_profile(Knowledge(), profile or settings.profile)
    found = list_models(Chosen(settings.encoder, settings.prompt, settings.dimensions), rules)
    if json:
        console.json(models_json(found, speaker))
    else:
        console.text(models_text(found, speaker))
    return Exit.OK


def version(context: typer.Context) -> int:
    """Print the version."""
    from importlib import metadata

    console_of(context).text(f"matcher {metadata.version('matcher')}")
    return Exit.OK


COMMANDS = (serve, models, version)
