"""Argos Translate: its packages and tokenizers; decoding in batches with CTranslate2.

`argostranslate` decodes one sentence at a time, which leaves a processor idle most of the time, and splits
sentences with a model that it fetches at run time. Here sentences come ready, and whole batches of similar
length are decoded by as many workers as there are processors. The texts that come out are the same, which
a test holds (benchmarks/speed.py measures the difference).

Importing `argostranslate` makes folders in the user's home, reads settings there, and starts onnxruntime,
which looks for a telemetry host. `_argostranslate` keeps all of that from happening.
"""

from __future__ import annotations

import math
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from openletter.engines import Models
from openletter.engines.base import ModelError, Said
from openletter.engines.routes import route

BEAM = 4
LENGTH_PENALTY = 0.2
"""As `argostranslate` has them."""
LONGEST = 448
"""Tokens of an answer, at most; CTranslate2 would cut at 256, which is less than some sentences need."""
BATCH = 16
ROUND = 32 * BATCH
"""Sentences per call, so that Ctrl-C is heard soon."""

_DAMAGED = (RuntimeError, ValueError, OSError, LookupError, TypeError, AttributeError)
"""What CTranslate2, SentencePiece and `argostranslate` raise over files that are not what they were."""


def make(models: Models) -> Argos:
    return Argos(models)


class Argos:
    """Argos packages, each loaded when it is first needed, and only the last route kept in memory."""

    def __init__(self, models: Models, workers: int | None = None) -> None:
        self._packages = _argostranslate()
        self._models = models
        self._workers = workers or _processors()
        self._loaded: dict[str, _Model] = {}

    def label(self, source: str, target: str) -> str:
        """“argos en_fr 1.9”, or “argos fr_en 1.9 + en_ru 1.9” through a third language."""
        steps = route(self._models, source, target)
        return "argos " + " + ".join(f"{pair} {self._models[pair][0]}" for pair in steps) if steps else ""

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[Said]:
        steps = route(self._models, source, target)
        if not steps:
            return [Said("")] * len(sentences)
        for pair in self._loaded.keys() - set(steps):
            del self._loaded[pair]
        said = [Said(text, 1.0) for text in sentences]
        for pair in steps:
            step = self._step(pair, [one.text for one in said])
            said = [_after(one, two) for one, two in zip(said, step, strict=True)]
        return said

    def _step(self, pair: str, texts: Sequence[str]) -> list[Said]:
        """Texts through one model. Raises ModelError where that is damaged."""
        version, folder = self._models[pair]
        try:
            if pair not in self._loaded:
                self._loaded[pair] = _Model(self._packages, folder, self._workers)
            return self._loaded[pair].translate(texts)
        except _DAMAGED as error:
            raise ModelError(pair, version, error) from error


def _after(first: Said, second: Said) -> Said:
    """What comes out of two models in a row: it is right where both are."""
    if first.confidence is None or second.confidence is None:
        return Said(second.text)
    return Said(second.text, first.confidence * second.confidence)


def _processors() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Model:
    """One package, loaded."""

    def __init__(self, packages: Any, folder: Path, workers: int) -> None:
        import ctranslate2

        self.package = packages.Package(folder)
        self.workers = workers
        self.translator = ctranslate2.Translator(
            str(folder / "model"), compute_type="int8", inter_threads=workers, intra_threads=1
        )

    def translate(self, texts: Sequence[str]) -> list[Said]:
        """Each text in the other language; equal texts are translated once, similar lengths together."""
        tokens = {text: self.package.tokenizer.encode(text) for text in dict.fromkeys(texts) if text.strip()}
        order = sorted(tokens, key=lambda text: len(tokens[text]))
        found: dict[str, Said] = {}
        for at in range(0, len(order), ROUND):
            some = order[at : at + ROUND]
            found.update(zip(some, self._decode([tokens[text] for text in some]), strict=True))
        return [found.get(text, Said("")) for text in texts]

    def _decode(self, tokens: list[list[str]]) -> Iterator[Said]:
        prefix = self.package.target_prefix
        results = self.translator.translate_batch(
            tokens,
            target_prefix=[[prefix]] * len(tokens) if prefix else None,
            beam_size=BEAM,
            length_penalty=LENGTH_PENALTY,
            replace_unknowns=True,
            max_batch_size=_batch(len(tokens), self.workers),
            return_scores=True,
            max_decoding_length=LONGEST,
        )
        for result in results:
            best = result.hypotheses[0]
            text = self.package.tokenizer.decode(best).removeprefix(prefix).strip()
            yield Said(text, _confidence(result.scores[0], len(best) + (not prefix)))


def _batch(count: int, workers: int) -> int:
    """Sentences in a batch: at most BATCH, and so many batches that no worker waits for another's last."""
    rounds = -(-count // (BATCH * workers))
    return max(1, -(-count // (rounds * workers)))


def _confidence(score: float, tokens: int) -> float:
    """The geometric mean of the probabilities of an answer's tokens, its end among them.

    CTranslate2 divides the logarithm of their product by `tokens ** LENGTH_PENALTY`.
    """
    return math.exp(min(0.0, score) * max(tokens, 1) ** (LENGTH_PENALTY - 1))


@cache
def _argostranslate() -> Any:
    """The module `argostranslate.package`, imported without its side effects."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    with _elsewhere():
        from argostranslate import package
    return package


@contextmanager
def _elsewhere() -> Iterator[None]:
    """Sends the folders that `argostranslate` makes at its import to one that is deleted at once.

    Settings that people have for their own `argostranslate` do not apply: some of them would send texts to
    a server.
    """
    before = dict(os.environ)
    folder = tempfile.mkdtemp(prefix="openletter-")
    try:
        for name in [name for name in os.environ if name.startswith(("ARGOS_", "LIBRETRANSLATE_", "SNAP"))]:
            del os.environ[name]
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ARGOS_PACKAGES_DIR"):
            os.environ[name] = folder
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        shutil.rmtree(folder, ignore_errors=True)
