"""A round's end on both engines: closed, settled and told once, whatever became of its poll and its group."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import event

from bot.views import quizzes as views
from content.texts import texts_in
from content.words import Audience, QuizMode, Script
from core import answers, closings, deliveries, errands, followups, groups, officers, quizzes, settings
from core.answers import PollCounts
from core.desk import Desk
from core.errands import CutOff, Owed
from core.ports import Done, Gone, Moved, Refused, Sent
from storage.models import Officer, Parcel, Role
from tests.core.quizzing import (
    CHAT,
    DAY,
    MONDAY,
    asked,
    claimed,
    close,
    due_acts,
    listed,
    open_mode,
    rows,
    standing,
    vote,
)

OWNER = 1001


def four_right(parcel: Parcel) -> PollCounts:
    """An update of the anonymous poll: four answers, all of them right."""
    assert parcel.quiz is not None
    counts = [0] * len(parcel.quiz.options)
    counts[parcel.quiz.right] = 4
    return PollCounts("p1", tuple(counts), False)


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


async def test_of_a_poll_that_an_admin_deleted_the_group_hears_what_to_remember_once(office: Desk) -> None:
    parcel = await asked(office)
    assert parcel.quiz is not None
    await answers.take(office, [four_right(parcel)], now=MONDAY)
    over = MONDAY + 3 * DAY
    [reply] = await close(office, Refused("message_gone"), over)
    assert "群里已经删了" in str(reply.html)
    assert parcel.quiz.remember in str(reply.html)
    assert "4" not in str(reply.html).replace(reply.payload["buttons"], "").split("编号")[0]
    assert await standing(office) == [("lost", 4, 4)], "what was counted stays"
    await followups.record(office, reply, Sent(90), now=over)
    await closings.close_due(office, now=over + DAY)
    await closings.give_up_stuck(office, now=over + 7 * DAY)
    assert await due_acts(office, over + DAY) == []


async def test_where_the_poll_could_not_be_closed_our_own_counts_are_told(office: Desk) -> None:
    parcel = await asked(office)
    await answers.take(office, [four_right(parcel)], now=MONDAY)
    [reply] = await close(office, Refused("cant_close"), MONDAY + 3 * DAY)
    assert "4 个人答了，4 个人答对" in str(reply.html)
    assert await standing(office) == [("lost", 4, 4)]


async def test_a_group_that_sent_the_bot_away_while_its_poll_was_closing_hears_nothing(office: Desk) -> None:
    parcel = await asked(office)
    await answers.take(office, [four_right(parcel)], now=MONDAY)
    assert await close(office, Gone("kicked"), MONDAY + 3 * DAY) == []
    assert await standing(office) == [("lost", 4, 4)], "what was counted stays"


async def test_a_poll_closed_before_has_its_counts_from_the_update(office: Desk) -> None:
    parcel = await asked(office)
    assert parcel.quiz is not None
    counts = [1] * len(parcel.quiz.options)
    await answers.take(office, [PollCounts("p1", tuple(counts), True)], now=MONDAY)
    [reply] = await close(office, Done("closed_before"), MONDAY + 3 * DAY)
    assert await standing(office) == [("closed", len(counts), 1)]
    assert f"{len(counts)} 个人答了，1 个人答对" in str(reply.html)


async def test_a_poll_closed_before_waits_for_its_last_counts(office: Desk) -> None:
    """A crash amid the closing: Telegram closed the poll, and what it said is still among the updates."""
    parcel = await asked(office)
    await answers.take(office, [four_right(parcel)], now=MONDAY)
    over = MONDAY + 3 * DAY
    assert await close(office, Done("closed_before"), over) == []
    assert await standing(office) == [("closing", 4, 4)]
    last = replace(
        four_right(parcel), counts=tuple(one + 1 for one in four_right(parcel).counts), closed=True
    )
    await answers.take(office, [last], now=over)
    await answers.take(office, [last], now=over)
    [reply] = await due_acts(office, over)
    assert f"{sum(last.counts)} 个人答了，5 个人答对" in str(reply.html)
    assert await standing(office) == [("closed", sum(last.counts), 5)]
    await closings.give_up_stuck(office, now=over + DAY)
    assert await due_acts(office, over + DAY) == []


async def test_a_poll_closed_before_whose_last_counts_never_come_ends_with_ours(office: Desk) -> None:
    parcel = await asked(office)
    await answers.take(office, [four_right(parcel)], now=MONDAY)
    over = MONDAY + 3 * DAY
    await close(office, Done("closed_before"), over)
    await closings.give_up_stuck(office, now=over + closings.COUNTS_WITHIN)
    assert await due_acts(office, over + DAY) == []
    later = over + closings.COUNTS_WITHIN + timedelta(minutes=1)
    await closings.give_up_stuck(office, now=later)
    await closings.give_up_stuck(office, now=later)
    [reply] = await due_acts(office, later)
    assert "4 个人答了，4 个人答对" in str(reply.html)
    assert await standing(office) == [("closed", 4, 4)]
    assert await rows(office, "SELECT final, difference FROM rounds") == [(None, None)]


async def test_the_update_that_a_poll_closed_may_be_faster_than_the_answer_to_our_call(office: Desk) -> None:
    """Its counts are the poll's own, no count of ours; the answer to our call settles the round."""
    parcel = await asked(office)
    assert parcel.quiz is not None
    before = [0] * len(parcel.quiz.options)
    before[parcel.quiz.right] = 3
    over, rung = MONDAY + 3 * DAY, list[str]()
    await closings.close_due(office, now=over)
    [act] = await due_acts(office, over)
    listening = replace(office, wake=SimpleNamespace(wake=lambda: rung.append("wake")))
    closed = replace(four_right(parcel), closed=True)
    await answers.take(listening, [replace(closed, counts=tuple(before), closed=False), closed], now=over)
    assert (rung, await due_acts(office, over)) == ([], []), "nothing can leave before our call has ended"
    final = list(four_right(parcel).counts)
    await followups.record(office, act, Done(result={"options": final, "total": 4}), now=over)
    [reply] = await due_acts(office, over)
    assert "4 个人答了，4 个人答对" in str(reply.html)
    assert [one["difference"] for one in await listed(office)] == [1]


