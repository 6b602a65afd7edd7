"""Promises of business days: cut-off times, weekends, holidays, time zones, and days with 23 or 25 hours."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellonce.clock.business_days import due, is_business_day, terms_from
from tellonce.model.blueprint import Promise
from tellonce.model.calendar import Calendar
from tellonce.model.errors import TellonceError

DAY_S = 86400.0
BERLIN = "Europe/Berlin"


def calendar(**more: Any) -> Calendar:
    return Calendar.model_validate({"time_zone": BERLIN, "weekend": ["saturday", "sunday"], **more})


def at(text: str, zone: str = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def ends(told: str, days: int, *, her: str = BERLIN, **more: Any) -> str:
    """When so many business days are over, as the calendar's own wall clock shows it. told: as her clock shows it."""
    return due(calendar(**more), at(told, her), days, her).strftime("%a %Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("told", "days", "over"),
    [
        ("2026-05-19 09:00", 0, "Wed 2026-05-20 00:00"),  # a Tuesday
        ("2026-05-19 09:00", 1, "Thu 2026-05-21 00:00"),
        ("2026-05-19 23:59", 1, "Thu 2026-05-21 00:00"),
        ("2026-05-22 09:00", 1, "Tue 2026-05-26 00:00"),  # a Friday
        ("2026-05-23 09:00", 0, "Tue 2026-05-26 00:00"),  # a Saturday counts as the Monday
        ("2026-05-24 09:00", 1, "Wed 2026-05-27 00:00"),
        ("2026-05-19 09:00", 10, "Wed 2026-06-03 00:00"),
    ],
)
def test_business_days_end_with_the_day_and_leave_out_weekends(told: str, days: int, over: str) -> None:
    assert ends(told, days) == over


@pytest.mark.parametrize(
    ("told", "over"),
    [
        ("2026-05-19 15:59:59", "Wed 2026-05-20 18:00"),
        ("2026-05-19 16:00:00", "Wed 2026-05-20 18:00"),
        ("2026-05-19 16:00:01", "Thu 2026-05-21 18:00"),
        ("2026-05-22 17:00:00", "Tue 2026-05-26 18:00"),  # Friday evening counts as Monday
        ("2026-05-23 17:00:00", "Tue 2026-05-26 18:00"),  # Saturday is Monday already; no cut-off moves it further
    ],
)
def test_what_is_told_after_the_cut_off_counts_as_told_on_the_next_business_day(told: str, over: str) -> None:
    assert ends(told, 1, cut_off="16:00", day_ends="18:00") == over


def test_what_is_told_after_hours_counts_as_told_on_the_next_business_day() -> None:
    assert ends("2026-05-19 18:00", 0, day_ends="18:00") == "Wed 2026-05-20 18:00"
    assert ends("2026-05-19 17:59", 0, day_ends="18:00") == "Tue 2026-05-19 18:00"


def test_the_cut_off_is_that_of_the_calendars_own_zone() -> None:
    # It is 16:30 in New York, and 22:30 in Berlin.
    assert ends("2026-05-19 16:30", 1, her="America/New_York", cut_off="17:00") == "Fri 2026-05-22 00:00"
    hers = {"time_zone": "customer", "cut_off": "17:00"}
    assert ends("2026-05-19 16:30", 1, her="America/New_York", **hers) == "Thu 2026-05-21 00:00"


def test_holidays_are_those_of_the_country_and_of_its_part() -> None:
    # Corpus Christi, a Thursday, is kept in Bavaria and not in Berlin; Whit Monday in both.
    assert ends("2026-06-03 09:00", 1, country="DE", subdivision="BY") == "Sat 2026-06-06 00:00"
    assert ends("2026-06-03 09:00", 1, country="DE", subdivision="BE") == "Fri 2026-06-05 00:00"
    assert ends("2026-05-22 09:00", 1, country="DE") == "Wed 2026-05-27 00:00"
    assert ends("2026-12-23 09:00", 1, country="DE", closed=["2026-12-24", "2026-12-31"]) == "Tue 2026-12-29 00:00"


def test_the_weekend_is_the_countrys_unless_the_calendar_says_otherwise() -> None:
    riyadh = {"time_zone": "Asia/Riyadh", "country": "SA"}
    thursday, sunday = date(2026, 5, 21), date(2026, 5, 24)
    assert is_business_day(Calendar.model_validate(riyadh), thursday)
    assert is_business_day(Calendar.model_validate(riyadh), sunday)
    assert not is_business_day(Calendar.model_validate({**riyadh, "weekend": ["sunday"]}), sunday)
    assert not is_business_day(Calendar.model_validate({"time_zone": BERLIN, "country": "DE"}), sunday)
    assert is_business_day(Calendar.model_validate({"time_zone": BERLIN}), sunday)


def test_a_saturday_that_a_country_declares_a_working_day_is_one() -> None:
    # China moves working days about its long holidays: Sunday, 28 September 2025 was worked.
    assert is_business_day(Calendar.model_validate({"time_zone": "Asia/Shanghai", "country": "CN"}), date(2025, 9, 28))


