"""The manifest: written row by row as the JSON library would write it whole, and read back."""

from __future__ import annotations

import json
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openletter.model import Artifact
from openletter.publish import manifest
from openletter.publish.manifest import Manifest, Withheld

TEXT = st.text(max_size=8) | st.sampled_from(
    ["  {\n", '"', "  },\n", ' "artifacts": [\n', "\u2028", "رسالة", "\\n"]
)
COUNTS = st.dictionaries(st.sampled_from(["reviewed", "draft"]), st.integers(0, 9))
ARTIFACTS = st.builds(
    Artifact,
    *(TEXT, TEXT, TEXT, TEXT, TEXT, st.integers(0, 9), COUNTS, TEXT, TEXT, TEXT, st.booleans(), TEXT),
    assets=st.dictionaries(TEXT, TEXT, max_size=2),
    beside=st.lists(TEXT, max_size=2).map(tuple),
    former=st.lists(TEXT, max_size=2).map(tuple),
)
MANIFESTS = st.builds(
    Manifest,
    st.lists(ARTIFACTS, max_size=4).map(tuple),
    st.lists(st.builds(Withheld, TEXT, TEXT, TEXT), max_size=2).map(tuple),
    st.lists(TEXT, max_size=2).map(tuple),
    TEXT,
    TEXT,
)


@given(MANIFESTS)
@settings(max_examples=150, deadline=None)
def test_it_is_written_as_json_and_read_back(
    tmp_path_factory: pytest.TempPathFactory, made: Manifest
) -> None:
    folder = tmp_path_factory.getbasetemp()
    whole = json.dumps(made.as_json(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    data = made.to_bytes()
    assert data == whole.encode("utf-8")
    for form in (data, json.dumps(made.as_json()).encode(), json.dumps(made.as_json(), indent=4).encode()):
        (folder / manifest.NAME).write_bytes(form)
        assert manifest.read(folder) == made


def artifact(number: int) -> Artifact:
    name, sha = f"{number % 100}/letter-{number // 18}", f"{number:064}"
    title = "A letter to the members of the Council · رسالة " * 3
    fonts = tuple(f"fonts/noto-serif-{one}.0b47481b.woff2" for one in range(4))
    states, path = {"reviewed": 40, "draft": 2}, f"fr/{name}.html"
    return Artifact(
        path, name, "fr", "html", sha, 9, states, sha, sha, sha, title=title, words=sha, beside=fonts
    )


def test_many_artifacts_take_little_more_than_their_own_text(tmp_path: Path) -> None:
    """Four times as much as this was needed once: the text, its tree, and rows as dicts, all at one time."""
    made = Manifest(tuple(artifact(number) for number in range(3_000)))
    (tmp_path / manifest.NAME).write_bytes(made.to_bytes())
    size = (tmp_path / manifest.NAME).stat().st_size
    del made
    tracemalloc.start()
    found = manifest.read(tmp_path)
    read = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    data = replace(found, index="x").to_bytes()
    written = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    assert len(found.artifacts) == 3_000
    assert read < 1.5 * size, read / size
    assert written < 1.5 * len(data), written / len(data)


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b'{"artifacts": [\n  {\n', b"\xff", b'{\n "artifacts": [\n  {\n  }\n ]\n}\n']
)
def test_what_is_no_manifest_is_an_empty_one(tmp_path: Path, data: bytes) -> None:
    (tmp_path / manifest.NAME).write_bytes(data)
    assert manifest.read(tmp_path) == Manifest()
