"""The browser the page tests use: Debian's chromium or what stands in its place."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATH = next(filter(None, map(shutil.which, NAMES)), "")

# Skipped where there is no browser, unless somebody insists.
needs_browser = pytest.mark.skipif(
    not PATH and os.environ.get("BROWSER_TESTS") != "required",
    reason="no chromium, chromium-browser or google-chrome here",
)

# Without the sandbox it also starts as root inside a container.
OPTIONS = (
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
)

# Enough for a slow machine whose other cores run other tests.
PATIENCE_MS = 60_000

PHONE = ViewportSize(width=390, height=844)
DESKTOP = ViewportSize(width=1280, height=800)


@contextmanager
def running_browser() -> Iterator[Browser]:
    """A headless browser."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PATH or None, args=list(OPTIONS))
        yield browser
        browser.close()


def new_page(
    browser: Browser, size: ViewportSize, *, touch: bool = False, scripts: bool = True
) -> Page:
    """A page of its own browser profile, which waits for whatever is slow."""
    page = browser.new_page(viewport=size, has_touch=touch, java_script_enabled=scripts)
    page.set_default_timeout(PATIENCE_MS)
    return page
