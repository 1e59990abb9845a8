"""A round's life on both engines: asked once, every answer counted once, closed and told, or lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from content.words import Audience, Kind, QuizMode
from core import answers, deliveries, followups, groups, pushes, quizzes, rates, receipts, rounds, settings
from core.answers import PollAnswer, PollCounts, Tap
from core.desk import Desk
from core.errors import GroupPaused, NothingSuits, QuizEnough, UnknownGroup
from core.ports import Done, Gone, NotSent, Refused, Sent, Unknown
from storage import rounds as round_rows
from storage.database import Database
from storage.models import Act, Parcel
from tests.core.desks import ZONE, desk

MONDAY = datetime(2026, 11, 23, 10, tzinfo=ZONE)
DAY = timedelta(days=1)
CHAT = -1


@pytest.fixture
async def office(database: Database) -> Desk:
    """An office with one village group."""
    made = desk(database)
    await groups.meet(made, CHAT, "幸福村", by=1001, now=MONDAY)
    await groups.subscribe(made, CHAT, "幸福村", Audience.VILLAGE, now=MONDAY)
    return made


async def rows(office: Desk, sql: str, **values: Any) -> list[tuple[Any, ...]]:
    async with office.database.reading() as unit:
        return [tuple(row) for row in await unit.execute(text(sql), values)]


async def claimed(office: Desk, now: datetime = MONDAY) -> Parcel:
    """The one delivery that waits, taken for sending."""
    [job] = await deliveries.next_jobs(office, now=now, limit=9)
    parcel = await deliveries.claim(office, job, now=now)
    assert parcel is not None
    return parcel


async def asked(office: Desk, poll: str | None = "p1", now: datetime = MONDAY) -> Parcel:
    """A quiz that an admin asked for, arrived as this poll."""
    await quizzes.ask(office, CHAT, key=str(poll), now=now)
    parcel = await claimed(office, now)
    await deliveries.record(office, parcel, Sent(77, poll=poll), now=now)
    return parcel


async def due_acts(office: Desk, now: datetime) -> list[Act]:
    """What is to be done to messages, claimed."""
    jobs = await followups.next_jobs(office, now=now, limit=9)
    acts = [await followups.claim(office, job, now=now) for job in jobs]
    return [act for act in acts if act is not None]


async def close(office: Desk, outcome: Any, now: datetime) -> list[Act]:
    """Let the round's time be over and its poll end so; what follows."""
    await rounds.close_due(office, now=now)
    [act] = await due_acts(office, now)
    assert act.kind == "close"
    await followups.record(office, act, outcome, now=now)
    return await due_acts(office, now)


def vote(voter: int, choice: int, poll: str = "p1", *, is_person: bool = True) -> PollAnswer:
    return PollAnswer(poll, voter, is_person, choice)


async def by_button(
    office: Desk, key: str, user: int, chat: int, message: int, choice: int, *, now: datetime
) -> Any:
    """What one tap tells."""
    [told] = await answers.by_buttons(office, [Tap(key, user, chat, message, choice, now)])
    return told


async def standing(office: Desk) -> list[tuple[Any, ...]]:
    return await rows(office, "SELECT state, answered, answered_right FROM rounds ORDER BY id")


async def open_mode(office: Desk, mode: QuizMode) -> None:
    await settings.set_quiz_mode(office, CHAT, mode)


async def test_an_anonymous_round_counts_what_its_poll_tells(office: Desk) -> None:
    parcel = await asked(office)
    assert parcel.mode is QuizMode.ANONYMOUS
    assert parcel.quiz is not None
    assert "平安派出所" in parcel.quiz.question
    right = parcel.quiz.right
    counts = [0] * len(parcel.quiz.options)
    counts[right] = 2
    await answers.take(office, [PollCounts("p1", tuple(counts), False)], now=MONDAY)
    assert await standing(office) == [("open", 2, 2)]
    older = [0] * len(counts)
    await answers.take(office, [PollCounts("p1", tuple(older), False)], now=MONDAY)
    assert await standing(office) == [("open", 2, 2)], "an older update that comes late takes nothing away"

    over = MONDAY + 3 * DAY
    final = [*counts]
    final[right - 1] += 1
    [reply] = await close(office, Done(result={"options": final, "total": 3}), over)
    assert await standing(office) == [("closed", 3, 2)]
    assert await rows(office, "SELECT count(*) FROM answers") == [(0,)]
    [(difference,)] = await rows(office, "SELECT difference FROM rounds")
    assert sum(difference if isinstance(difference, list) else json.loads(difference)) == 1
    assert reply.kind == "reply"
    assert reply.message == 77
    assert reply.html is not None
    assert "3 个人答了，2 个人答对" in reply.html
    assert parcel.quiz.options[right] in reply.html
    assert parcel.quiz.remember in reply.html


