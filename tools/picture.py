"""Makes docs/picture.png, the picture in README, from what is published: `python3 tools/picture.py`.

Needs an `output` folder, Chromium, and the test tools (`.venv/bin/python`, on Windows
`.venv\\Scripts\\python`). Shows the letter as phones show it, in three scripts and directions.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "ar", "zh")
WIDTH, HEIGHT, GAP = 400, 640, 24
GREY = (222, 222, 222)


def main(output: Path) -> int:
    from PIL import Image
    from playwright.sync_api import sync_playwright

    whole = Image.new("RGB", (GAP + (WIDTH + GAP) * len(LANGUAGES), HEIGHT + 2 * GAP), GREY)
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = chrome.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        for place, lang in enumerate(LANGUAGES):
            page.goto((output / lang / "letter.html").resolve().as_uri())
            page.evaluate("document.fonts.ready")
            shot = Image.open(io.BytesIO(page.screenshot()))
            whole.paste(shot, (GAP + place * (WIDTH + GAP), GAP))
        chrome.close()
    whole.quantize(128).save(ROOT / "docs" / "picture.png", optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "output"))