@pytest.mark.parametrize(
    ("told", "hours"),
    [
        ("2026-03-28 00:00", 47),  # the clocks go forward on Sunday, 29 March
        ("2026-10-24 00:00", 49),  # and back on Sunday, 25 October
        ("2026-05-19 00:00", 48),
    ],
)
def test_a_day_on_which_the_clocks_change_is_shorter_or_longer(told: str, hours: int) -> None:
    every_day = Calendar(time_zone=BERLIN)
    promise = Promise.model_validate({"within": "1 business day", "calendar": "bank"})
    terms = terms_from(promise, {"bank": every_day}, at(told), BERLIN)
    assert terms is not None
    assert terms.within == hours * 3600


def test_a_midnight_that_the_clocks_leave_out_is_the_moment_at_which_they_jump() -> None:
    # In Beirut, Sunday 29 March 2026 begins at 01:00.
    end = due(Calendar(time_zone="Asia/Beirut"), at("2026-03-28 12:00", "Asia/Beirut"), 0, "Asia/Beirut")
    assert end.astimezone(UTC) == datetime(2026, 3, 28, 22, tzinfo=UTC)


def test_the_cut_off_goes_by_the_clock_on_the_wall_when_the_clocks_change() -> None:
    spring = {"weekend": [], "cut_off": "16:00"}
    assert ends("2026-03-29 15:59", 0, **spring) == "Mon 2026-03-30 00:00"
    assert ends("2026-03-29 16:01", 0, **spring) == "Tue 2026-03-31 00:00"


def test_every_time_of_a_promise_may_count_business_days() -> None:
    promise = Promise.model_validate(
        {
            "within": "one business day",
            "window": "3 working days",
            "drain": "0 business days",
            "holds_for": "1 week",
            "at_most": 2,
            "calendar": "bank",
        }
    )
    terms = terms_from(promise, {"bank": calendar()}, at("2026-05-19 12:00"), BERLIN)
    assert terms is not None
    found = (terms.within, terms.window, terms.drain, terms.holds_for, terms.at_least, terms.at_most)
    assert found == (1.5 * DAY_S, 3.5 * DAY_S, 0.5 * DAY_S, 7 * DAY_S, 1, 2)
    assert terms.said == "1 business day, by Wed 20 May 2026, 24:00 Europe/Berlin"


def test_a_promise_says_when_the_day_ends() -> None:
    promise = Promise.model_validate({"within": "1 business day", "calendar": "bank"})
    terms = terms_from(promise, {"bank": calendar(day_ends="18:00")}, at("2026-05-19 12:00"), BERLIN)
    assert terms is not None
    assert terms.said == "1 business day, by Wed 20 May 2026, 18:00 Europe/Berlin"


def test_a_promise_without_business_days_needs_no_calendar() -> None:
    assert terms_from(Promise(within=60.0), {}, at("2026-05-19 12:00"), BERLIN) is None


def test_a_calendar_that_never_opens_is_told_rather_than_searched_for_ever() -> None:
    every_day_of_two_years = [
        date.fromordinal(day).isoformat() for day in range(date(2026, 1, 1).toordinal(), date(2028, 1, 1).toordinal())
    ]
    with pytest.raises(TellonceError, match="no business day within a year of 2026-05-19"):
        ends("2026-05-19 12:00", 0, closed=every_day_of_two_years)


@given(
    told=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
    days=st.integers(0, 15),
    zone=st.sampled_from([BERLIN, "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Africa/Cairo"]),
    cut_off=st.sampled_from([None, "00:00", "16:00", "24:00"]),
)
def test_more_days_end_later_a_cut_off_never_ends_sooner_and_nothing_ends_before_it_was_told(
    told: datetime, days: int, zone: str, cut_off: str | None
) -> None:
    with_cut = calendar(time_zone=zone, country="DE", cut_off=cut_off)
    end = due(with_cut, told, days, zone)
    assert end.astimezone(UTC) > told
    assert due(with_cut, told, days + 1, zone).astimezone(UTC) > end.astimezone(UTC)
    assert due(calendar(time_zone=zone, country="DE"), told, days, zone).astimezone(UTC) <= end.astimezone(UTC)


def test_a_day_that_was_named_is_the_deadline_and_the_end_of_the_window() -> None:
    promise = Promise(within=5 * DAY_S, window=20 * DAY_S, drain=3600.0, holds_for=60.0, at_most=1, by="delivery_day")
    told = at("2026-05-04 12:00")

    terms = terms_from(promise, {}, told, BERLIN, {"delivery_day": "2026-05-08"})
    assert terms is not None
    assert (terms.within, terms.window_s) == (4.5 * DAY_S, 4.5 * DAY_S)
    assert (terms.drain, terms.holds_for, terms.at_most) == (3600.0, 60.0, 1)
    assert terms.said == "108 hours, by Fri 08 May 2026, the day that was named"
    assert terms_from(promise, {}, told, BERLIN, {"answer_by": "2026-05-08"}) is None


def test_a_day_that_was_named_may_stand_beside_a_drain_of_business_days() -> None:
    promise = Promise(within=DAY_S, drain="1 business day", calendar="office", by="delivery_day")

    terms = terms_from(promise, {"office": calendar()}, at("2026-05-04 12:00"), BERLIN, {"delivery_day": "2026-05-08"})
    assert terms is not None
    assert (terms.within, terms.drain) == (4.5 * DAY_S, 1.5 * DAY_S)


def test_a_day_that_is_none_is_told() -> None:
    with pytest.raises(TellonceError, match=r"^'soon' is no day such as 2026-05-08"):
        terms_from(Promise(within=DAY_S, by="day"), {}, at("2026-05-04 12:00"), BERLIN, {"day": "soon"})
