"""Judges for the tests: run over a published folder, and missed aloud."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from openletter.audit.base import JUDGES, Judge, Published
from openletter.audit.run import Outcome, audit
from openletter.model import Artifact
from openletter.publish import manifest

ROOT = Path(__file__).resolve().parent.parent


def need(name: str) -> Judge:
    """The judge of that name. Where it is missing: fails in CI, skips elsewhere, and says what brings it."""
    judge = next(one for one in JUDGES if one.name == name)
    if not judge.version():
        reason = f"{name} is missing; to install it: {judge.command}"
        if os.environ.get("CI", "").lower() in ("true", "1"):
            pytest.fail(reason)
        pytest.skip(reason)
    return judge


def opened(folder: Path, project: Path | None = None) -> Published:
    return Published(folder, manifest.read(folder), folder / "unpacked", project)


def ask(name: str, folder: Path) -> Outcome:
    """What one judge says of what is published in a folder."""
    return audit(opened(folder), [need(name)])


def write_manifest(folder: Path, artifacts: Iterable[Artifact]) -> None:
    """A manifest that lists just these."""
    (folder / manifest.NAME).write_bytes(manifest.Manifest(tuple(artifacts)).to_bytes())


def artifact(like: Artifact, path: str) -> Artifact:
    """The record of a file at `path`, of the format that its ending tells."""
    lang, name = path.split("/", 1)
    stem, _, ending = name.rpartition(".")
    return replace(like, path=path, lang=lang, letter=stem, format=ending, beside=())
