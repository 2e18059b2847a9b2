"""Threads take turns."""

import threading
from collections.abc import Generator

from coverart.encoders.neural.turns import Turns


def test_whoever_waits_comes_before_whoever_had_a_turn_and_wants_another() -> None:
    turns = Turns()
    order: list[str] = []

    def wait() -> None:
        with turns.turn():
            order.append("waited")

    for _ in range(50):
        order.clear()
        with turns.turn():
            thread = threading.Thread(target=wait)
            thread.start()
            assert any(turns.waited_for for _ in range(10_000_000))
        with turns.turn():
            order.append("again")
        thread.join()
        assert order == ["waited", "again"]


def test_others_have_their_turn_between_two_portions() -> None:
    turns = Turns()
    ended: list[bool] = []

    def portions() -> Generator[int]:
        try:
            yield from range(3)
        finally:
            ended.append(True)

    each = turns.each(portions())
    assert next(each) == 0
    with turns.turn():
        pass
    assert list(each) == [1, 2]
    assert ended == [True]


def test_closing_ends_the_portions_and_leaves_the_turn_to_others() -> None:
    turns = Turns()
    ended: list[bool] = []

    def portions() -> Generator[int]:
        try:
            yield 1
        finally:
            ended.append(True)

    each = turns.each(portions())
    next(each)
    each.close()
    assert ended == [True]
    with turns.turn():
        pass