async def test_the_last_counts_of_a_poll_that_nobody_could_close_again_are_told(office: Desk) -> None:
    """Telegram closed it, we could not be told in two days, and yet its update had come."""
    parcel = await asked(office)
    over = MONDAY + 3 * DAY
    await closings.close_due(office, now=over)
    await answers.take(office, [replace(four_right(parcel), closed=True)], now=over)
    late = over + closings.CLOSE_WITHIN + timedelta(minutes=1)
    await closings.give_up_stuck(office, now=late)
    await closings.give_up_stuck(office, now=late)
    [reply] = [act for act in await due_acts(office, late) if act.kind == "reply"]
    assert "4 个人答了，4 个人答对" in str(reply.html)
    assert await standing(office) == [("closed", 4, 4)]


async def test_a_group_that_moved_hears_the_results_in_its_new_chat_under_nobodys_message(
    office: Desk,
) -> None:
    """Number 77 of the new chat is somebody else's message: no poll there is closed, nobody is answered."""
    parcel = await asked(office)
    await answers.take(office, [four_right(parcel)], now=MONDAY)
    await groups.move(office, CHAT, -1009)
    over = MONDAY + 3 * DAY
    await closings.close_due(office, now=over)
    [reply] = await due_acts(office, over)
    assert (reply.kind, reply.chat, reply.message) == ("reply", -1009, None)
    assert "4 个人答了，4 个人答对" in str(reply.html)
    assert await standing(office) == [("lost", 4, 4)]


@pytest.mark.parametrize("claimed_before", [False, True])
async def test_a_group_that_moves_while_its_poll_is_closing_is_told_what_we_counted(
    office: Desk, claimed_before: bool
) -> None:
    parcel = await asked(office)
    await answers.take(office, [four_right(parcel)], now=MONDAY)
    over = MONDAY + 3 * DAY
    await closings.close_due(office, now=over)
    if claimed_before:
        [act] = await due_acts(office, over)
        await followups.record(office, act, Moved(-1009), now=over)
    else:
        await groups.move(office, CHAT, -1009)
    assert await due_acts(office, over) == [], "the closing leaves no more"
    [reply] = await due_acts(office, over)
    assert (reply.kind, reply.chat, reply.message) == ("reply", -1009, None)
    assert await standing(office) == [("lost", 4, 4)]
    assert await rows(office, "SELECT state, reason FROM followups WHERE kind = 'close'") == [
        ("failed", "moved")
    ]


