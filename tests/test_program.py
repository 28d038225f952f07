"""What makes an edition is in its digest: no part that the digest leaves out has a hand in one."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from test_layers import MODULES, PACKAGE, inside

from openletter.publish import program

PUBLISH = """
import json, sys
from pathlib import Path
from openletter import settings
from openletter.model import State
from openletter.publish import run
from openletter.publish.planning import Options

project, output = map(Path, sys.argv[1:])
chosen = settings.load(project)
for require in (State.REVIEWED, State.MISSING):
    options = Options(output=output, require=require, jobs=1)
    report = run.publish(project, chosen, options, lambda *_: None)
made = sorted({(one.lang, one.format) for one in report.manifest.artifacts})
print(json.dumps([made, sorted(name for name in sys.modules if name.startswith("openletter."))]))
"""
MAKERS = ("publish/run", "publish/letter", "publish/pool", "publish/cluster")
"""Where the making of editions begins, in this process or in another."""
LETTER = """\
---
title: A letter
date: 2014-12-09
---

# Part

A [link](https://example.org), *words*, A/HRC/25/63, `code`.[^1] ![A picture](dot.png)

| a | b |
|---|---|
| c | d |

- [ ] one
- 人权 and [日本語]{lang=ja}

[^1]: A note.
"""


def dot() -> bytes:
    """A grey PNG of one pixel."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def apart(module: str) -> bool:
    """Whether a module (`publish/html`) belongs to what the digest leaves out."""
    top = module.split("/")[0]
    return top in program.APART or f"{top}.py" in program.APART


def test_publishing_loads_nothing_that_its_digest_leaves_out(tmp_path: Path) -> None:
    (tmp_path / "source/2014").mkdir(parents=True)
    (tmp_path / "source/2014/letter.md").write_text(LETTER, "utf-8")
    (tmp_path / "source/2014/dot.png").write_bytes(dot())
    (tmp_path / "openletter.toml").write_text('base_url = "https://example.org/"\n', "utf-8")
    command = [sys.executable, "-P", "-c", PUBLISH, str(tmp_path), str(tmp_path / "output")]
    done = subprocess.run(
        command, check=True, capture_output=True, env={"PYTHONPATH": str(PACKAGE.parent)}, timeout=300
    )
    made, loaded = json.loads(done.stdout)
    kinds = [
        [lang, kind] for lang in ("ar", "en", "es", "fr", "ru", "zh") for kind in ("epub", "html", "pdf")
    ]
    assert made == kinds, done.stderr.decode()
    names = [name.removeprefix("openletter.").replace(".", "/") for name in loaded]
    assert "publish/typst" in names
    assert not [name for name in names if apart(name)]


def test_no_import_leads_from_the_makers_to_what_the_digest_leaves_out() -> None:
    """Neither do imports inside functions, which the other test may not have come to."""
    ways: dict[str, str] = dict.fromkeys(MAKERS, "")
    waiting = list(MAKERS)
    while waiting:
        module = waiting.pop()
        for other in inside(MODULES[module]) - ways.keys():
            ways[other] = module
            waiting.append(other)
    assert not {name: by for name, by in ways.items() if apart(name)}
    assert len(ways) > 60  # else `inside` sees nothing


@pytest.mark.parametrize("name", sorted(program.APART))
def test_what_is_left_out_is_there(name: str) -> None:
    assert (PACKAGE / name).exists()


def test_the_digest_reads_the_writers_and_their_templates() -> None:
    files = {path.relative_to(PACKAGE).as_posix() for path in program._files(PACKAGE)}
    assert {"publish/epub.py", "worker.lua", "publish/templates/page.html", "model.py"} <= files
    assert not {path for path in files if apart(path.removesuffix(".py"))}


def test_publishing_loads_no_checks(tmp_path: Path) -> None:
    """They take a tenth of a second to load. What a journal holds was checked when it came in; its tags are
    held against the source's without them."""
    for name in ("source", "locales"):
        shutil.copytree(PACKAGE.parent / name, tmp_path / name)
    command = [sys.executable, "-P", "-c", PUBLISH, str(tmp_path), str(tmp_path / "output")]
    done = subprocess.run(
        command, check=True, capture_output=True, env={"PYTHONPATH": str(PACKAGE.parent)}, timeout=300
    )
    made, loaded = json.loads(done.stdout)
    assert len(made) == 18
    assert not [name for name in loaded if name.startswith("openletter.checks")]
