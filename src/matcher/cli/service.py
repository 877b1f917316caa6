"""Commands about the program itself: serve, models, version."""

from __future__ import annotations

import os
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


def serve(
    context: typer.Context,
    index: IndexDir = None,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port.")] = 8000,
    profile: ProfileName = None,
    encoder: EncoderName = None,
    prompt: PromptText = None,
    dimensions: Dimensions = None,
) -> int:
    """Answer over HTTP from an index; the API describes itself under /docs."""
    import uvicorn

    from matcher.index.directory import index_manifest

    console = console_of(context)
    settings, place = console.settings, console.index(index)
    index_manifest(place)  # a wrong directory is told before anything listens
    # The service is named as text and asks the environment, as any process that uvicorn starts.
    os.environ["MATCHER_INDEX"] = str(place.resolve())
    os.environ["MATCHER_PROFILE"] = profile or settings.profile
    os.environ["MATCHER_ENCODER"] = encoder or settings.encoder
    if prompt is not None:
        os.environ["MATCHER_PROMPT"] = prompt or "none"  # an empty variable would say nothing
    if dimensions is not None:
        os.environ["MATCHER_DIMENSIONS"] = str(dimensions)
    try:
        uvicorn.run("service.app:create_app", factory=True, host=host, port=port)
    except SystemExit as left:  # uvicorn has said why; its statuses mean something else here
        return Exit.NOTHING if left.code else Exit.OK
    return Exit.OK


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