async def test_results_that_wait_while_the_group_moves_stand_alone(office: Desk) -> None:
    await open_mode(office, QuizMode.BUTTONS)
    await asked(office, None)
    over = MONDAY + 3 * DAY
    await closings.close_due(office, now=over)
    await groups.move(office, CHAT, -1009)
    [reply] = await due_acts(office, over)
    assert (reply.chat, reply.message) == (-1009, None)


async def test_a_question_asked_after_the_move_is_closed_and_answered_as_ever(office: Desk) -> None:
    await groups.move(office, CHAT, -1009)
    await asked(office)
    await closings.close_due(office, now=MONDAY + 3 * DAY)
    [act] = await due_acts(office, MONDAY + 3 * DAY)
    assert (act.kind, act.chat, act.message) == ("close", -1009, 77)


async def test_a_question_that_arrived_while_its_group_moved_stands_where_it_was_sent(office: Desk) -> None:
    await quizzes.ask(office, CHAT, key="1", now=MONDAY)
    parcel = await claimed(office)
    await groups.move(office, CHAT, -1009)
    await deliveries.record(office, parcel, Sent(77, poll="p1"), now=MONDAY)
    await closings.close_due(office, now=MONDAY + 3 * DAY)
    [reply] = await due_acts(office, MONDAY + 3 * DAY)
    assert (reply.kind, reply.message) == ("reply", None)


async def test_differences_that_cancel_each_other_out_are_shown(office: Desk) -> None:
    await open_mode(office, QuizMode.OPEN)
    parcel = await asked(office)
    assert parcel.quiz is not None
    await answers.take(office, [vote(1, 0), vote(2, 0)], now=MONDAY)
    final = [1, 1] + [0] * (len(parcel.quiz.options) - 2)
    await close(office, Done(result={"options": final, "total": 2}), MONDAY + 3 * DAY)
    [shown] = await listed(office)
    assert shown["difference"] == 2


async def test_a_group_that_sent_the_bot_away_loses_its_round_at_once(office: Desk) -> None:
    await asked(office)
    await groups.removed(office, CHAT, now=MONDAY)
    await closings.close_due(office, now=MONDAY + 3 * DAY)
    assert await due_acts(office, MONDAY + 3 * DAY) == []
    assert await standing(office) == [("lost", 0, 0)]


async def news(office: Desk, now: datetime = MONDAY) -> list[CutOff | None]:
    """What the owner is about to hear of groups that were cut off."""
    owed = await errands.take(office, OWNER, now=now)
    assert {one.kind for one in owed} <= {Owed.CUT_OFF}
    return [await errands.cut_off_in(office, one) for one in owed]


async def test_officers_hear_at_once_that_a_group_left_amid_a_round(office: Desk) -> None:
    parcel = await asked(office)
    await answers.take(office, [four_right(parcel)], now=MONDAY)
    await groups.removed(office, CHAT, now=MONDAY)
    await groups.removed(office, CHAT, now=MONDAY)  # the same update, seen again
    assert await errands.due(office, now=MONDAY, limit=9) == [OWNER]
    [told] = await news(office, MONDAY + 2 * DAY)  # the bot was down meanwhile
    assert told is not None
    assert (told.answered, told.right, told.open, told.group.reason) == (4, 4, True, "kicked")
    said = views.cut_off(texts_in(Script.SIMPLIFIED), told)
    assert "“幸福村”：机器人被移出" in said
    assert "4 个人答了，4 个人答对" in said
    assert "到时照常公布" in said
    await closings.close_due(office, now=MONDAY + 3 * DAY)
    assert await standing(office) == [("lost", 4, 4)]


async def test_who_lost_the_office_since_hears_nothing_of_a_group(office: Desk) -> None:
    owner = Officer(user=OWNER, role=Role.OWNER, region=None, name="", active=True)
    await officers.appoint(office, owner, 3001, Role.OFFICER, None, key="new", now=MONDAY)
    await officers.activate(office, 3001, "李警官", now=MONDAY)
    await asked(office)
    await groups.removed(office, CHAT, now=MONDAY)
    [owed] = await errands.take(office, 3001, now=MONDAY)
    assert await errands.cut_off_in(office, owed) is not None
    await officers.dismiss(office, owner, 3001, key="gone", now=MONDAY)
    assert await errands.cut_off_in(office, owed) is None


