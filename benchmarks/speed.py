"""Drafting against Argos Translate itself: same models, same texts, one run; ratios.

    pip install 'openletter[argos]'
    python benchmarks/speed.py            # about three minutes on two processors
    python benchmarks/speed.py --memory   # only the memory of 100 to 10,000 messages

Models: one of 60 million parameters in the shape of Argos' own (6 + 6 layers, width 512, 8 heads), with
random weights that end every sentence after some 30 tokens; and a tiny real one. Three ways in turn, each in
a process of its own and several times, the best time counting: Argos as it comes (`intra_threads` 0), Argos
with `intra_threads` 1, and openletter. How many outputs are equal is told.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from openletter import machine, models, tokens  # noqa: E402
from openletter.checks import Context  # noqa: E402
from openletter.engines import argos  # noqa: E402

TINY = ROOT / "tests" / "data" / "models" / "translate-en_fr-0_1.argosmodel"
WIDTH, INNER, HEADS, LAYERS, VOCABULARY = 512, 2048, 8, 6, 16000
LENGTH = 30
UNUSED = "unused"


def large(folder: Path) -> None:
    """A package with a random model of 60 million parameters, and the tokenizer of the tiny one."""
    from ctranslate2.specs import TransformerSpec

    folder.mkdir()
    words = package(folder)
    spec = TransformerSpec.from_config((LAYERS, LAYERS), HEADS, pre_norm=True)
    fill = Random()
    embed(spec, fill)
    project(spec.decoder.projection, fill, words)
    layers(spec, fill)
    spec.register_source_vocabulary(words)
    spec.register_target_vocabulary(words)
    spec.config.add_source_eos = False
    spec.config.decoder_start_token = "<s>"
    spec.validate()
    spec.optimize(quantization="int8")
    (folder / "model").mkdir()
    spec.save(str(folder / "model"))


def package(folder: Path) -> list[str]:
    """What a package holds beside its model; the vocabulary, filled up with words that are never used."""
    import sentencepiece

    with zipfile.ZipFile(TINY) as archive:
        top = archive.namelist()[0].split("/")[0]
        (folder / "sentencepiece.model").write_bytes(archive.read(f"{top}/sentencepiece.model"))
    metadata = {
        "package_version": "0.60",
        "from_code": "en",
        "to_code": "fr",
        "from_name": "English",
        "to_name": "F",
    }
    (folder / "metadata.json").write_text(json.dumps(metadata))
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
    words = [pieces.id_to_piece(number) for number in range(pieces.get_piece_size())]
    return words + [f"{UNUSED}{number}" for number in range(VOCABULARY - len(words))]


class Random:
    """Random weights, the same in each run."""

    def __init__(self) -> None:
        import numpy as np

        self.np, self.source = np, np.random.default_rng(1)

    def weights(self, *shape: int) -> Any:
        return (self.source.standard_normal(shape) * shape[-1] ** -0.5).astype(self.np.float32)

    def linear(self, spec: Any, outputs: int, inputs: int) -> None:
        spec.weight, spec.bias = self.weights(outputs, inputs), self.np.zeros(outputs, self.np.float32)

    def norm(self, spec: Any) -> None:
        spec.gamma = self.np.ones(WIDTH, self.np.float32)
        spec.beta = self.np.zeros(WIDTH, self.np.float32)


def embed(spec: Any, fill: Random) -> None:
    """Words and places; the decoder's places tell it when the end of the sentence is certain."""
    np = fill.np
    embeddings = fill.weights(VOCABULARY, WIDTH)
    positions = np.zeros((512, WIDTH), np.float32)
    angles = np.arange(512)[:, None] * np.exp(np.arange(0, WIDTH, 2) * (-np.log(1e4) / WIDTH))
    positions[:, 0::2], positions[:, 1::2] = np.sin(angles), np.cos(angles)
    ends = positions.copy()
    ends[:, 0] = 0
    ends[LENGTH:, 0] = 300
    for side, place in ((spec.encoder, positions), (spec.decoder, ends)):
        side.scale_embeddings = True
        side.position_encodings.encodings = place
        fill.norm(side.layer_norm)
    spec.encoder.embeddings[0].weight = embeddings
    spec.decoder.embeddings.weight = embeddings


def project(spec: Any, fill: Random, words: list[str]) -> None:
    """From the decoder's state to words: never to unused ones, and to the end where `embed` says so."""
    np = fill.np
    end, real = words.index("</s>"), sum(not word.startswith(UNUSED) for word in words)
    spec.weight = fill.weights(VOCABULARY, WIDTH) * 8
    bias = np.zeros(VOCABULARY, np.float32)
    bias[real:], bias[:4] = -1e4, -1e4
    spec.weight[:, 0] = 0
    spec.weight[end] = 0
    spec.weight[end, 0], bias[end] = 20, -60
    spec.bias = bias


def layers(spec: Any, fill: Random) -> None:
    for layer in spec.encoder.layer:
        attention(layer.self_attention, fill.linear, fill.norm)
        feed_forward(layer.ffn, fill.linear, fill.norm)
    for layer in spec.decoder.layer:
        attention(layer.self_attention, fill.linear, fill.norm)
        fill.norm(layer.attention.layer_norm)
        for number, outputs in enumerate((WIDTH, 2 * WIDTH, WIDTH)):
            fill.linear(layer.attention.linear[number], outputs, WIDTH)
        feed_forward(layer.ffn, fill.linear, fill.norm)