async def test_an_open_round_counts_each_person_once(office: Desk) -> None:
    await open_mode(office, QuizMode.OPEN)
    parcel = await asked(office)
    assert parcel.quiz is not None
    right, wrong = parcel.quiz.right, (parcel.quiz.right + 1) % 3
    first = [vote(1, right), vote(2, wrong), vote(1, wrong), vote(3, 9), vote(-100, right, is_person=False)]
    await answers.take(office, first, now=MONDAY)
    await answers.take(office, [*first, vote(2, right)], now=MONDAY)
    assert await standing(office) == [("open", 3, 2)]
    people = await rows(office, "SELECT person FROM answers ORDER BY id")
    assert sum(str(person).startswith("chat:") for (person,) in people) == 1
    assert not any(str(person) in ("1", "2") for (person,) in people)


async def test_an_answer_that_came_before_its_poll_is_taken_in(office: Desk) -> None:
    await open_mode(office, QuizMode.OPEN)
    await quizzes.ask(office, CHAT, key="1", now=MONDAY)
    parcel = await claimed(office)
    assert parcel.quiz is not None
    early = [vote(1, parcel.quiz.right), vote(2, 9), vote(5, 0, "nobody's")]
    await answers.take(office, early, now=MONDAY)
    await answers.take(office, early, now=MONDAY)
    assert await rows(office, "SELECT count(*) FROM parked_answers") == [(3,)]
    await deliveries.record(office, parcel, Sent(77, poll="p1"), now=MONDAY)
    assert await standing(office) == [("open", 1, 1)]
    assert await rows(office, "SELECT poll FROM parked_answers") == [("nobody's",)]
    await rounds.give_up_stuck(office, now=MONDAY + DAY)
    assert await rows(office, "SELECT poll FROM parked_answers") == [("nobody's",)]
    await rounds.give_up_stuck(office, now=MONDAY + DAY + timedelta(minutes=1))
    assert await rows(office, "SELECT poll FROM parked_answers") == []


async def test_counts_that_came_before_their_poll_are_taken_in(office: Desk) -> None:
    await quizzes.ask(office, CHAT, key="1", now=MONDAY)
    parcel = await claimed(office)
    assert parcel.quiz is not None
    counts = [1] * len(parcel.quiz.options)
    await answers.take(office, [PollCounts("p1", tuple(counts), False)], now=MONDAY)
    await deliveries.record(office, parcel, Sent(77, poll="p1"), now=MONDAY)
    assert await standing(office) == [("open", len(counts), 1)]


async def test_where_polls_are_forbidden_it_goes_out_as_buttons_once(office: Desk) -> None:
    await quizzes.ask(office, CHAT, key="1", now=MONDAY)
    parcel = await claimed(office)
    await deliveries.record(office, parcel, Refused(rounds.NO_POLLS), now=MONDAY)
    again = await claimed(office)
    assert (again.delivery, again.mode) == (parcel.delivery, QuizMode.BUTTONS)
    await deliveries.record(office, again, Refused(rounds.NO_POLLS), now=MONDAY)
    assert await rows(office, "SELECT state, reason FROM deliveries") == [("failed", "no_polls")]
    assert await deliveries.next_jobs(office, now=MONDAY, limit=9) == []
    await rounds.give_up_stuck(office, now=MONDAY)
    assert await standing(office) == [], "what was never asked is no round"


