"""Worker processes: what dies or hangs costs its own piece, and nothing else."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pieces
import pytest

from openletter.errors import SourceError
from openletter.publish.pool import Lost, Pool


def results(given: list[str], **options: float) -> dict[str, str | Lost]:
    pool: Pool[str, str] = Pool(pieces.work, 2, **options)
    return dict(pool.map(given))


def test_every_piece_is_done_once_by_processes_that_start_once() -> None:
    pool: Pool[int, int] = Pool(pieces.process, 2)
    found = list(pool.map(iter(range(40))))
    assert sorted(piece for piece, _ in found) == list(range(40))
    assert len({result for _, result in found}) == 2
    assert os.getpid() not in {result for _, result in found}


def test_a_worker_that_dies_costs_its_piece_a_second_try(tmp_path: Path) -> None:
    once = f"kill-once {tmp_path / 'mark'}"
    assert results(["a", once, "b", "c"]) == {one: f"{one} done" for one in ("a", once, "b", "c")}


def test_what_kills_every_worker_is_lost_and_the_others_are_done(tmp_path: Path) -> None:
    deadly = f"kill {tmp_path / 'mark'}"
    found = results(["a", deadly, "b", "c"])
    assert found.pop(deadly) == Lost("the process that made it ended by itself (-9), 2 times")
    assert found == {one: f"{one} done" for one in ("a", "b", "c")}


def test_what_hangs_is_lost_and_the_others_are_done() -> None:
    found = results(["hang", "a", "b"], seconds=4)
    assert found.pop("hang") == Lost("it took longer than 4 seconds, 2 times")
    assert found == {"a": "a done", "b": "b done"}


def test_what_hangs_before_something_large_is_lost_all_the_same() -> None:
    large = ["b" * 5_000_000, "c" * 5_000_000, *"defgh"]
    found = results(["hang", "a", *large], seconds=4)
    assert found.pop("hang") == Lost("it took longer than 4 seconds, 2 times")
    assert found == {one: f"{one} done" for one in ("a", *large)}


def test_who_dies_with_a_piece_at_hand_gives_that_piece_back(tmp_path: Path) -> None:
    """Its neighbour in the same worker is not blamed: only what was under way counts as tried."""
    others = [str(number) for number in range(20)]
    deadly = [f"kill {tmp_path / str(number)}" for number in range(6)]
    mixed = [piece for pair in zip(others, deadly * 4, strict=False) for piece in pair]
    found = results(list(dict.fromkeys(mixed)))
    assert {one: found[one] for one in others} == {one: f"{one} done" for one in others}
    assert {found[one] for one in deadly} == {Lost("the process that made it ended by itself (-9), 2 times")}


def test_an_error_for_a_person_comes_back_as_it_was_and_no_process_stays() -> None:
    pool: Pool[str, str] = Pool(pieces.work, 2)
    with pytest.raises(SourceError, match="no good") as caught:
        list(pool.map(["a", "error", "b"]))
    assert caught.value.code == "bad"
    assert not pool._all


def test_a_worker_killed_from_outside_while_it_works(tmp_path: Path) -> None:
    pool: Pool[int, int] = Pool(pieces.process, 2)

    def kill() -> None:
        while not pool._all:
            time.sleep(0.01)
        time.sleep(0.7)
        os.kill(pool._all[0].process.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    found = list(pool.map(range(120)))
    killer.join()
    assert sorted(piece for piece, _ in found) == list(range(120))
    assert all(isinstance(result, int) for _, result in found)
