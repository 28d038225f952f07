"""Chromium without a network, through Playwright."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from openletter.audit import tools

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
"""Chromium's own sandbox cannot start in most containers; it opens only what openletter made."""


def version() -> str:
    """Of Chromium; "" where it, or Playwright, is not there."""
    return tools.chromium_version() if tools.python_version("playwright") else ""


@contextmanager
def browser() -> Iterator[Any]:
    """A running Chromium (`playwright.sync_api.Browser`); it ends with the block."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=tools.chromium(), args=list(FLAGS))
        try:
            yield chrome
        finally:
            chrome.close()