async def test_by_buttons_each_is_told_alone(office: Desk) -> None:
    await open_mode(office, QuizMode.BUTTONS)
    parcel = await asked(office, None)
    assert parcel.quiz is not None
    right = parcel.quiz.right

    async def tap(user: int, choice: int, *, chat: int = CHAT, now: datetime = MONDAY) -> Any:
        return await by_button(office, parcel.key, user, chat, 77, choice, now=now)

    first, again, other = await tap(1, right), await tap(1, 1 - right % 2), await tap(2, (right + 1) % 3)
    assert (first.right, first.new, first.late) == (True, True, False)
    assert (again.choice, again.new) == (right, False), "a second tap changes nothing"
    assert (other.right, other.new) == (False, True)
    assert await tap(3, 9) is None
    assert await tap(3, 0, chat=-2) is None
    assert await by_button(office, "no-such-key", 3, CHAT, 77, 0, now=MONDAY) is None
    assert await standing(office) == [("open", 2, 1)]

    over = MONDAY + 3 * DAY
    assert await rounds.close_due(office, now=over - timedelta(minutes=1)) == 0
    assert await rounds.close_due(office, now=over) == 1
    [reply] = await due_acts(office, over)
    assert "2 个人答了，1 个人答对" in str(reply.html)
    late = await tap(4, right, now=over)
    assert (late.late, late.new) == (True, False)
    assert await standing(office) == [("closed", 2, 1)]


async def test_taps_that_come_together_count_as_if_they_came_alone(office: Desk) -> None:
    await open_mode(office, QuizMode.BUTTONS)
    parcel = await asked(office, None)
    assert parcel.quiz is not None
    right = parcel.quiz.right
    wrong = (right + 1) % 3
    taps = [(1, right), (2, wrong), (1, wrong), (1, right), (2, wrong), (3, 9)]
    told = await answers.by_buttons(
        office, [Tap(parcel.key, user, CHAT, 77, choice, MONDAY) for user, choice in taps]
    )
    assert [one and (one.choice, one.new) for one in told] == [
        (right, True),
        (wrong, True),
        (right, False),
        (right, False),
        (wrong, False),
        None,
    ]
    assert await standing(office) == [("open", 2, 1)]


async def test_a_tap_proves_that_an_unknown_quiz_arrived(office: Desk) -> None:
    await open_mode(office, QuizMode.BUTTONS)
    await quizzes.ask(office, CHAT, key="1", now=MONDAY)
    parcel = await claimed(office)
    await deliveries.record(office, parcel, Unknown("timeout"), now=MONDAY)
    told = await by_button(office, parcel.key, 1, CHAT, 55, 0, now=MONDAY)
    assert told is not None
    assert told.new
    assert await rows(office, "SELECT state, message FROM deliveries") == [("sent", 55)]


async def test_a_pressed_button_under_an_unknown_poll_tells_its_number(office: Desk) -> None:
    await open_mode(office, QuizMode.OPEN)
    await quizzes.ask(office, CHAT, key="1", now=MONDAY)
    parcel = await claimed(office)
    await deliveries.record(office, parcel, Unknown("timeout"), now=MONDAY)
    assert parcel.quiz is not None
    await answers.take(office, [vote(1, parcel.quiz.right)], now=MONDAY)
    await rounds.seen(office, parcel.key, CHAT, 55, "p1", now=MONDAY)
    assert await rows(office, "SELECT state, message FROM deliveries") == [("sent", 55)]
    assert await standing(office) == [("open", 1, 1)]


async def test_an_answer_after_the_end_shows_how_near_our_count_came(office: Desk) -> None:
    await open_mode(office, QuizMode.OPEN)
    parcel = await asked(office)
    assert parcel.quiz is not None
    right = parcel.quiz.right
    await answers.take(office, [vote(1, right)], now=MONDAY)
    final = [0] * len(parcel.quiz.options)
    final[right] = 2
    await close(office, Done(result={"options": final, "total": 2}), MONDAY + 3 * DAY)
    [shown] = (await listed(office))[:1]
    assert (shown["answers"], shown["right"], shown["difference"]) == (2, 2, 1)
    await answers.take(office, [vote(2, right)], now=MONDAY + 3 * DAY)
    [shown] = await listed(office)
    assert (shown["answers"], shown["right"], shown["difference"]) == (2, 2, 0)


async def listed(office: Desk) -> list[dict[str, Any]]:
    async with office.database.reading() as unit:
        return await round_rows.listed(unit, office.bot)


@pytest.mark.parametrize("outcome", [Refused("message_gone"), Gone("kicked"), Refused("cant_close")])
async def test_a_poll_that_an_admin_took_away_is_lost_and_nothing_is_said(office: Desk, outcome: Any) -> None:
    parcel = await asked(office)
    assert parcel.quiz is not None
    counts = [0] * len(parcel.quiz.options)
    counts[parcel.quiz.right] = 4
    await answers.take(office, [PollCounts("p1", tuple(counts), False)], now=MONDAY)
    assert await close(office, outcome, MONDAY + 3 * DAY) == []
    assert await standing(office) == [("lost", 4, 4)], "what was counted stays"


