"""Which backups are kept: all of two days, then one a day for 12 days, one a week for 10 weeks and one a month for 9 months."""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, timedelta

ALL_OF = timedelta(days=2)
DAILY, WEEKLY, MONTHLY = 12, 10, 9


def kept(times: Iterable[datetime], now: datetime) -> frozenset[datetime]:
    """The backups to keep, of those made at these times (aware); the newest is always among them.

    Of each day, week and month the last backup stays. A time after `now` stays too: a clock that was set back is no reason to lose one.
    """
    newest_first = sorted(times, reverse=True)
    keep = {time for time in newest_first if now - time <= ALL_OF} | set(newest_first[:1])
    for period, count in ((_day, DAILY), (_week, WEEKLY), (_month, MONTHLY)):
        keep.update(_last_of_each(newest_first, period, count))
    return frozenset(keep)


def _last_of_each(newest_first: Iterable[datetime], period: Callable[[datetime], Hashable], count: int) -> list[datetime]:
    last: dict[Hashable, datetime] = {}
    for time in newest_first:
        last.setdefault(period(time), time)
    return list(last.values())[:count]


def _day(time: datetime) -> Hashable:
    return time.date()


def _week(time: datetime) -> Hashable:
    return time.isocalendar()[:2]


def _month(time: datetime) -> Hashable:
    return time.year, time.month
