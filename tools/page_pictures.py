"""Makes the pictures of docs/page-reviewer.md, from the project that the tests of the page use.

`.venv/bin/python tools/page_pictures.py` (on Windows `.venv\\Scripts\\python`). Needs Chromium and the test
tools.
"""

from __future__ import annotations

import importlib
import io
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures" / "page"
PICTURES = (
    # name, language of the page, the beginning of the passage, width, height, colours
    ("letter", "en", "", 1280, 860, "light"),
    ("tags", "en", "On 5", 1280, 860, "light"),
    ("phone", "ar", "The river", 390, 780, "light"),
    ("changed", "en", "We ask", 760, 620, "light"),
    ("conflict", "en", "Why now", 760, 620, "light"),
    ("waiting", "en", "The next", 760, 700, "dark"),
)


def main() -> int:
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    from PIL import Image

    from openletter.audit import browser

    page_states = importlib.import_module("page_states")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        page_states.alone(Path(folder)) as stage,
        browser.browser() as chrome,
    ):
        for name, speaks, source, width, height, colours in PICTURES:
            with page_states.tab(chrome, stage, speaks, color_scheme=colours) as tab:
                tab.set_viewport_size({"width": width, "height": height})
                if source:
                    page_states.at(source)(tab, stage)
                else:
                    tab.goto(f"{stage.home}/review/ar/letter")
                if name == "waiting":
                    tab.evaluate("document.getElementById('waiting').scrollIntoView()")
                tab.wait_for_timeout(300)
                shot = Image.open(io.BytesIO(tab.screenshot()))
                shot.convert("RGB").quantize(64).save(FOLDER / f"{name}.png", optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