async def test_a_poll_closed_before_has_its_counts_from_the_update(office: Desk) -> None:
    parcel = await asked(office)
    assert parcel.quiz is not None
    counts = [1] * len(parcel.quiz.options)
    await answers.take(office, [PollCounts("p1", tuple(counts), True)], now=MONDAY)
    [reply] = await close(office, Done("closed_before"), MONDAY + 3 * DAY)
    assert await standing(office) == [("closed", len(counts), 1)]
    assert f"{len(counts)} 个人答了，1 个人答对" in str(reply.html)


async def test_a_group_that_moved_hears_the_results_in_its_new_chat(office: Desk) -> None:
    parcel = await asked(office)
    assert parcel.quiz is not None
    counts = [1] * len(parcel.quiz.options)
    await answers.take(office, [PollCounts("p1", tuple(counts), False)], now=MONDAY)
    await groups.move(office, CHAT, -1009)
    [reply] = await close(office, Refused("message_gone"), MONDAY + 3 * DAY)
    assert reply.chat == -1009
    assert f"{len(counts)} 个人答了" in str(reply.html)
    assert [state for state, *_ in await standing(office)] == ["lost"]


async def test_a_group_that_sent_the_bot_away_loses_its_round_at_once(office: Desk) -> None:
    await asked(office)
    await groups.removed(office, CHAT, now=MONDAY)
    await rounds.close_due(office, now=MONDAY + 3 * DAY)
    assert await due_acts(office, MONDAY + 3 * DAY) == []
    assert await standing(office) == [("lost", 0, 0)]


async def test_a_group_that_rests_is_closed_in_silence(office: Desk) -> None:
    parcel = await asked(office)
    assert parcel.quiz is not None
    await groups.pause(office, CHAT, True, now=MONDAY)
    final = [1] * len(parcel.quiz.options)
    assert await close(office, Done(result={"options": final, "total": 3}), MONDAY + 3 * DAY) == []
    assert [state for state, *_ in await standing(office)] == ["closed"]


async def test_a_closing_that_nobody_could_finish_is_given_up(office: Desk) -> None:
    await asked(office)
    over = MONDAY + 3 * DAY
    await rounds.close_due(office, now=over)
    await rounds.give_up_stuck(office, now=over + rounds.CLOSE_WITHIN)
    assert await standing(office) == [("closing", 0, 0)]
    await rounds.give_up_stuck(office, now=over + rounds.CLOSE_WITHIN + timedelta(minutes=1))
    assert await standing(office) == [("lost", 0, 0)]


async def test_results_wait_for_the_morning(office: Desk) -> None:
    parcel = await asked(office, now=MONDAY)
    assert parcel.quiz is not None
    night = (MONDAY + 3 * DAY).replace(hour=23)
    final = [1] * len(parcel.quiz.options)
    assert await close(office, Done(result={"options": final, "total": 3}), night) == []
    morning = (MONDAY + 4 * DAY).replace(hour=7, minute=30)
    [reply] = await due_acts(office, morning)
    assert reply.kind == "reply"


async def test_what_was_put_back_is_asked_once_it_arrives(office: Desk) -> None:
    await quizzes.ask(office, CHAT, key="1", now=MONDAY)
    parcel = await claimed(office)
    await deliveries.record(office, parcel, NotSent(0), now=MONDAY)
    later = MONDAY + timedelta(hours=1)
    parcel = await claimed(office, later)
    await deliveries.record(office, parcel, Sent(5, poll="p9"), now=later)
    assert await standing(office) == [("open", 0, 0)]
    assert await rounds.close_due(office, now=MONDAY + 3 * DAY) == 0
    assert await rounds.close_due(office, now=later + 3 * DAY) == 1


