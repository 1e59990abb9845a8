"""A round's life on both engines: asked once, every answer counted once, closed and told, or lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from content.texts import texts_in
from content.words import Audience, Kind, QuizMode, Script
from core import (
    answers,
    closings,
    deliveries,
    followups,
    groups,
    pushes,
    quizzes,
    rates,
    receipts,
    rounds,
)
from core.answers import PollCounts, Tap
from core.desk import Desk
from core.errors import GroupPaused, NothingSuits, QuizEnough, UnknownGroup
from core.ports import Done, NotSent, Refused, Sent, Unknown
from storage.models import Parcel
from tests.core.quizzing import (
    CHAT,
    DAY,
    MONDAY,
    asked,
    by_button,
    claimed,
    close,
    due_acts,
    listed,
    open_mode,
    rows,
    standing,
    vote,
)


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
    await closings.give_up_stuck(office, now=MONDAY + DAY)
    assert await rows(office, "SELECT poll FROM parked_answers") == [("nobody's",)]
    await closings.give_up_stuck(office, now=MONDAY + DAY + timedelta(minutes=1))
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
    await closings.give_up_stuck(office, now=MONDAY)
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
    assert await closings.close_due(office, now=over - timedelta(minutes=1)) == 0
    assert await closings.close_due(office, now=over) == 1
    [reply] = await due_acts(office, over)
    assert "2 个人答了，1 个人答对" in str(reply.html)
    late = await tap(4, right, now=over)
    assert (late.late, late.new) == (True, False)
    assert await standing(office) == [("closed", 2, 1)]
    await followups.record(office, reply, Sent(90), now=over)
    [mark] = await due_acts(office, over)
    assert (mark.kind, mark.html, mark.payload) == ("mark", None, {"buttons": "check"}), "no letters any more"


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
    assert [one["unknown"] for one in await listed(office)] == [True]
    await answers.take(office, [vote(1, parcel.quiz.right)], now=MONDAY)
    await rounds.seen(office, parcel.key, CHAT, 55, "p1", now=MONDAY)
    assert await rows(office, "SELECT state, message FROM deliveries") == [("sent", 55)]
    assert await standing(office) == [("open", 1, 1)]


async def test_what_was_put_back_is_asked_once_it_arrives(office: Desk) -> None:
    await quizzes.ask(office, CHAT, key="1", now=MONDAY)
    parcel = await claimed(office)
    await deliveries.record(office, parcel, NotSent(0), now=MONDAY)
    later = MONDAY + timedelta(hours=1)
    parcel = await claimed(office, later)
    await deliveries.record(office, parcel, Sent(5, poll="p9"), now=later)
    assert await standing(office) == [("open", 0, 0)]
    assert await closings.close_due(office, now=MONDAY + 3 * DAY) == 0
    assert await closings.close_due(office, now=later + 3 * DAY) == 1


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


async def test_what_privacy_says_is_what_is_kept(office: Desk) -> None:
    """By mode: counts alone, or a name that leads to nobody, with the option that was chosen."""
    texts = texts_in(Script.SIMPLIFIED)
    said, forgotten = texts.html("privacy"), texts.html("forgotten")
    parcel = await asked(office, "p1")
    assert parcel.quiz is not None
    await answers.take(office, [PollCounts("p1", (1,) * len(parcel.quiz.options), False)], now=MONDAY)
    assert await rows(office, "SELECT person FROM answers") == []
    assert "匿名投票，我只记各选项有几个人" in said
    await open_mode(office, QuizMode.BUTTONS)
    parcel = await asked(office, None, MONDAY + DAY)
    await by_button(office, parcel.key, 5, CHAT, 77, 1, now=MONDAY + DAY)
    [(person, choice)] = await rows(office, "SELECT person, choice FROM answers")
    assert (len(str(person)) > 16, choice) == (True, 1)
    assert "按钮作答、私下答题、公开投票，我用一个认不出您的代号，记下您选了哪个" in said
    assert "只记对了几个人" not in said
    assert "谁也查不到" not in forgotten
    assert "公开投票里您自己投的那一票，群里还看得见，这我删不掉" in forgotten


async def test_whoever_is_forgotten_amid_a_round_cannot_answer_it_again(office: Desk) -> None:
    await open_mode(office, QuizMode.BUTTONS)
    parcel = await asked(office, None)
    before = await rows(office, "SELECT person FROM answers")
    for number in range(3):
        told = await by_button(office, parcel.key, 1, CHAT, 77, 0, now=MONDAY)
        assert (told.new, told.late) == (number == 0, False)
        assert (await standing(office))[0][1] == 1
        before = before or await rows(office, "SELECT person FROM answers")
        assert await receipts.forget(office, 1) == (1 if number == 0 else 0)
        assert before != await rows(office, "SELECT person FROM answers")
    assert (await by_button(office, parcel.key, 2, CHAT, 77, 1, now=MONDAY)).new, "others may"
    assert (await standing(office))[0][1] == 2
    await closings.close_due(office, now=MONDAY + 3 * DAY)
    assert await rows(office, "SELECT state, salt FROM rounds") == [("closed", None)], "nobody can tell now"


async def test_a_forgotten_persons_vote_that_comes_twice_counts_once(office: Desk) -> None:
    await open_mode(office, QuizMode.OPEN)
    parcel = await asked(office)
    assert parcel.quiz is not None
    await answers.take(office, [vote(1, 0)], now=MONDAY)
    await receipts.forget(office, 1)
    await answers.take(office, [vote(1, 0), vote(2, 0)], now=MONDAY)
    assert (await standing(office))[0][1] == 2
    final = [2] + [0] * (len(parcel.quiz.options) - 1)
    await close(office, Done(result={"options": final, "total": 2}), MONDAY + 3 * DAY)
    assert await rows(office, "SELECT salt FROM rounds") == [(None,)]
