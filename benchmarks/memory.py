"""How fast the memory is: `python3 benchmarks/memory.py [SEGMENTS] [LOOK-UPS]` (100,000 and 1,000).

Made-up messages of 3 to 60 words, whose words are as unevenly common as those of a language (Zipf); looked up
are messages of which some words were changed. Prints seconds, by the clock and of the processor, and by
how many MB the process grew.
"""

from __future__ import annotations

import gc
import random
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from openletter.memory import Memory, Unit, tmx

RANDOM = random.Random(4)
VOCABULARY = [
    "".join(RANDOM.choices("abcdefghijklmnopqrstuvwxyz", k=RANDOM.randint(2, 11))) for _ in range(50_000)
]
WEIGHTS = [1 / (rank + 3) for rank in range(len(VOCABULARY))]


def messages(count: int) -> list[str]:
    words = iter(RANDOM.choices(VOCABULARY, WEIGHTS, k=count * 32))
    sizes = [RANDOM.randint(3, 60) for _ in range(count)]
    return [" ".join(word for word, _ in zip(words, range(size), strict=False)) + "." for size in sizes]


def changed(message: str) -> str:
    words = message.split()
    for _ in range(max(1, len(words) // RANDOM.randint(5, 20))):
        words[RANDOM.randrange(len(words))] = RANDOM.choice(VOCABULARY)
    return " ".join(words)


def megabytes() -> float:
    """What the process holds now; on systems without /proc, the most that it ever held."""
    if (statm := Path("/proc/self/statm")).exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def times() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def main(segments: int = 100_000, lookups: int = 1_000) -> None:
    units = [Unit(text, text[::-1], "letter, reviewed") for text in dict.fromkeys(messages(segments))]
    asked = [changed(unit.source) for unit in RANDOM.sample(units, lookups)]
    gc.collect()
    before = megabytes()

    def step(what: str, since: tuple[float, float]) -> tuple[float, float]:
        clock, processor = (now - then for now, then in zip(times(), since, strict=True))
        print(f"{what}: {clock:.2f} s, {processor:.2f} s, {megabytes() - before:.0f} MB")
        return times()

    print(f"{len(units)} messages, {sum(len(unit.source) for unit in units) / 1e6:.1f} million characters")
    now = times()
    memory = Memory(units)
    now = step("hash of all messages", now)
    for unit in units[:lookups]:
        assert memory.exact(unit.source)
    now = step(f"{lookups} exact look-ups", now)
    memory.fuzzy("one")
    now = step("index of words", now)
    found = [memory.fuzzy(text) for text in asked]
    now = step(f"{lookups} fuzzy look-ups, {sum(map(bool, found))} with a match", now)
    data = tmx.write([{"en": unit.source, "fr": unit.target} for unit in units], "en")
    now = step(f"TMX of {len(data) / 1e6:.0f} MB written", now)
    assert len(tmx.read(data).units) == len(units)
    step("and read", now)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
