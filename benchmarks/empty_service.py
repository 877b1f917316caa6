"""The least a FastAPI service can do, one endpoint that answers a constant: a yardstick."""

from __future__ import annotations

from fastapi import FastAPI


def create_app() -> FastAPI:
    """An application with one endpoint."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/")
    async def empty() -> dict[str, str]:
        return {}

    return app
