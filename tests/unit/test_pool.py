"""Child processes that crash, hang, overeat and are killed: each costs one file."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from coverart.errors import MediaError, UsageError
from coverart.media.limits import memory_share
from coverart.media.pool import Outcome, ReaderPool, Task
from tests.unit import poolwork
from tests.workers import is_alive, workers_of

NAMES = ["a", "b", "c", "d", "e"]
OTHERS = ["a", "c", "d", "e"]
LINUX = sys.platform == "linux"


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    """A pool for many tests: whatever one of them does to it, it must serve the next."""
    with ReaderPool(workers=2) as pool:
        yield pool


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    for length, name in enumerate(NAMES, start=1):
        (tmp_path / name).write_bytes(b"x" * length)
    return [tmp_path / name for name in NAMES]


def workers() -> list[psutil.Process]:
    """Our processes that read files."""
    return workers_of(psutil.Process())


def wait_until(true: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


def read_all(pool: ReaderPool, function: Callable[..., str], files: list[Path]) -> dict[str, str]:
    """What became of each file: the value, or the reason of the refusal."""
    outcomes = list(filter(None, pool.read_all(Task(function, path) for path in files)))
    assert len(outcomes) == len(files)
    return {
        one.path.name: one.error.reason if one.error is not None else one.result for one in outcomes
    }


def test_every_file_is_read_once(pool: ReaderPool, files: list[Path]) -> None:
    tasks = (Task(poolwork.size_in_bytes, path) for path in files)
    outcomes = list(filter(None, pool.read_all(tasks)))
    assert sorted((one.path.name, one.result) for one in outcomes) == list(
        zip(NAMES, range(1, 6), strict=True)
    )


def test_arguments_reach_the_function_in_another_process(
    pool: ReaderPool, files: list[Path]
) -> None:
    process, arguments = pool.read(Task(poolwork.process_id, files[0], (1, "two")))
    assert arguments == (1, "two")
    assert process != os.getpid()


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (poolwork.crash_on_b, "it crashed the decoder that read it"),
        (poolwork.be_killed_on_b, "it crashed the decoder that read it"),
        (poolwork.refuse_b, "it is not to our taste"),
    ],
)
def test_one_bad_file_costs_one_file(
    pool: ReaderPool, files: list[Path], function: Callable[..., str], reason: str
) -> None:
    became = read_all(pool, function, files)
    assert became.pop("b") == reason
    assert became == {name: name for name in OTHERS}


@pytest.mark.skipif(not LINUX, reason="memory is bounded on Linux alone")
def test_a_file_that_wants_all_memory_costs_one_file(pool: ReaderPool, files: list[Path]) -> None:
    became = read_all(pool, poolwork.take_all_memory_on_b, files)
    assert became.pop("b") == "it needs more memory than Coverart may take on this computer"
    assert became == {name: name for name in OTHERS}


def test_a_file_that_hangs_costs_one_file(files: list[Path]) -> None:
    with ReaderPool(workers=2, seconds_per_file=1) as pool:
        became = read_all(pool, poolwork.hang_on_b, files)
    assert became.pop("b") == "it could not be read within 1 seconds"
    assert became == {name: name for name in OTHERS}


def test_a_file_whose_process_dies_is_tried_twice(pool: ReaderPool, tmp_path: Path) -> None:
    file = tmp_path / "file"
    with pytest.raises(MediaError, match="it crashed the decoder"):
        pool.read(Task(poolwork.crash_and_count, file))
    assert file.read_bytes() == b"xx"


def test_a_process_knows_what_memory_it_may_take(files: list[Path]) -> None:
    with ReaderPool(workers=64) as many, many.alone() as one:
        task = Task(poolwork.allowed_memory, files[0])
        assert many.read(task) == memory_share(64)
        assert one.read(task) == memory_share(1)
        assert memory_share(64) < memory_share(1)


def test_a_refusal_keeps_its_path_reason_and_hint(pool: ReaderPool, files: list[Path]) -> None:
    with pytest.raises(MediaError) as caught:
        pool.read(Task(poolwork.refuse_b, files[1]))
    assert (caught.value.path, caught.value.hint) == (files[1], "try another")


def test_an_outcome_with_an_error_raises_it_when_its_result_is_asked_for() -> None:
    outcome: Outcome[int] = Outcome(Path("a"), error=MediaError(Path("a"), "it is silent"))
    with pytest.raises(MediaError, match="it is silent"):
        _ = outcome.result


def test_a_bug_is_raised_and_not_taken_for_a_bad_file(pool: ReaderPool, files: list[Path]) -> None:
    with pytest.raises(ZeroDivisionError):
        list(pool.read_all(Task(poolwork.die_of_a_bug, path) for path in files))
    assert pool.read(Task(poolwork.size_in_bytes, files[2])) == 3


def test_other_errors_of_ours_pass_through(pool: ReaderPool, files: list[Path]) -> None:
    with pytest.raises(UsageError) as caught:
        pool.read(Task(poolwork.ask_for_another_use, files[0]))
    assert str(caught.value) == "This makes no sense; try sense."


def test_what_c_libraries_say_does_not_reach_the_terminal(
    files: list[Path], capfd: pytest.CaptureFixture[str]
) -> None:
    with ReaderPool(workers=1) as pool:  # its process inherits what stands for the terminal now
        assert pool.read(Task(poolwork.complain, files[0])) == "a"
    assert capfd.readouterr().err == ""


def test_tasks_are_taken_only_as_fast_as_they_are_done(pool: ReaderPool, files: list[Path]) -> None:
    taken = []

    def tasks() -> Iterator[Task[int]]:
        for path in files * 4:
            taken.append(path)
            yield Task(poolwork.size_in_bytes, path)

    with closing(pool.read_all(tasks())) as outcomes:
        next(outcomes)
        assert len(taken) == 2 * pool.workers


def test_closing_early_ends_what_is_under_way(files: list[Path]) -> None:
    with ReaderPool(workers=2) as pool:
        first, hanging = files[0], files[1]
        tasks = [Task(poolwork.hang_on_b, path) for path in (first, *[hanging] * 4)]
        with closing(pool.read_all(tasks)) as outcomes:
            assert next(filter(None, outcomes)).path == first
        # Were the hanging ones still there, they would keep both processes busy for a minute.
        assert wait_until(pool.begin(Task(poolwork.size_in_bytes, files[2])).done)


def test_a_file_that_takes_long_does_not_keep_the_caller_waiting(files: list[Path]) -> None:
    with ReaderPool(workers=1) as pool:
        hanging = Task(poolwork.hang_on_b, files[1])
        with closing(pool.read_all([hanging])) as outcomes:
            assert next(outcomes) is None
            assert next(outcomes) is None
        assert not pool.begin(hanging).wait()


def test_a_pending_file_says_when_it_is_done(pool: ReaderPool, files: list[Path]) -> None:
    pending = pool.begin(Task(poolwork.size_in_bytes, files[3]))
    assert wait_until(pending.done)
    assert pending.result() == 4


def test_a_pending_file_can_be_cancelled(files: list[Path]) -> None:
    with ReaderPool(workers=1) as pool:
        pending = pool.begin(Task(poolwork.hang_on_b, files[1]))
        assert not pending.done()
        pending.cancel()
        with pytest.raises(CancelledError):
            pending.result()
        assert pool.read(Task(poolwork.size_in_bytes, files[3])) == 4


def test_no_process_starts_before_there_is_a_file_and_none_is_left_after(
    files: list[Path],
) -> None:
    before = {process.pid for process in workers()}
    with ReaderPool(workers=2) as pool:
        assert {process.pid for process in workers()} == before
        pool.begin(Task(poolwork.hang_on_b, files[1]))
        assert len(workers()) == len(before) + 1
    assert {process.pid for process in workers()} == before


def test_a_closed_pool_can_be_closed_again_and_used_again(files: list[Path]) -> None:
    pool = ReaderPool(workers=1)
    pool.close()
    assert pool.read(Task(poolwork.size_in_bytes, files[0])) == 1
    pool.close()
    pool.close()


@pytest.mark.parametrize("pause", [0.0, 0.5])
def test_processes_killed_while_idle_cost_nothing(files: list[Path], pause: float) -> None:
    before = {process.pid for process in workers()}
    with ReaderPool(workers=2) as pool:
        assert pool.read(Task(poolwork.size_in_bytes, files[0])) == 1
        for process in workers():
            if process.pid not in before:
                process.kill()
        time.sleep(pause)  # the pool may have noticed, or not
        assert read_all(pool, poolwork.hang_on_b, [files[0], *files[2:]]) == {
            name: name for name in OTHERS
        }


def test_processes_killed_at_any_moment_cost_no_file_and_no_time(files: list[Path]) -> None:
    before = {process.pid for process in workers()}
    several = [path for path in files if path.name != "b"] * 15
    with (
        ReaderPool(workers=2) as pool,
        closing(pool.read_all(Task(poolwork.take_a_while, path) for path in several)) as outcomes,
    ):
        became = []
        for outcome in outcomes:
            if outcome is not None:
                became.append(outcome.result)
            if outcome is not None and len(became) % 6 == 0:
                victim = next((one for one in workers() if one.pid not in before), None)
                if victim is not None:
                    victim.kill()
    assert sorted(became) == sorted(OTHERS * 15)


@pytest.mark.skipif(not LINUX, reason="elsewhere processes hear Ctrl-C in other ways")
def test_a_process_that_is_just_starting_does_not_hear_ctrl_c(files: list[Path]) -> None:
    before = {process.pid for process in workers()}
    with ReaderPool(workers=1) as pool:
        pending = pool.begin(Task(poolwork.process_id, files[0]))
        assert wait_until(lambda: len(workers()) > len(before))
        (started,) = (process for process in workers() if process.pid not in before)
        started.send_signal(signal.SIGINT)
        assert pending.result()[0] == started.pid


def test_processes_end_with_the_program_even_if_it_is_killed_and_they_hang(tmp_path: Path) -> None:
    (tmp_path / "b").touch()
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent("""
        import sys, time
        from pathlib import Path
        from coverart.media.pool import ReaderPool, Task
        from tests.unit import poolwork

        if __name__ == "__main__":
            pool = ReaderPool(workers=2)
            print(pool.read(Task(poolwork.process_id, Path("a")))[0], flush=True)
            pool.begin(Task(poolwork.hang_on_b, Path("b")))
            time.sleep(60)
        """)
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, env=environment
    ) as program:
        assert program.stdout is not None
        program.stdout.readline()
        children = workers_of(psutil.Process(program.pid))
        assert children
        time.sleep(0.5)  # until the hanging has begun
        program.kill()
    assert wait_until(lambda: not any(map(is_alive, children)))