async def test_a_group_is_asked_twice_a_day_at_most(office: Desk) -> None:
    for key in "12":
        assert await quizzes.ask(office, CHAT, key=key, now=MONDAY) is not None
    assert await quizzes.ask(office, CHAT, key="2", now=MONDAY) is None, "seen before"
    with pytest.raises(QuizEnough):
        await quizzes.ask(office, CHAT, key="3", now=MONDAY.replace(hour=23, minute=59))
    assert await quizzes.ask(office, CHAT, key="4", now=MONDAY.replace(hour=0) + DAY) is not None
    assert len(set(await rows(office, "SELECT item FROM pushes"))) == 3, "none twice within the year"
    await quizzes.ask(office, CHAT, key="5", now=MONDAY.replace(hour=1) + DAY)
    with pytest.raises(NothingSuits):
        await quizzes.ask(office, CHAT, key="6", now=MONDAY + 2 * DAY)
    assert await quizzes.ask(office, CHAT, key="7", now=MONDAY + 365 * DAY) is not None
    await groups.pause(office, CHAT, True, now=MONDAY)
    with pytest.raises(GroupPaused):
        await quizzes.ask(office, CHAT, key="8", now=MONDAY + 400 * DAY)
    with pytest.raises(UnknownGroup):
        await quizzes.ask(office, -55, key="9", now=MONDAY)
    assert await rows(office, "SELECT DISTINCT kind FROM pushes") == [(Kind.QUIZ,)]
    assert await rows(office, "SELECT count(*) FROM deliveries WHERE counted") == [(0,)]


async def test_rates_before_and_after(office: Desk) -> None:
    """The first round on a type is before, later ones after; few answers are marked; nobody is named."""
    await open_mode(office, QuizMode.BUTTONS)
    for number, (people, right_ones) in enumerate(((10, 4), (40, 30))):
        now = MONDAY + number * DAY
        parcel = await asked_about(office, "customer_service", now)
        assert parcel.quiz is not None
        for person in range(people):
            choice = parcel.quiz.right if person < right_ones else (parcel.quiz.right + 1) % 3
            await by_button(office, parcel.key, person, CHAT, 77 + number, choice, now=now)
    [rate] = await rates.of_region(office, None)
    assert (rate.audience, rate.fraud_type) == (Audience.VILLAGE, "customer_service")
    assert (rate.before.right, rate.before.answered, rate.before.few) == (4, 10, True)
    assert (rate.after.right, rate.after.answered, rate.after.few) == (30, 40, False)
    assert (rate.all.right, rate.all.answered, rate.all.percent) == (34, 50, 68)
    [later] = await rates.of_region(office, None, since=MONDAY + DAY)
    assert (later.before.answered, later.after.answered) == (0, 40), "what came first came before the span"
    assert await rates.of_region(office, "hehua-village") == []


async def asked_about(office: Desk, fraud: str, now: datetime) -> Parcel:
    """A question on that fraud type, the others put aside."""
    mine = {name: one for name, one in office.library.questions.items() if one.fraud_type == fraud}
    narrowed = replace(office, library=replace(office.library, questions=mine))
    await quizzes.ask(narrowed, CHAT, key=f"about:{now}", now=now)
    parcel = await claimed(office, now)
    await deliveries.record(office, parcel, Sent(77 + (now - MONDAY).days), now=now)
    return parcel


async def test_weak_spots_decide_what_comes_next(office: Desk) -> None:
    """Nobody saw through a parcel's fraud, so the group is asked about such again, and hears a tip on it."""
    await open_mode(office, QuizMode.BUTTONS)
    parcel = await asked_about(office, "customer_service", MONDAY)
    assert parcel.quiz is not None
    for person in range(12):
        wrong = (parcel.quiz.right + 1) % 3
        await by_button(office, parcel.key, person, CHAT, 77, wrong, now=MONDAY)
    choice = await quizzes.ask(office, CHAT, key="next", now=MONDAY + DAY)
    assert choice is not None
    assert (choice.question.fraud_type, choice.why) == ("customer_service", "weak")
    assert (choice.score.right, choice.score.answered) == (0, 12)
    await pushes.ask(office, CHAT, Kind.TIP, "", key="tip", now=MONDAY + 2 * DAY)
    [(fraud,)] = await rows(office, "SELECT fraud_type FROM pushes WHERE kind = 'tip'")
    assert fraud == "customer_service"


async def test_forgetting_cuts_the_link_and_keeps_the_counts(office: Desk) -> None:
    await open_mode(office, QuizMode.OPEN)
    parcel = await asked(office)
    assert parcel.quiz is not None
    await answers.take(office, [vote(1, 0), vote(2, 0), vote(1, 0, "unknown")], now=MONDAY)
    before = await rows(office, "SELECT person FROM answers")
    assert await receipts.forget(office, 1) == 2
    after = await rows(office, "SELECT person FROM answers")
    assert len(before) == len(after) == 2
    assert len(set(before) & set(after)) == 1
    assert (await standing(office))[0][1] == 2
    assert await receipts.forget(office, 1) == 0
