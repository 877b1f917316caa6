"""A real browser for tests: found on the machine, never fetched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def path_of_browser() -> str | None:
    """Where a Chromium is: MATCHER_BROWSER, else on the path."""
    named = os.environ.get("MATCHER_BROWSER")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def open_page(width: int = 1280, height: int = 900, **options: object) -> Iterator[Page]:
    """An empty page in a browser without network; skips where there is none."""
    path = path_of_browser()
    if path is None:
        pytest.skip("no Chromium on the path nor in MATCHER_BROWSER")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(
            viewport={"width": width, "height": height},
            offline=True,
            **options,  # type: ignore[arg-type]
        )
        try:
            yield context.new_page()
        finally:
            browser.close()
