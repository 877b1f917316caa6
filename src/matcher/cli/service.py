"""Commands about the program itself: serve, models, version."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from matcher.cli.console import Exit, console_of
from matcher.cli.options import EncoderName, ProfileName


def serve(
    context: typer.Context,
    index: Annotated[
        Path | None,
        typer.Option("--index", help="Directory of the index (MATCHER_INDEX).", show_default=False),
    ] = None,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port.")] = 8000,
    profile: ProfileName = None,
    encoder: EncoderName = None,
) -> int:
    """Answer over HTTP from an index; the API describes itself under /docs."""
    import uvicorn

    from matcher.errors import IndexNotFound
    from matcher.index.directory import index_manifest

    settings = console_of(context).settings
    place = index or settings.index
    if place is None:
        raise IndexNotFound("--index, MATCHER_INDEX")
    index_manifest(place)  # a wrong directory is told before anything listens
    # The service is named as text and asks the environment, as any process that uvicorn starts.
    os.environ["MATCHER_INDEX"] = str(place.resolve())
    os.environ["MATCHER_PROFILE"] = profile or settings.profile
    os.environ["MATCHER_ENCODER"] = encoder or settings.encoder
    uvicorn.run("service.app:create_app", factory=True, host=host, port=port)
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
