"""Long work in one worker."""

import threading
import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from readiness_app.ui.jobs import Jobs, Progress


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.shutdown()


def endless(progress: Progress) -> None:
    while True:
        time.sleep(0.001)
        progress.step(0.5, "Working")


def test_value_comes_back_in_the_thread_of_the_window(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[object] = []
    job = jobs.create(lambda progress: threading.get_ident())
    job.done.connect(seen.append)
    job.done.connect(lambda value: seen.append(threading.get_ident()))
    with qtbot.waitSignal(job.finished):
        jobs.start(job)
    assert seen[1] == threading.get_ident() and seen[0] != seen[1]


def test_progress_is_reported(jobs: Jobs, qtbot: QtBot) -> None:
    job = jobs.create(endless)
    with qtbot.waitSignal(job.progressed, check_params_cb=lambda share, text: text == "Working"):
        jobs.start(job)


def test_cancelled_work_stops_at_its_next_step(jobs: Jobs, qtbot: QtBot) -> None:
    job = jobs.create(endless)
    with qtbot.waitSignal(job.cancelled):
        jobs.start(job)
        job.cancel()


def test_trouble_is_handed_over(jobs: Jobs, qtbot: QtBot) -> None:
    job = jobs.create(lambda progress: 1 / 0)
    with qtbot.waitSignal(job.failed) as caught:
        jobs.start(job)
    assert isinstance(caught.args[0], ZeroDivisionError)


def test_trouble_nobody_listens_for_reaches_the_hook(jobs: Jobs, qtbot: QtBot) -> None:
    job = jobs.create(lambda progress: 1 / 0)
    with qtbot.captureExceptions() as caught, qtbot.waitSignal(job.finished):
        jobs.start(job)
    assert caught[0][0] is ZeroDivisionError


def test_one_job_at_a_time_in_order(jobs: Jobs, qtbot: QtBot) -> None:
    order: list[object] = []
    made = [jobs.create(lambda progress, number=number: number) for number in range(5)]
    for job in made:
        job.done.connect(order.append)
        jobs.start(job)
    qtbot.waitUntil(lambda: not jobs.busy())
    assert order == [0, 1, 2, 3, 4]


def test_shutdown_waits_for_the_worker(qtbot: QtBot) -> None:
    jobs, ended = Jobs(), []

    def work(progress: Progress) -> None:
        try:
            endless(progress)
        finally:
            ended.append(True)

    job = jobs.create(work)
    with qtbot.waitSignal(job.progressed):
        jobs.start(job)
    jobs.shutdown()
    assert ended == [True]


def test_work_apart_keeps_nobody_waiting(jobs: Jobs, qtbot: QtBot) -> None:
    go = threading.Event()
    hanging, quick = jobs.create(lambda progress: go.wait(20)), jobs.create(lambda progress: 7)
    jobs.start_apart(hanging)
    with qtbot.waitSignal(quick.done):
        jobs.start(quick)
    jobs.shutdown()
    with qtbot.waitSignal(hanging.finished):
        go.set()


def test_abandoned_work_tells_nothing_and_keeps_nothing(jobs: Jobs, qtbot: QtBot) -> None:
    go, kept = threading.Event(), []

    def late(progress: Progress) -> None:
        go.wait(20)
        progress.keep()
        kept.append("changed")

    job = jobs.create(late)
    with qtbot.assertNotEmitted(job.done), qtbot.assertNotEmitted(job.failed), qtbot.waitSignal(job.finished):
        jobs.start_apart(job)
        assert job.abandon()
        go.set()
    assert kept == []


def test_work_that_keeps_its_result_is_not_abandoned_but_waited_for(jobs: Jobs, qtbot: QtBot) -> None:
    keeping, kept = threading.Event(), []

    def work(progress: Progress) -> None:
        progress.keep()
        keeping.set()
        time.sleep(0.1)
        kept.append("changed")

    job = jobs.create(work)
    jobs.start_apart(job)
    assert keeping.wait(20) and not job.abandon()
    jobs.shutdown()
    assert kept == ["changed"]
