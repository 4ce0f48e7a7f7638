"""What is due when, told by the clock on the wall: times are those of China."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from models.agency import AgencySettings
from models.clock import CHINA
from models.ladder import Limits, QueueSettings
from models.moves import Actor, Move, State
from models.steps import IllegalMoveError, Step, TooLateError
from models.ticket import Attachment, Due, Ticket
from models.timetable import MOST_OVERDUE, MOST_REDONE, Timetable, next_rung
from tests.models.samples import (
    ASKER,
    CHEN,
    DESK,
    TIMES,
    ZHANG,
    a_step,
    a_ticket,
    accept,
    after,
    by_agency,
    by_asker,
    by_clock,
    dispatch,
    finish,
    give_back,
    grab,
    hand_over,
    offer,
    recorded,
)

PHOTO = (Attachment("media", "photo", datetime(2025, 9, 22, tzinfo=CHINA)),)


def at(written: str) -> datetime:
    """A moment of autumn 2025 in China, such as ``10-09 17:30``."""
    return datetime.strptime(f"2025-{written} +0800", "%Y-%m-%d %H:%M %z")


MONDAY = at("09-22 10:00")  # an ordinary week, the last but one before the National Day


def ticket(queue: str = "repair", since: datetime = MONDAY, **fields: Any) -> Ticket:
    """A ticket filed at that moment."""
    return TIMES.filed(a_ticket(queue=queue, created=since, updated=since, **fields))


def taken(since: datetime = MONDAY, queue: str = "repair") -> Ticket:
    """A ticket filed, offered and taken at that moment."""
    return after(offer(ZHANG, at=since), grab(ZHANG, at=since), ticket=ticket(queue, since))


def when(found: Ticket, kind: Due) -> datetime | None:
    """When something is due."""
    deadline = found.deadline(kind)
    return deadline.at if deadline else None


def extend(moment: datetime) -> Step:
    """The holder asks for more time."""
    return a_step(Move.EXTEND, Actor.HOLDER, ZHANG, at=moment, note="在等配件")


def pause(moment: datetime) -> Step:
    """The holder stops the clock."""
    return a_step(Move.PAUSE, Actor.HOLDER, ZHANG, at=moment, note="住户出门了")


def resume(moment: datetime) -> Step:
    """The holder goes on."""
    return a_step(Move.RESUME, Actor.HOLDER, ZHANG, at=moment)


class TestANewTicket:
    """From filing to done."""

    def test_somebody_is_asked_at_once(self) -> None:
        assert when(ticket(), Due.CLIMB) == MONDAY

    def test_a_resident_who_still_chooses_is_waited_for(self) -> None:
        waiting = TIMES.filed(a_ticket(created=MONDAY), timedelta(minutes=2))
        assert when(waiting, Due.CLIMB) == at("09-22 10:02")

    def test_the_whole_has_its_limit_in_working_days(self) -> None:
        filed = ticket()  # 5 working days; Sunday the 28th is worked for the holidays
        assert (when(filed, Due.LIMIT), filed.limit_at) == (at("09-28 17:30"), at("09-28 17:30"))

    def test_the_first_thing_due_is_what_the_clock_looks_for(self) -> None:
        assert ticket().due_at == MONDAY

    def test_people_see_neither_the_rung_nor_the_warning(self) -> None:
        shown = ticket().next_deadline
        assert shown
        assert shown.kind is Due.LIMIT
        claim = taken().next_deadline
        assert claim
        assert claim.kind is Due.EXPIRE

    def test_a_queue_that_was_taken_out_of_the_settings_goes_to_the_desk(self) -> None:
        assert [rung.who for rung in TIMES.ladder(ticket("of_yesterday"))] == ["desk"]


class TestAClaim:
    """From taking it to done, with a warning before it expires."""

    def test_it_expires_after_its_time_with_a_warning_before(self) -> None:
        claim = taken()
        assert when(claim, Due.EXPIRE) == at("09-24 10:00")
        assert when(claim, Due.WARN) == at("09-24 06:00")
        assert when(claim, Due.CLIMB) is None

    def test_a_short_claim_is_warned_of_at_half_time(self) -> None:
        limits = Limits.model_validate({"claim": "2 hours", "warning": "4 hours"})
        times = Timetable({"repair": QueueSettings(limits=limits)})
        step = grab(ZHANG, at=MONDAY)
        held = times.follow(ticket(), step.move, MONDAY, taken())
        assert when(held, Due.WARN) == at("09-22 11:00")

    def test_starting_work_changes_nothing_of_it(self) -> None:
        working = after(a_step(Move.START, Actor.HOLDER, ZHANG, at=MONDAY), ticket=taken())
        assert working.deadlines == taken().deadlines

    def test_after_the_warning_it_still_expires(self) -> None:
        warned = after(by_clock(Move.WARN, at=at("09-24 06:00")), ticket=taken())
        assert when(warned, Due.WARN) is None
        assert warned.due_at == at("09-24 10:00")

    def test_when_it_expires_somebody_else_is_asked_at_once(self) -> None:
        expired = after(by_clock(Move.EXPIRE, at=at("09-24 10:00")), ticket=taken())
        assert [each.kind for each in expired.deadlines] == [Due.CLIMB, Due.LIMIT]
        assert expired.due_at == at("09-24 10:00")

    def test_one_extension_counts_from_where_it_would_have_expired(self) -> None:
        longer = after(extend(at("09-24 09:59")), ticket=taken())
        assert when(longer, Due.EXPIRE) == at("09-26 10:00")
        assert when(longer, Due.WARN) == at("09-26 06:00")
        assert longer.limit_at == at("09-28 17:30")

    def test_the_whole_never_ends_before_the_claim(self) -> None:
        late = taken(at("09-26 09:00"))
        claimed = after(
            give_back(ZHANG, at=at("09-26 09:00")),
            offer(CHEN, at=at("10-09 09:00")),
            grab(CHEN, at=at("10-09 09:00")),
            replace(extend(at("10-09 10:00")), by=CHEN),
            ticket=replace(late, limit_at=at("10-11 17:30")),
        )
        assert when(claimed, Due.EXPIRE) == at("10-13 09:00")

    @pytest.mark.parametrize("moment", ["09-24 10:00", "09-25 10:00"])
    def test_none_comes_after_it_has_expired(self, moment: str) -> None:
        with pytest.raises(TooLateError):
            after(extend(at(moment)), ticket=taken())

    def test_there_is_no_second_one(self) -> None:
        longer = after(extend(at("09-24 09:00")), ticket=taken())
        with pytest.raises(TooLateError) as refused:
            after(extend(at("09-25 09:00")), ticket=longer)
        assert Move.EXTEND not in refused.value.possible
        assert Move.GIVE_BACK in refused.value.possible

    def test_whoever_takes_it_next_may_ask_again(self) -> None:
        again = after(
            extend(at("09-24 09:00")),
            give_back(ZHANG, at=at("09-24 10:00")),
            offer(CHEN, at=at("09-24 10:00")),
            grab(CHEN, at=at("09-24 11:00")),
            replace(extend(at("09-25 09:00")), by=CHEN),
            ticket=taken(),
        )
        assert when(again, Due.EXPIRE) == at("09-28 11:00")

    def test_giving_it_back_after_the_warning_is_recorded_as_late(self) -> None:
        warned = after(by_clock(Move.WARN, at=at("09-24 06:00")), ticket=taken())
        early = after(give_back(ZHANG, at=at("09-23 10:00")), ticket=taken())
        late = after(give_back(ZHANG, at=at("09-24 07:00")), ticket=warned)
        assert recorded(early) == [(ZHANG, "given_back")]
        assert recorded(late) == [(ZHANG, "given_back_late")]

    def test_the_warning_of_one_claim_is_not_held_against_the_next(self) -> None:
        again = after(
            by_clock(Move.WARN, at=at("09-24 06:00")),
            give_back(ZHANG, at=at("09-24 07:00")),
            offer(CHEN, at=at("09-24 08:00")),
            grab(CHEN, at=at("09-24 08:00")),
            give_back(CHEN, at=at("09-24 09:00")),
            ticket=taken(),
        )
        assert recorded(again) == [(CHEN, "given_back")]

    def test_with_more_time_it_is_not_late_any_more(self) -> None:
        longer = after(
            by_clock(Move.WARN, at=at("09-24 06:00")), extend(at("09-24 07:00")), ticket=taken()
        )
        given = after(give_back(ZHANG, at=at("09-24 12:00")), ticket=longer)
        assert recorded(given) == [(ZHANG, "given_back")]


class TestAPause:
    """The clock stands still, for a reason and not for ever."""

    def test_it_ends_by_itself_after_ten_working_days(self) -> None:
        paused = after(pause(at("09-23 10:00")), ticket=taken())
        # 24, 25, 26, 28, 29, 30 September, then 9, 10, 11, 13 October.
        assert [(each.kind, each.at) for each in paused.deadlines] == [
            (Due.RESUME, at("10-13 17:30"))
        ]
        assert paused.due_at == at("10-13 17:30")
        assert paused.stopped == taken().deadlines

    def test_a_claim_goes_on_with_as_many_hours_as_it_had_left(self) -> None:
        back = after(pause(at("09-23 10:00")), resume(at("09-25 15:00")), ticket=taken())
        assert back.state is State.TAKEN
        assert when(back, Due.EXPIRE) == at("09-26 15:00")
        assert when(back, Due.WARN) == at("09-26 11:00")

    def test_working_time_goes_on_with_as_many_working_hours_as_it_had_left(self) -> None:
        # Friday noon to Monday noon, with the worked Sunday between: one and a half working days.
        friday, monday = at("09-26 12:00"), at("09-29 12:00")
        held = taken(at("09-25 10:00"))
        assert when(held, Due.LIMIT) == at("10-09 17:30")  # 26, 28, 29, 30, then the 9th
        back = after(pause(friday), resume(monday), ticket=held)
        # Left were Friday's and Thursday's ends: 3.5 + 6.5 x 4 hours from Monday noon on.
        assert when(back, Due.LIMIT) == at("10-11 12:00") + timedelta(hours=5, minutes=30)
        assert back.limit_at == when(back, Due.LIMIT)

    def test_a_pause_over_the_national_day_costs_no_working_time(self) -> None:
        held = taken(at("09-26 10:00"))
        back = after(pause(at("09-30 17:30")), resume(at("10-09 09:00")), ticket=held)
        assert when(back, Due.LIMIT) == when(held, Due.LIMIT) == at("10-10 17:30")

    def test_a_pause_over_a_weekend_costs_no_working_time(self) -> None:
        held = taken(at("09-19 10:00"))
        back = after(pause(at("09-19 17:30")), resume(at("09-22 09:00")), ticket=held)
        assert when(back, Due.LIMIT) == when(held, Due.LIMIT) == at("09-26 17:30")

    def test_an_open_ticket_climbs_when_it_goes_on(self) -> None:
        stop = a_step(Move.PAUSE, Actor.STAFF, DESK, at=at("09-22 10:10"), note="停水")
        go_on = a_step(Move.RESUME, Actor.STAFF, DESK, at=at("09-22 12:10"))
        offered = after(offer(ZHANG, at=MONDAY), ticket=ticket())
        assert when(offered, Due.CLIMB) == at("09-22 10:30")
        back = after(stop, go_on, ticket=offered)
        assert (back.state, when(back, Due.CLIMB)) == (State.OFFERED, at("09-22 12:30"))

    def test_words_during_a_pause_do_not_start_the_clock(self) -> None:
        paused = after(pause(MONDAY), ticket=taken())
        urged = after(by_asker(Move.URGE, at=at("09-23 10:00")), ticket=paused)
        assert (urged.deadlines, urged.stopped) == (paused.deadlines, paused.stopped)

    def test_what_was_late_before_it_is_late_after_it(self) -> None:
        held = taken()
        stop = a_step(Move.PAUSE, Actor.STAFF, DESK, at=at("09-28 18:00"), note="停水")
        back = after(stop, resume(at("09-30 10:00")), ticket=held)
        assert back.limit_at == held.limit_at == when(back, Due.LIMIT)

    def test_what_is_overdue_does_not_come_to_be_in_time(self) -> None:
        overdue = after(by_clock(Move.OVERDUE, at=at("09-28 17:30")), ticket=taken())
        stop = a_step(Move.PAUSE, Actor.STAFF, DESK, at=at("09-29 10:00"), note="停水")
        back = after(stop, resume(at("09-30 10:00")), ticket=overdue)
        assert back.limit_at == at("09-28 17:30")
        again = when(back, Due.LIMIT)
        assert again
        assert again > at("10-13 10:00")

    def test_withdrawing_a_paused_ticket_leaves_nothing_of_the_pause(self) -> None:
        gone = after(pause(MONDAY), by_asker(Move.CANCEL, at=MONDAY), ticket=taken())
        assert (gone.deadlines, gone.stopped, gone.paused_at) == ((), (), None)


class TestADispatch:
    """Somebody was sent by name and has to answer."""

    def test_without_an_answer_it_lapses(self) -> None:
        sent = after(dispatch(ZHANG, at=MONDAY), ticket=ticket())
        assert when(sent, Due.LAPSE) == at("09-22 12:00")
        lapsed = after(by_clock(Move.LAPSE, at=at("09-22 12:00")), ticket=sent)
        assert (lapsed.state, when(lapsed, Due.CLIMB)) == (State.OPEN, at("09-22 12:00"))

    def test_a_group_on_the_ladder_has_as_long_as_its_rung_lasts(self) -> None:
        step = dispatch("group:property", ZHANG, at=at("09-22 16:30"))
        sent = after(replace(step, changes={**step.changes, "rung": 1}), ticket=ticket())
        assert when(sent, Due.LAPSE) == at("09-23 10:00")  # two working hours

    def test_who_agrees_has_a_claim_like_any_other(self) -> None:
        sent = after(dispatch(ZHANG, at=MONDAY), accept(ZHANG, at=MONDAY), ticket=ticket())
        assert [each.kind for each in sent.deadlines] == [each.kind for each in taken().deadlines]

    def test_not_ours_is_said_within_a_working_day(self) -> None:
        limits = Limits.model_validate({"accept": "9 days"})
        sent = after(dispatch(ZHANG, at=MONDAY), ticket=ticket())
        times = Timetable({"repair": QueueSettings(limits=limits)}, calendar=TIMES.calendar)
        assert times.is_in_time(sent, Move.RETURN, Actor.CHOSEN, at("09-23 17:30"))
        assert not times.is_in_time(sent, Move.RETURN, Actor.CHOSEN, at("09-23 17:31"))


class TestTheLimit:
    """The whole ticket should have been done."""

    def test_people_hear_of_it_again_and_again_but_not_for_ever(self) -> None:
        late, heard = taken(), 0
        while limit := late.deadline(Due.LIMIT):
            late = after(by_clock(Move.OVERDUE, at=limit.at), ticket=late)
            heard += 1
        assert heard == MOST_OVERDUE
        assert late.limit_at == taken().limit_at

    def test_they_hear_of_it_again_after_five_working_days(self) -> None:
        late = after(by_clock(Move.OVERDUE, at=at("09-28 17:30")), ticket=taken())
        assert when(late, Due.LIMIT) == at("10-11 17:30")  # 29, 30, then 9, 10, 11

    def test_more_time_after_it_does_not_make_it_one_in_time(self) -> None:
        late = after(
            by_clock(Move.OVERDUE, at=at("09-28 17:30")),
            offer(ZHANG, at=at("09-29 10:00")),
            grab(ZHANG, at=at("09-29 10:00")),
            extend(at("09-30 10:00")),
            ticket=ticket(),
        )
        assert late.limit_at == at("09-28 17:30")


class TestAnAgency:
    """What was handed over has limits of its own."""

    def test_it_receives_in_a_working_day_and_decides_in_seven_days(self) -> None:
        away = after(hand_over(at=MONDAY), ticket=ticket("legal_aid"))
        assert when(away, Due.RECEIVE) == at("09-23 17:30")
        assert when(away, Due.DECIDE) == at("09-29 10:00")

    def test_what_cannot_wait_is_decided_in_a_day(self) -> None:
        away = after(hand_over(at=MONDAY), ticket=ticket("legal_aid", urgent=True))
        assert when(away, Due.DECIDE) == at("09-23 10:00")

    def test_an_agency_that_decides_nothing_is_not_asked_to(self) -> None:
        plain = AgencySettings(name="物业公司")
        times = Timetable(TIMES.queues, {"legal_aid_centre": plain}, TIMES.calendar)
        filed = ticket(urgent=True)
        handed = times.follow(filed, Move.HAND_OVER, MONDAY, after(hand_over(at=MONDAY)))
        assert when(handed, Due.DECIDE) is None
        assert when(handed, Due.RECEIVE) == at("09-23 17:30")

    def test_a_lawyer_is_named_within_three_days_of_the_decision(self) -> None:
        decided = after(
            hand_over(at=MONDAY),
            by_agency(Move.RECEIVE, at=at("09-22 15:00")),
            by_agency(Move.DECIDE, at=at("09-24 15:00")),
            ticket=ticket("legal_aid"),
        )
        assert when(decided, Due.RECEIVE) is None
        assert when(decided, Due.DECIDE) is None
        assert when(decided, Due.ASSIGN) == at("09-27 15:00")
        assigned = after(by_agency(Move.ASSIGN, at=at("09-25 15:00")), ticket=decided)
        assert [each.kind for each in assigned.deadlines] == [Due.LIMIT]

    def test_deciding_again_counts_anew(self) -> None:
        decided = after(
            hand_over(at=MONDAY),
            by_agency(Move.DECIDE, at=at("09-23 15:00")),
            by_agency(Move.DECIDE, at=at("09-24 15:00")),
            ticket=ticket("legal_aid"),
        )
        assert when(decided, Due.ASSIGN) == at("09-27 15:00")

    def test_it_is_reminded_once_of_what_is_late_and_still_has_what_is_not(self) -> None:
        away = after(hand_over(at=MONDAY), ticket=ticket("legal_aid"))
        reminded = after(by_clock(Move.REMIND, at=at("09-23 17:30")), ticket=away)
        assert when(reminded, Due.RECEIVE) is None
        assert when(reminded, Due.DECIDE) == at("09-29 10:00")
        again = after(by_clock(Move.REMIND, at=at("09-29 10:00")), ticket=reminded)
        assert [each.kind for each in again.deadlines] == [Due.LIMIT]

    def test_not_ours_is_said_within_two_working_days(self) -> None:
        away = after(hand_over(at=MONDAY), ticket=ticket("legal_aid"))
        rule = "不归本地管辖"
        in_time = by_agency(Move.RETURN, at=at("09-24 17:30"), note=rule)
        assert after(in_time, ticket=away).state is State.OPEN
        with pytest.raises(TooLateError):
            after(by_agency(Move.RETURN, at=at("09-24 17:31"), note=rule), ticket=away)

    def test_more_time_is_asked_for_before_the_end_and_once(self) -> None:
        away = after(hand_over(at=MONDAY), ticket=ticket("legal_aid"))
        end = away.limit_at
        assert end
        more = by_agency(Move.EXTEND, at=end - timedelta(minutes=1), note="等鉴定")
        longer = after(more, ticket=away)
        assert longer.limit_at
        assert longer.limit_at > end
        for late in (replace(more, at=end), more):
            with pytest.raises(TooLateError):
                after(late, ticket=away if late.at == end else longer)

    def test_missing_papers_stop_its_clock(self) -> None:
        away = after(hand_over(at=MONDAY), ticket=ticket("legal_aid"))
        stop = by_agency(Move.PAUSE, at=at("09-23 10:00"), note="缺收入证明")
        go_on = by_agency(Move.RESUME, at=at("09-25 10:00"))
        back = after(stop, go_on, ticket=away)
        assert (back.state, when(back, Due.DECIDE)) == (State.HANDED_OVER, at("10-01 10:00"))


class TestTheEnd:
    """A result nobody spoke about is asked after."""

    def test_one_that_is_shown_is_asked_after_in_three_days(self) -> None:
        done = after(finish(ZHANG, at=MONDAY, attachments=PHOTO), ticket=taken())
        assert [(each.kind, each.at) for each in done.deadlines] == [
            (Due.CALL_BACK, at("09-25 10:00"))
        ]

    def test_one_that_is_not_shown_is_asked_after_in_two_hours(self) -> None:
        done = after(finish(ZHANG, at=MONDAY), ticket=taken())
        assert done.due_at == at("09-22 12:00")

    def test_a_photo_sent_later_gives_the_asker_the_usual_time_once(self) -> None:
        show = a_step(Move.SHOW, Actor.HOLDER, ZHANG, at=at("09-22 11:00"), attachments=PHOTO)
        done = after(finish(ZHANG, at=MONDAY), show, ticket=taken())
        assert done.due_at == at("09-25 11:00")
        assert after(replace(show, at=at("09-24 11:00")), ticket=done).due_at == done.due_at

    def test_a_photo_after_the_call_back_does_not_ask_for_another(self) -> None:
        show = a_step(Move.SHOW, Actor.HOLDER, ZHANG, at=at("09-23 10:00"), attachments=PHOTO)
        called = by_clock(Move.CALL_BACK, at=at("09-22 12:00"))
        assert after(finish(ZHANG, at=MONDAY), called, show, ticket=taken()).due_at is None

    @pytest.mark.parametrize("move", [Move.RATE, Move.COMPLAIN])
    def test_whoever_spoke_is_not_asked(self, move: Move) -> None:
        said = by_asker(move, at=MONDAY, changes={"rating": 3})
        assert after(finish(ZHANG, at=MONDAY), said, ticket=taken()).deadlines == ()

    def test_not_fixed_is_said_within_fifteen_days(self) -> None:
        done = after(finish(ZHANG, at=MONDAY), ticket=taken())
        in_time = by_asker(Move.NOT_FIXED, at=at("10-07 10:00"))
        assert after(in_time, ticket=done).state is State.REOPENED
        with pytest.raises(TooLateError):
            after(by_asker(Move.NOT_FIXED, at=at("10-07 10:01")), ticket=done)

    def test_staff_who_hear_it_later_may_still_reopen_it(self) -> None:
        done = after(finish(ZHANG, at=MONDAY), ticket=taken())
        late = a_step(Move.NOT_FIXED, Actor.STAFF, DESK, at=at("11-30 10:00"))
        assert after(late, ticket=done).state is State.REOPENED

    def test_a_redo_has_a_limit_of_its_own(self) -> None:
        done = after(finish(ZHANG, at=at("09-23 10:00")), ticket=taken())
        again = after(by_asker(Move.NOT_FIXED, at=at("09-30 10:00")), ticket=done)
        assert again.limit_at == when(again, Due.LIMIT) == at("10-14 17:30")
        assert when(again, Due.CLIMB) == at("09-30 10:00")


def redone(times: int) -> Ticket:
    """A ticket that was done and not fixed so often."""
    found = ticket()
    for _ in range(times):
        found = after(
            offer(ZHANG, at=MONDAY),
            grab(ZHANG, at=MONDAY),
            finish(ZHANG, at=MONDAY),
            by_asker(Move.NOT_FIXED, at=MONDAY),
            ticket=found,
        )
    return found


class TestTheNextRung:
    """Who is asked next."""

    @pytest.mark.parametrize(("rung", "following"), [(-1, 0), (0, 1), (2, 3), (3, 3), (9, 3)])
    def test_it_is_the_one_above_and_the_last_keeps_what_reached_it(
        self, rung: int, following: int
    ) -> None:
        found = replace(ticket(), rung=rung)
        assert next_rung(TIMES.ladder(found), found)[0] == following

    @pytest.mark.parametrize(("times", "who"), [(0, 0), (1, 0), (MOST_REDONE, 0), (3, 3), (4, 3)])
    def test_the_third_time_it_goes_to_the_office_above_the_community(
        self, times: int, who: int
    ) -> None:
        found = redone(times)
        assert next_rung(TIMES.ladder(found), found)[0] == who

    def test_where_there_is_none_above_it_goes_to_the_last(self) -> None:
        settings = QueueSettings.model_validate(
            {"ladder": [{"who": "volunteers", "lasts": "1 hour"}, {"who": "desk"}]}
        )
        assert next_rung(settings.ladder, redone(3))[0] == 1

    def test_it_is_reopened_five_times_at_most(self) -> None:
        done = after(
            offer(ZHANG, at=MONDAY),
            grab(ZHANG, at=MONDAY),
            finish(ZHANG, at=MONDAY),
            ticket=redone(5),
        )
        with pytest.raises(IllegalMoveError):
            after(by_asker(Move.NOT_FIXED, at=MONDAY), ticket=done)
        assert done.asker == ASKER
