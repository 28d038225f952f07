"""Every seeded fault before every judge that is on this machine: which of them any judge sees."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from own_editions import FORMATS, LANGS, written
from own_faults import FAULTS, Fault

from openletter.audit.base import JUDGES, Judge, Published
from openletter.audit.run import Outcome, audit
from openletter.model import Artifact, Finding
from openletter.publish.manifest import Manifest

OWN = ("openletter", "openletter-browser")
HOUR = 3600.0


def judges() -> list[Judge]:
    """The judges of the table, without the checks of our own, given all the time that they need."""
    return [replace(one, timeout=HOUR) for one in JUDGES if one.name not in OWN]


def artifact(folder: Path, name: str, lang: str, kind: str, data: bytes) -> Artifact:
    """A file in the output folder, as its manifest would have it."""
    path = f"{lang}/{name}.{kind}"
    (folder / lang).mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    return Artifact(path, name, lang, kind, digest, len(data), {}, "", "", "")


def published(folder: Path, faults: Iterable[Fault]) -> Published:
    """An output folder with each edition as it should be (`clean`) and each fault in a file of its own."""
    artifacts = []
    for lang in LANGS:
        for path, data in written(lang, "html").beside.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        artifacts += [artifact(folder, "clean", lang, kind, written(lang, kind).data) for kind in FORMATS]
    for fault in faults:
        data = fault.change(written(fault.lang, fault.format).data)
        artifacts.append(artifact(folder, _name(fault), fault.lang, fault.format, data))
    return Published(folder, Manifest(tuple(artifacts)), folder)


def _name(fault: Fault) -> str:
    return f"fault-{FAULTS.index(fault):03}"


def judge(folder: Path, faults: Iterable[Fault]) -> tuple[Mapping[Fault, list[str]], Outcome]:
    """The judges that say something of a file with a fault that they do not say of it without, by fault."""
    faults = list(faults)
    everything = published(folder, faults)
    outcome = audit(everything, judges())
    said: dict[str, Counter[tuple[str, str]]] = {}
    for one in outcome.findings:
        said.setdefault(_file(one, folder), Counter())[one.judge, one.rule or one.code] += 1
    seen = {}
    for fault in faults:
        here = said.get(f"{fault.lang}/{_name(fault)}.{fault.format}", Counter())
        clean = said.get(f"{fault.lang}/clean.{fault.format}", Counter())
        seen[fault] = sorted({judge for judge, _ in here - clean if judge != "openletter"})
    return seen, outcome


def _file(finding: Finding, folder: Path) -> str:
    """The artifact of a finding: `fr/clean.epub` for `output/fr/clean.epub/EPUB/letter.xhtml`."""
    parts = finding.where.file.removeprefix(f"{folder.name}/").split("/")
    return "/".join(parts[:2])
