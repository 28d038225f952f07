"""Firefox Translations: Mozilla's small models, run by `fxtranslate`, from a local folder.

A model's folder holds the files as Mozilla names them: `model.enpt.intgemm.alphas.bin`, `vocab.enpt.spm` (or
`srcvocab.enja.spm` and `trgvocab.enja.spm`), and perhaps `lex.50.50.enpt.s2t.bin`. Nothing is ever fetched.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openletter.engines import Models
from openletter.engines.base import ModelError, Said
from openletter.engines.routes import route
from openletter.errors import MissingToolError

_MODEL = re.compile(r"model\.([a-z]{2})([a-z]{2})\..*\.bin")


def make(models: Models) -> Firefox:
    import fxtranslate  # noqa: F401 - to say at once where it is missing

    return Firefox(models)


def models(folder: Path) -> Models:
    """The models in the folders under `folder`; each is known by the beginning of its SHA-256."""
    found: dict[str, tuple[str, Path]] = {}
    for path in sorted(folder.glob("*/model.*.bin")):
        match = _MODEL.fullmatch(path.name)
        if match:
            found[f"{match[1]}_{match[2]}"] = (_digest(path)[:8], path.parent)
    return found


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Firefox:
    """Models of Firefox, each loaded when it is first needed."""

    def __init__(self, models: Models) -> None:
        self._models = models
        self._loaded: dict[str, Any] = {}

    def label(self, source: str, target: str) -> str:
        """“firefox en_pt 1a2b3c4d”."""
        steps = route(self._models, source, target)
        return "firefox " + " + ".join(f"{pair} {self._models[pair][0]}" for pair in steps) if steps else ""

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[Said]:
        steps = route(self._models, source, target)
        texts = list(sentences) if steps else [""] * len(sentences)
        for pair in steps:
            try:
                texts = self._step(pair, texts)
            except (RuntimeError, ValueError, OSError) as error:
                hint = f"copy the files of the model into {self._models[pair][1]} again"
                raise ModelError(pair, self._models[pair][0], error, hint) from error
        return [Said(text) for text in texts]

    def _step(self, pair: str, texts: Sequence[str]) -> list[str]:
        """Texts through one model; equal ones are translated once."""
        if pair not in self._loaded:
            self._loaded[pair] = _load(self._models[pair][1])
        known: dict[str, str] = {"": ""}
        for text in texts:
            if text not in known:
                known[text] = self._loaded[pair].translate(text).strip()
        return [known[text] for text in texts]


def _load(folder: Path) -> Any:
    from fxtranslate import Translator

    def bytes_of(*patterns: str) -> bytes:
        paths = [path for pattern in patterns for path in sorted(folder.glob(pattern))]
        if not paths:
            raise MissingToolError(f"the model in {folder} lacks {patterns[0]}", hint="copy the whole folder")
        return paths[0].read_bytes()

    lexicon = [path.read_bytes() for path in sorted(folder.glob("lex.*.bin"))[:1]]
    return Translator(
        bytes_of("model.*.bin"),
        bytes_of("srcvocab.*.spm", "vocab.*.spm"),
        bytes_of("trgvocab.*.spm", "vocab.*.spm"),
        *lexicon,
    )