async def test_officers_hear_what_a_closing_found_out(office: Desk) -> None:
    """The update that told of the removal got lost; Telegram says so when the poll is to be closed."""
    await asked(office)
    over = MONDAY + 3 * DAY
    assert await close(office, Gone("deleted"), over) == []
    assert await standing(office) == [("lost", 0, 0)]
    [told] = await news(office, over)
    assert told is not None
    assert (told.answered, told.open) == (0, False)
    said = views.cut_off(texts_in(Script.SIMPLIFIED), told)
    assert "还没有人答" in said
    assert "您不用做什么" in said


async def test_a_group_that_came_back_and_had_its_results_is_no_news(office: Desk) -> None:
    parcel = await asked(office)
    await groups.removed(office, CHAT, now=MONDAY)
    await groups.meet(office, CHAT, "幸福村", by=1001, now=MONDAY)
    final = list(four_right(parcel).counts)
    assert await close(office, Done(result={"options": final, "total": 4}), MONDAY + 3 * DAY)
    assert await news(office, MONDAY + 3 * DAY) == [None]


@pytest.mark.parametrize("asks", [True, False])
async def test_of_a_stranger_or_of_a_group_without_a_quiz_no_officer_hears(office: Desk, asks: bool) -> None:
    chat = -2 if asks else CHAT
    if asks:
        await groups.meet(office, chat, "外地群", by=5, now=MONDAY)
        await groups.subscribe(office, chat, "外地群", Audience.VILLAGE, now=MONDAY)
        await quizzes.ask(office, chat, key="1", now=MONDAY)
        await deliveries.record(office, await claimed(office), Sent(7, poll="p2"), now=MONDAY)
        assert await standing(office) == [("open", 0, 0)]
    await groups.removed(office, chat, now=MONDAY)
    assert await errands.due(office, now=MONDAY, limit=9) == []


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
    await closings.close_due(office, now=over)
    await closings.give_up_stuck(office, now=over + closings.CLOSE_WITHIN)
    assert await standing(office) == [("closing", 0, 0)]
    await closings.give_up_stuck(office, now=over + closings.CLOSE_WITHIN + timedelta(minutes=1))
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


async def test_the_minutes_sweep_asks_for_nobodys_answers(office: Desk) -> None:
    """PostgreSQL walked through all of them, once for each open round by buttons."""
    await open_mode(office, QuizMode.BUTTONS)
    await quizzes.ask(office, CHAT, key="1", now=MONDAY)
    parcel = await claimed(office)
    await deliveries.record(office, parcel, Refused("no_rights"), now=MONDAY)
    await asked(office, None)
    said = list[str]()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(office.database.engine.sync_engine, "before_cursor_execute", note)
    await closings.give_up_stuck(office, now=MONDAY)
    assert await standing(office) == [("open", 0, 0)], "what was refused is no round"
    assert said
    assert not any(re.search(r"\banswers\b", statement) for statement in said)


async def test_a_quiz_is_open_as_long_as_its_group_chose_when_it_was_asked(office: Desk) -> None:
    await settings.set_quiz_days(office, CHAT, 1)
    await asked(office)
    await settings.set_quiz_days(office, CHAT, 7)
    assert await closings.close_due(office, now=MONDAY + DAY - timedelta(minutes=1)) == 0
    assert await closings.close_due(office, now=MONDAY + DAY) == 1
    await asked(office, "p2", MONDAY + DAY)
    assert await closings.close_due(office, now=MONDAY + 7 * DAY) == 0
    assert await closings.close_due(office, now=MONDAY + 8 * DAY) == 1


async def test_results_stand_in_the_quiz_s_topic_or_where_the_group_wants_them_now(office: Desk) -> None:
    await settings.set_topic(office, CHAT, 5)
    parcel = await asked(office)
    assert parcel.quiz is not None
    await settings.set_topic(office, CHAT, 9)
    over = MONDAY + 3 * DAY
    nobody = [0] * len(parcel.quiz.options)
    [reply] = await close(office, Done(result={"options": nobody, "total": 0}), over)
    assert (reply.topic, reply.message) == (5, 77)
    await followups.record(office, reply, Refused("topic_closed"), now=over)
    [again] = await due_acts(office, over)
    assert (again.topic, again.html) == (9, reply.html)
    await followups.record(office, again, Refused("topic_closed"), now=over)
    assert await due_acts(office, over) == [], "told where it is wanted, once"
