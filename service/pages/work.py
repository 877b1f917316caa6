"""The pages where people work: fiches are added and corrected, meetings are prepared."""

from __future__ import annotations

from fastapi import APIRouter

from service.pages import (
    agreement,
    board,
    briefing,
    fiche,
    pair,
    removal,
    shortlists,
    sign_in,
    upload,
)

#: In this order: « fiches/new » is no fiche of that id.
ROUTERS: tuple[APIRouter, ...] = (
    upload.router,
    fiche.router,
    shortlists.router,
    board.router,
    removal.router,
    pair.router,
    briefing.router,
    agreement.router,
    sign_in.router,
)
