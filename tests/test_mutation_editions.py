"""Faults seeded into the editions: the checks see every one of them, and nothing where there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from faults_before_judges import judge as before_judges
from faults_before_judges import judges
from needs import missing
from own_editions import FORMATS, edition, subject, written
from own_faults import FAULTS, Fault

from openletter.audit import own
from openletter.audit.run import Ran

TABLE = Path(__file__).parent.parent / "docs" / "evidence-faults.md"

STATIC = [fault for fault in FAULTS if not fault.browser]


def mutated(fault: Fault) -> bytes:
    before = written(fault.lang, fault.format).data
    after = fault.change(before)
    assert after != before, "the fault changed nothing"
    return after


@pytest.mark.parametrize("fault", STATIC, ids=str)
def test_a_fault_is_seen(fault: Fault) -> None:
    found = list(own.problems(subject(edition(fault.lang), fault.format, data=mutated(fault))))
    assert fault.code in {one.code for one in found}, found


def test_there_are_enough_faults() -> None:
    assert len(FAULTS) >= 60
    assert len({str(fault) for fault in FAULTS}) == len(FAULTS)
    assert {fault.format for fault in FAULTS} == {"html", "epub", "pdf"}
    assert {fault.lang for fault in FAULTS} == {"ar", "zh", "en", "fr", "ru", "es"}


def test_the_table_of_faults_and_judges(
    golden: Callable[[Path, str], None], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Every judge looks at every fault: about five minutes, with --full alone."""
    if not request.config.getoption("--full"):
        pytest.skip("every fault before every judge: with --full alone")
    for judge in judges():
        if not judge.version():
            missing(judge.name, judge.command)
    seen, outcome = before_judges(tmp_path / "output", FAULTS)
    assert all(ran.whole for ran in outcome.ran), [
        one.what for one in outcome.findings if one.code == "judge-failed"
    ]
    golden(TABLE, _page(seen, [_version(ran) for ran in outcome.ran]))


def _version(ran: Ran) -> str:
    """A judge and its version, without that of the browser, which each system has another of."""
    return f"{ran.judge.name} {ran.version.split(' in ')[0]}"


def _page(seen: Mapping[Fault, Sequence[str]], versions: Sequence[str]) -> str:
    unseen = [fault for fault, names in seen.items() if not names]
    counts = []
    for kind in FORMATS:
        mine = [fault for fault in seen if fault.format == kind]
        counts.append(f"| {kind} | {len(mine)} | {sum(not seen[fault] for fault in mine)} |")
    rows = [
        f"| {one.format} | {one.lang} | {one.name} | `{one.code}` | {', '.join(names) or '**none**'} |"
        for one, names in seen.items()
    ]
    return _TEXT.format(
        all=len(seen),
        unseen=len(unseen),
        versions=", ".join(versions),
        counts="\n".join(counts),
        rows="\n".join(rows),
    )


_TEXT = """\
# Faults seeded into the editions, and who sees them

Written by `pytest tests/test_mutation_editions.py --full --update-golden`: {all} faults, each put into a
file of the small letter in `tests/data/own`, which is without a fault before. `openletter check` sees all of
them by its own checks, with the finding in the table. A judge sees a fault if it says anything of the file
with the fault that it does not say of the file without. Judges: {versions}.

**{unseen} of {all} faults are seen by no judge.** Most of these files are well-formed and accessible; they
are only not the letter any more.

| format | faults | seen by no judge |
| --- | --- | --- |
{counts}

| format | language | fault | finding of openletter | judges that see it |
| --- | --- | --- | --- | --- |
{rows}
"""
