"""Models brought to this machine: from the index or from a file, held against the project's lock."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from openletter import files
from openletter.errors import OpenletterError, UsageError
from openletter.models import download, folder, lock, unpack
from openletter.models.folder import ARGOS, Model
from openletter.models.index import Available

PIVOT = "en"
"""The language through which pairs without a model of their own are translated."""

_DOWNLOADS = "downloads"


def wanted(sources: Iterable[str], targets: Iterable[str], offered: Iterable[str]) -> list[str]:
    """The pairs that translate every source into every target, through English where no pair does directly.

    >>> wanted(["fr"], ["en", "ru"], ["fr_en", "en_ru", "en_fr"])
    ['fr_en', 'en_ru']
    """
    have = set(offered)
    pairs: list[str] = []
    for source in sources:
        for target in targets:
            direct = f"{source}_{target}"
            if source == target:
                continue
            if direct in have or PIVOT in (source, target):
                pairs.append(direct)
            else:
                pairs += [f"{source}_{PIVOT}", f"{PIVOT}_{target}"]
    return list(dict.fromkeys(pairs))


def from_index(
    project: Path,
    models: Path,
    pair: str,
    offered: Callable[[], Mapping[str, Available]],
    progress: download.Progress,
    update: bool = False,
) -> tuple[Model, bool]:
    """The model for a pair, installed; and whether it had to be fetched.

    What the project's lock names is fetched from the address there; anything else from what the index has.
    Raises OpenletterError, MissingToolError offline.
    """
    pinned = lock.read(project).get(pair)
    if pinned and not update:
        if _whole(models, pinned):
            return pinned, False
        if pinned.url:
            return _fetch(project, models, Available(pair, pinned.version, pinned.url), progress, False), True
    one = offered().get(pair)
    if one is None:
        raise UsageError(
            f"the index has no model for {pair}",
            hint="python3 build.py models list --available shows what there is",
            code="no-model",
        )
    return _fetch(project, models, one, progress, update), True


def _whole(models: Path, pinned: Model) -> bool:
    """Whether a model is installed, every file of it as it was."""
    return any(
        model.sha256 == pinned.sha256 and not folder.damaged(path) for model, path in folder.installed(models)
    )


def _fetch(project: Path, models: Path, one: Available, progress: download.Progress, update: bool) -> Model:
    archive = models / _DOWNLOADS / f"{one.pair}-{one.version}.argosmodel"
    with files.lock(models, wait=3600):
        download.file(one.url, archive, progress)
        try:
            return from_file(project, models, archive, one.url, update, one.pair)
        finally:
            archive.unlink(missing_ok=True)


def from_file(
    project: Path, models: Path, path: Path, url: str = "", update: bool = False, pair: str = ""
) -> Model:
    """Installs the model in an archive. Raises OpenletterError for one that is refused, or not the project's.

    `pair` is what it must translate, where that is known.
    """
    found, version = unpack.metadata(path)
    if pair and found != pair:
        raise unpack.refuse(path, f"it translates {found}, not {pair}")
    model = Model(found, version, folder.sha256_of(path), path.stat().st_size, url)
    known = lock.read(project).get(found)
    if known and known.sha256 == model.sha256:
        model = known
    elif not update:
        lock.check(project, model)
    with files.lock(models, wait=3600):
        _put(models, model, path)
    lock.write(project, model)
    return model


def _put(models: Path, model: Model, archive: Path) -> None:
    """A model's files into their folder, which appears as a whole or not at all."""
    place = models / ARGOS / model.folder
    if place.exists() and not folder.damaged(place):
        return
    beside = place.with_name(f".{secrets.token_hex(6)}{files.TEMPORARY}")
    files.make_folder(place.parent)
    files.sweep(place.parent)
    try:
        beside.mkdir()
        unpack.unpack(archive, beside)
        folder.write_record(model, beside)
        if place.exists():
            shutil.rmtree(place)
        os.rename(beside, place)
        files.sync_folder(place.parent)
    except OSError as error:
        raise OpenletterError(
            f"the model cannot be written to {place.parent}: {error.strerror}",
            hint="look whether the disk has room and whether you may write there; OPENLETTER_MODELS names "
            "another place",
            code="cannot-write",
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def chosen(project: Path, models: Path) -> Mapping[str, tuple[Model, Path]]:
    """Pair → the installed model to use: the one of the project's lock, else the newest.

    Raises OpenletterError where the lock names one and only others are installed.
    """
    locked = lock.read(project)
    found: dict[str, tuple[Model, Path]] = {}
    for model, path in folder.installed(models):
        pinned = locked.get(model.pair)
        if pinned is None or pinned.sha256 == model.sha256:
            found[model.pair] = (model, path)
    return found


def others(project: Path, models: Path) -> Sequence[str]:
    """The pairs of which only models are installed that are not the project's."""
    have = chosen(project, models)
    return sorted({model.pair for model, _ in folder.installed(models)} - have.keys())
