"""The chooser of questions: what is met nearby, weak spots, then the least asked; nothing twice a year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from content.asking import YEAR, Choice, Why, choose_play, choose_question
from content.choose import WEAK_BELOW, Heard, Score, choose, weak_spots
from content.models import Item
from content.questions import Question
from content.words import FRAUD_TYPES, SEASONS, Kind

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
TYPES = FRAUD_TYPES[:6]


def question(number: int, fraud: str, season: str | None = None) -> Question:
    return Question.model_construct(id=f"q-{number}", kind="question", fraud_type=fraud, season=season)


questions = st.lists(
    st.builds(
        question,
        st.integers(0, 99),
        st.sampled_from(TYPES),
        st.none() | st.sampled_from(sorted(SEASONS)),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda one: one.id,
)
scores = st.dictionaries(
    st.sampled_from(TYPES),
    st.integers(0, 80).flatmap(lambda n: st.builds(Score, st.integers(0, n), st.just(n))),
)
local = st.lists(st.sampled_from(TYPES), unique=True, max_size=3)
days = st.integers(0, 800)


def ask(
    library: list[Question],
    asked: dict[str, Heard],
    near: list[str],
    known: dict[str, Score],
    now: datetime = NOW,
) -> Choice | None:
    return choose_question(library, asked, local=near, scores=known, now=now, zone=ZONE)


def history(library: list[Question], ages: list[int]) -> dict[str, Heard]:
    """Some of the questions, asked so many days ago."""
    return {
        one.id: Heard(1, NOW - timedelta(days=age), one.fraud_type)
        for one, age in zip(library, ages, strict=False)
    }


@settings(deadline=None)
@given(questions, st.lists(days, max_size=12), local, scores)
def test_nothing_twice_within_the_year(
    library: list[Question], ages: list[int], near: list[str], known: dict[str, Score]
) -> None:
    asked = history(library, ages)
    choice = ask(library, asked, near, known)
    fresh = [one for one in library if one.id not in asked or NOW - asked[one.id].last >= YEAR]
    assert (choice is None) == (not fresh)
    assert choice is None or choice.question in fresh


@settings(deadline=None)
@given(questions, st.lists(days, max_size=12), local, scores)
def test_what_is_met_nearby_comes_first_then_the_weakest_spot(
    library: list[Question], ages: list[int], near: list[str], known: dict[str, Score]
) -> None:
    asked = history(library, ages)
    choice = ask(library, asked, near, known)
    assume(choice is not None)
    assert choice is not None
    fresh = {one.fraud_type for one in library if one.id not in asked or NOW - asked[one.id].last >= YEAR}
    pressing = [fraud for fraud in near if fraud in fresh]
    weak = {fraud: share for fraud, share in weak_spots(known).items() if fraud in fresh}
    if pressing:
        assert (choice.question.fraud_type, choice.why) == (pressing[0], Why.LOCAL)
    elif weak:
        assert choice.why is Why.WEAK
        assert weak[choice.question.fraud_type] == min(weak.values())
    else:
        assert choice.why in (Why.SEASON, Why.SELDOM)


@given(questions, local, scores)
def test_the_same_is_chosen_in_whatever_order_the_library_is_read(
    library: list[Question], near: list[str], known: dict[str, Score]
) -> None:
    assert ask(library, {}, near, known) == ask(library[::-1], {}, near, known)


def test_the_type_asked_least_comes_next() -> None:
    library = [question(1, TYPES[0]), question(2, TYPES[0]), question(3, TYPES[1])]
    asked = history(library, [40])
    choice = ask(library, asked, [], {})
    assert choice is not None
    assert (choice.question.id, choice.why) == ("q-3", Why.SELDOM)


def test_the_season_decides_between_equals_and_no_more() -> None:
    """A new group hears what fits the days; nobody is asked the same sort again because of the calendar."""
    winter = datetime(2027, 2, 1, tzinfo=UTC)
    library = [question(1, TYPES[0]), question(2, TYPES[1], "spring_festival"), question(3, TYPES[2])]
    choice = ask(library, {}, [], {}, winter)
    assert choice is not None
    assert (choice.question.id, choice.why) == ("q-2", Why.SEASON)
    choice = ask(library, {}, [], {})
    assert choice is not None
    assert (choice.question.id, choice.why) == ("q-1", Why.SELDOM)
    once = {"q-9": Heard(1, winter - timedelta(days=30), TYPES[1])}
    choice = ask(library, once, [], {}, winter)
    assert choice is not None
    assert (choice.question.id, choice.why) == ("q-1", Why.SELDOM)
    choice = ask([library[1]], {}, [], {}, winter)
    assert choice is not None
    assert choice.why is Why.SELDOM, "there was nothing to decide between"


@settings(deadline=None)
@given(questions, st.lists(days, max_size=12), st.integers(0, 400))
def test_whatever_the_day_no_type_is_asked_that_was_asked_more_than_another(
    library: list[Question], ages: list[int], later: int
) -> None:
    asked, now = history(library, ages), NOW + timedelta(days=later)
    choice = ask(library, asked, [], {}, now)
    fresh = [one for one in library if one.id not in asked or now - asked[one.id].last >= YEAR]
    times = {fraud: sum(one.fraud_type == fraud for one in asked.values()) for fraud in TYPES}
    assert choice is None or times[choice.question.fraud_type] == min(times[one.fraud_type] for one in fresh)


@given(st.integers(0, 3).flatmap(lambda n: st.builds(Score, st.integers(0, n), st.just(n))))
def test_three_answers_decide_nothing(score: Score) -> None:
    assert weak_spots({"rebate": score}) == {}


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_more_are_wrong_the_weaker_is_the_spot(right: int, wrong: int) -> None:
    one, worse = Score(right, right + wrong), Score(right, right + wrong + 1)
    assert worse.believed < one.believed
    assert Score(right + 1, right + wrong + 1).believed > one.believed
    assert 0 < one.believed < 1


def test_many_answers_speak_for_themselves() -> None:
    assert abs(Score(3_000, 10_000).believed - 0.3) < 0.001
    assert Score(3, 10).believed > WEAK_BELOW - 0.05
    assert set(weak_spots({"rebate": Score(0, 4), "loan": Score(3, 4)})) == {"rebate"}


@settings(deadline=None)
@given(scores)
def test_a_tip_on_a_weak_spot_comes_before_the_others(known: dict[str, Score]) -> None:
    library = [
        Item.model_construct(id=f"tip-{fraud}", kind=Kind.TIP, fraud_type=fraud, season=None)
        for fraud in TYPES
    ]
    chosen = choose(library, {}, NOW.date(), known)
    assert chosen is not None
    weak = weak_spots(known)
    if weak:
        assert weak[chosen.fraud_type] == min(weak.values())
    else:
        assert chosen == choose(library, {}, NOW.date())


@given(questions, st.text(max_size=5))
def test_one_who_plays_alone_meets_all_before_one_again(library: list[Question], seed: str) -> None:
    played: dict[str, datetime] = {}
    met = []
    for turn in range(2 * len(library)):
        one = choose_play(library, played, seed)
        assert one is not None
        met.append(one.id)
        played[one.id] = NOW + timedelta(minutes=turn)
    assert len(set(met[: len(library)])) == len(library)
    assert met[: len(library)] == met[len(library) :]
    assert choose_play([], {}, seed) is None
