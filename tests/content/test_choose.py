"""The chooser: nothing twice before all was heard, in season first, then what was not heard for longest."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from content.choose import Heard, choose, in_season
from content.library import load
from content.models import Item
from content.words import FRAUD_TYPES, SEASONS, Audience, Kind

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
items = st.builds(
    lambda number, fraud, season: Item.model_construct(
        id=f"item-{number}", kind=Kind.TIP, fraud_type=fraud, season=season
    ),
    st.integers(0, 999),
    st.sampled_from(FRAUD_TYPES[:5]),
    st.none() | st.sampled_from(sorted(SEASONS)),
)
libraries = st.lists(items, min_size=1, max_size=15, unique_by=lambda item: item.id)


def hear(heard: dict[str, Heard], item: Item, at: datetime) -> None:
    before = heard.get(item.id)
    heard[item.id] = Heard(before.times + 1 if before else 1, at, item.fraud_type)


@settings(deadline=None)
@given(libraries, st.integers(1, 40), st.integers(0, 364))
def test_a_group_hears_all_before_it_hears_one_again(library: list[Item], pushes: int, day: int) -> None:
    heard: dict[str, Heard] = {}
    said = []
    for number in range(pushes):
        now = START + timedelta(days=day + 7 * number)
        item = choose(library, heard, now.date())
        assert item is not None
        said.append(item.id)
        hear(heard, item, now)
    for first in range(0, pushes, len(library)):
        whole = said[first : first + len(library)]
        assert len(set(whole)) == len(whole)


@settings(deadline=None)
@given(libraries, st.lists(st.integers(0, 14), max_size=30), st.integers(0, 364))
def test_in_season_first_then_the_fraud_not_heard_for_longest(
    library: list[Item], history: list[int], day: int
) -> None:
    heard: dict[str, Heard] = {}
    for number, index in enumerate(history):
        hear(heard, library[index % len(library)], START + timedelta(days=number))
    today = (START + timedelta(days=30 + day)).date()
    chosen = choose(library, heard, today)
    assert chosen is not None
    rounds = {item.id: heard[item.id].times if item.id in heard else 0 for item in library}
    fresh = [item for item in library if rounds[item.id] == min(rounds.values())]
    seasonal = [item for item in fresh if in_season(item.season, today)]
    assert chosen in (seasonal or fresh)
    last = {
        fraud: max((one.last for one in heard.values() if one.fraud_type == fraud), default=None)
        for fraud in FRAUD_TYPES
    }
    mine = last[chosen.fraud_type]
    for other in seasonal or fresh:
        theirs = last[other.fraud_type]
        assert mine is None or (theirs is not None and mine <= theirs)


@given(libraries, st.integers(0, 364), st.randoms(use_true_random=False))
def test_the_order_of_the_files_does_not_matter(library: list[Item], day: int, random: object) -> None:
    today = (START + timedelta(days=day)).date()
    mixed = list(library)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert choose(library, {}, today) is choose(mixed, {}, today)


def test_nothing_suits_nobody() -> None:
    assert choose([], {}, START.date()) is None


def test_items_that_are_gone_from_the_library_do_no_harm() -> None:
    [item] = [one for one in load().of_kind(Kind.TIP) if one.id == "parcel-seized-call"]
    gone = {"gone": Heard(9, START, item.fraud_type)}
    assert choose([item], gone, START.date()) is item


def test_a_season_may_cross_the_years_end() -> None:
    assert [in_season("new_year", date(2026, *day)) for day in ((12, 25), (12, 26), (1, 5), (1, 6))] == [
        False,
        True,
        True,
        False,
    ]
    assert not in_season(None, date(2026, 1, 1))
    assert in_season("spring_festival", date(2028, 2, 25))


def test_a_group_without_segments_gets_all_and_one_with_segments_not_the_others() -> None:
    library = load()
    everything = library.suiting(Kind.TIP, Audience.PARENT)
    assert {item.id for item in everything} == {
        item.id for item in library.of_kind(Kind.TIP) if Audience.PARENT in item.audiences
    }
    primary = library.suiting(Kind.TIP, Audience.PARENT, ["primary"])
    assert any(not item.segments for item in primary)
    assert all(not item.segments or "primary" in item.segments for item in primary)
