"""What a run did, as text for a person."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openletter.model import Artifact, State
from openletter.publish.run import Report


def editions(report: Report, output: Path) -> str:
    """A table of languages × formats for each letter: sizes, state, what was withheld."""
    artifacts: dict[str, list[Artifact]] = {}
    withheld: dict[str, dict[str, str]] = {}
    for artifact in report.manifest.artifacts:
        artifacts.setdefault(artifact.letter, []).append(artifact)
    for one in report.manifest.withheld:
        withheld.setdefault(one.letter, {})[one.lang] = one.why
    lines: list[str] = []
    for letter in dict.fromkeys([*artifacts, *withheld]):
        lines += [letter, *_letter(artifacts.get(letter, []), withheld.get(letter, {})), ""]
    made = len(report.made)
    lines.append(f"{made} {'file' if made == 1 else 'files'} made; all are in {output}")
    return "\n".join(lines)


def _letter(artifacts: Sequence[Artifact], withheld: Mapping[str, str]) -> list[str]:
    formats = list(dict.fromkeys(a.format for a in artifacts))
    rows = [["", *formats, "state"]]
    for lang in dict.fromkeys([*(a.lang for a in artifacts), *withheld]):
        own = {a.format: a for a in artifacts if a.lang == lang}
        sizes = [_size(own[f]) if f in own else "–" for f in formats]
        state = withheld_text(withheld[lang], bool(own)) if lang in withheld else _state(own.values())
        rows.append([lang, *sizes, state])
    return table(rows)


def withheld_text(why: str, older: bool) -> str:
    return f"withheld: {why}" + ("; the older edition stays" if older else "")


def _size(artifact: Artifact) -> str:
    return f"{max(1, round(artifact.size / 1000))} kB"


def _state(artifacts: Iterable[Artifact]) -> str:
    """The states of an edition's passages, lowest first; the original has none."""
    first = next(iter(artifacts))
    if first.outdated:
        return "outdated: older than its letter, or of one that is gone (--prune takes that away)"
    counts = [f"{first.states[s.label]} {s.label}" for s in State if first.states.get(s.label)]
    return ", ".join(counts) or "original"


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines, the columns aligned by the width that each text has on a terminal."""
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  "
        + "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
