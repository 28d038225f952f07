"""Faults seeded into the editions: the checks see every one of them, and nothing where there is none."""

from __future__ import annotations

import pytest
from own_editions import edition, subject, written
from own_faults import FAULTS, Fault

from openletter.audit import own

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
