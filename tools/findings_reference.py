"""Writes docs/findings.md from the tables of judges and codes: `python3 tools/findings_reference.py`.

A test fails when the page is not what the tables say. Run it with a Python that has the dependencies.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "findings.md"
HEAD = """\
# What check finds

<!-- Made by tools/findings_reference.py from openletter/audit; change the words there. -->

`python3 build.py check` looks at the catalogs, whose findings are listed in [checks.md](checks.md), and at
everything that is published. Each finding has a code that never changes, a severity, a file and line, the
judge that said it and that judge's own rule. The exit code is 1 when there is an error; with `--strict` also
for a warning. A judge that is not on this machine is named, with the command that brings it; with `--strict`
the exit code is then 3. A damaged catalog or journal gives 4.

`output/report.html` says the same for a person: what was checked, by which version of which program, what was
found, what no program could decide, and what was not checked.

## Judges

Each runs in a process of its own. One that crashes or hangs is a finding, `judge-failed`.

"""
WHERE = """
Node packages and veraPDF are looked for in the project, in the folder from which the command is run, and
beside openletter; other folders can be named in the variable `OPENLETTER_JUDGES`, each with its
`node_modules` and `.judges/verapdf`. Java is that of the Python packages, else the one on the PATH.

## Exceptions

What a judge says and is no fault, as narrow as it can be said. The report lists what was excused.

| judge | rule | files | words | why |
|---|---|---|---|---|
"""


def page() -> str:
    """The whole page."""
    return HEAD + "\n".join(lines()).rstrip() + "\n"


def lines() -> Iterator[str]:
    from openletter.audit.base import JUDGES
    from openletter.audit.codes import SECTIONS
    from openletter.audit.exceptions import EXCUSES

    yield "| judge | what it looks at | how to install it |\n|---|---|---|"
    for judge in JUDGES:
        yield f"| `{judge.name}` | {judge.title} | {cell(judge.command)} |"
    yield WHERE.rstrip()
    for one in EXCUSES:
        cells = (one.judge, f"`{one.rule}`", code(one.file), code(one.what) if one.what else "any", one.why)
        yield f"| {' | '.join(cells)} |"
    for heading, codes in SECTIONS.items():
        yield f"\n## {heading}\n\n| code | what |\n|---|---|"
        yield from (f"| `{name}` | {about} |" for name, about in codes.items())


def cell(command: str) -> str:
    """Commands, divided by semicolons; what stands in brackets is for a person."""
    return ", ".join(one.strip() for one in command.split(";")) or "it is part of openletter"


def code(pattern: str) -> str:
    return f"`{pattern}`".replace("|", "\\|")


def main() -> int:
    sys.path.insert(0, str(ROOT))
    PAGE.write_text(page(), "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
