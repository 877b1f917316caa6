"""Commands about the program itself: serve, models, version."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from matcher.cli.console import Exit, console_of
from matcher.cli.options import EncoderName, IndexDir, ProfileName


def serve(
    context: typer.Context,
    index: IndexDir = None,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port.")] = 8000,
    profile: ProfileName = None,
    encoder: EncoderName = None,
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
    try:
        uvicorn.run("service.app:create_app", factory=True, host=host, port=port)
    except SystemExit as left:  # uvicorn has said why; its statuses mean something else here
        return Exit.NOTHING if left.code else Exit.OK
    return Exit.OK


def models(context: typer.Context) -> int:
    """List the encoders that ship, with their folders."""
    from matcher.encoding.models import shipped_folders

    console = console_of(context)
    for folder in shipped_folders():
        if folder.is_dir():
            for model in sorted(folder.iterdir()):
                if model.is_dir():
                    console.text(f"{model.name}\t{model}")
    return Exit.OK


def version(context: typer.Context) -> int:
    """Print the version."""
    from importlib import metadata

    console_of(context).text(f"matcher {metadata.version('matcher')}")
    return Exit.OK


COMMANDS = (serve, models, version)