def attention(spec: Any, linear: Callable[..., None], norm: Callable[[Any], None]) -> None:
    norm(spec.layer_norm)
    linear(spec.linear[0], 3 * WIDTH, WIDTH)
    linear(spec.linear[1], WIDTH, WIDTH)


def feed_forward(spec: Any, linear: Callable[..., None], norm: Callable[[Any], None]) -> None:
    norm(spec.layer_norm)
    linear(spec.linear_0, INNER, WIDTH)
    linear(spec.linear_1, WIDTH, INNER)


class Whole:
    """A splitter that leaves a text as it is: Argos' own would fetch a model."""

    def split_sentences(self, text: str) -> list[str]:
        return [text]


def by_argos(folder: Path, intra_threads: int) -> Callable[[Sequence[str]], list[str]]:
    package = argos._argostranslate().Package(folder)
    from argostranslate import settings, translate

    settings.intra_threads = intra_threads
    source, target = translate.Language("en", "English"), translate.Language("fr", "French")
    way = translate.CachedTranslation(translate.PackageTranslation(source, target, package))
    way.underlying.sentencizer = Whole()
    way.translate("Warm up.")  # loads the model with these settings
    return lambda texts: [way.translate(text) for text in texts]


def by_openletter(folder: Path) -> Callable[[Sequence[str]], list[str]]:
    engine = argos.Argos({"en_fr": ("1", folder)})
    engine.translate(["Warm up."], "en", "fr")
    return lambda texts: [one.text for one in engine.translate(texts, "en", "fr")]


def sentences(count: int) -> list[str]:
    """Real English sentences, all different; beyond those that there are, with a number at the end."""
    from openletter import sentences as cutting

    found: dict[str, None] = {}
    for name in ("udhr", "letter", "sentences"):
        lines = (ROOT / "tests" / "data" / "checks" / f"{name}.tsv").read_text("utf-8").splitlines()
        for line in lines:
            for field in line.split("\t"):
                for start, end in cutting.split(field, "en"):
                    if field.isascii() and 40 < end - start < 300:
                        found[field[start:end]] = None
    real = list(found)
    return [real[n % len(real)] + (f" ({n})" if n >= len(real) else "") for n in range(count)]


WAYS: dict[str, Callable[[Path], Callable[[Sequence[str]], list[str]]]] = {
    "Argos, as it comes": lambda folder: by_argos(folder, 0),
    "Argos, intra_threads 1": lambda folder: by_argos(folder, 1),
    "openletter": by_openletter,
}


def timed(way: str, folder: Path, count: int) -> None:
    """One way in this process: seconds and outputs as JSON."""
    run, texts = WAYS[way](folder), sentences(count)
    began, spent = time.perf_counter(), time.process_time()
    outputs = run(texts)
    seconds, processor = time.perf_counter() - began, time.process_time() - spent
    print(json.dumps({"seconds": seconds, "processor": processor, "outputs": outputs}))


def compare(name: str, folder: Path, count: int, rounds: int) -> None:
    """All ways in turn, each in a process of its own: the threads of one model would disturb the next."""
    best: dict[str, float] = {}
    spent: dict[str, float] = {}
    outputs: dict[str, list[str]] = {}
    for _ in range(rounds):
        for way in WAYS:
            command = [sys.executable, __file__, "--way", way, "--folder", str(folder), "--count", str(count)]
            found = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
            best[way] = min(best.get(way, found["seconds"]), found["seconds"])
            spent[way] = min(spent.get(way, found["processor"]), found["processor"])
            outputs[way] = [text.strip() for text in found["outputs"]]
    number = len(outputs["openletter"])
    print(f"{name}: {number} sentences, best of {rounds}")
    for way, took in best.items():
        same = sum(a == b for a, b in zip(outputs[way], outputs["openletter"], strict=True))
        ratio, thrift = took / best["openletter"], spent[way] / spent["openletter"]
        print(
            f"  {way:24} {number / took:8.1f} sentences a second; openletter is {ratio:5.1f} times as fast,"
            f" with {thrift:4.1f} times less of the processor; {same} of {number} outputs equal"
        )


def memory(folder: Path) -> None:
    import resource

    engine = argos.Argos({"en_fr": ("1", folder)})
    aim = tokens.Aim(Context("fr", "en"))
    base = sentences(150)
    print("messages   most memory so far")
    for count in (100, 1000, 2000, 10_000):
        messages = (f"{base[n % len(base)]} This is <em1>message {n}</em1>.<note1/>" for n in range(count))
        done = sum(len(portion) for portion in machine.translate(messages, str, engine, aim))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{done:8}   {peak:.0f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--count", type=int, default=48, help="sentences for the large model")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--way", choices=tuple(WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        timed(options.way, options.folder, options.count)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        models.from_file(folder, folder / "models", TINY)
        tiny = models.installed(folder / "models")[0][1]
        if not options.memory:
            large(folder / "large")
            compare("60 million parameters", folder / "large", options.count, options.rounds)
            compare("tiny", tiny, 10 * options.count, options.rounds)
        else:
            memory(tiny)


if __name__ == "__main__":
    main()
