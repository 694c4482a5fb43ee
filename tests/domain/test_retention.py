"""Which backups are kept."""

from datetime import timedelta

from readiness_app.domain.retention import kept
from tests.builders import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_all_of_two_days_stay():
    times = [NOW - n * HOUR / 2 for n in range(96)]
    assert kept(times, NOW) == frozenset(times)


def test_of_an_older_day_the_last_stays():
    morning, evening = NOW - 5 * DAY, NOW - 5 * DAY + HOUR
    assert kept([NOW, morning, evening], NOW) == {NOW, evening}


def test_a_year_of_days_comes_down_to_a_few():
    times = [NOW - n * DAY for n in range(400)]
    found = kept(times, NOW)
    assert 20 <= len(found) <= 12 + 10 + 9 + 3
    assert min(found) <= NOW - 230 * DAY


def test_the_newest_always_stays():
    assert kept([NOW - 4000 * DAY], NOW) == {NOW - 4000 * DAY}


def test_a_clock_that_was_set_back_loses_nothing():
    assert NOW + 9 * DAY in kept([NOW + 9 * DAY, NOW], NOW)


def test_thinning_again_and_again_keeps_the_old_ones():
    held = set()
    for n in range(400):
        at = NOW + n * DAY
        held = set(kept({*held, at}, at))
    assert min(held) <= at - 200 * DAY


def test_what_stays_to_the_day():
    at = [NOW - 2 * DAY + HOUR, *(NOW - n * DAY for n in (2, 3, 13, 14, 15))]  # of two days all; of older ones 12 days, weeks, months
    hour_more = NOW - 2 * DAY - HOUR
    assert kept([*at, hour_more], NOW) == frozenset(at)
    old = [NOW - 4000 * DAY, NOW - 4000 * DAY - HOUR]
    assert kept(old, NOW) == {old[0]}


def test_of_a_week_one_day_stays():
    times = [NOW - n * DAY for n in range(28)]  # Sunday the 29th and back to Monday the 2nd
    days = {time.day for time in kept(times, NOW)}
    assert days == {*range(18, 30), 15, 8}
