"""What officers read about feeds: the list, one feed, the morning's digest, an article that waits."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views.screens import Screen
from bot.views.times import moment
from content.texts import Texts, tame
from content.wire import cut
from content.words import Audience
from core.articles import Suggested
from core.desk import Desk
from core.feed_list import Health
from core.feed_review import Digest, Waiting
from core.officers import NewButton
from core.words import Feed, FeedState

PAGE = 8
LINES = 5
TITLE, EXCERPT, WORDS = 80, 300, 8
Row = list[tuple[str, NewButton]]


def home(texts: Texts, desk: Desk, found: Sequence[Health], waiting: int, offset: int) -> Screen:
    """Every feed with how it does, and the ways on from here."""
    shown = found[offset : offset + PAGE]
    lines = [
        texts.plain(
            "feeds-line",
            number=str(number),
            name=tame(one.feed.name),
            how=how(texts, desk, one.feed),
            candidates=one.candidates,
        )
        for number, one in enumerate(shown, start=offset + 1)
    ]
    rows: list[Row] = [
        [(f"{number}. {one.feed.name}"[:40], NewButton("feed_page", {"feed": one.feed.id}))]
        for number, one in enumerate(shown, start=offset + 1)
    ]
    turns: Row = []
    if offset > 0:
        turns.append((texts.plain("groups-less"), NewButton("feed_home", {"offset": max(0, offset - PAGE)})))
    if offset + PAGE < len(found):
        turns.append((texts.plain("groups-more"), NewButton("feed_home", {"offset": offset + PAGE})))
    rows += [turns] if turns else []
    rows += [
        [(texts.plain("feeds-add"), NewButton("feed_add", {}))],
        [(texts.plain("feeds-queue", number=waiting), NewButton("queue_open", {"after": 0}))],
        _cases(texts),
    ]
    body = "\n".join(lines) or texts.plain("feeds-none")
    return Screen(html=texts.html("feeds-list", total=len(found), lines=body), rows=rows)


def how(texts: Texts, desk: Desk, feed: Feed) -> str:
    """正常, 暂停着, or what is wrong since when."""
    when = moment(texts, feed.last_ok, desk.rules.hours.zone) if feed.last_ok else ""
    if feed.state is FeedState.PAUSED:
        return texts.plain("feed-paused")
    if feed.error:
        error = texts.plain("feed-error", id=feed.error)
        return (
            texts.plain("feed-bad-since", error=error, when=when)
            if when
            else texts.plain("feed-bad", error=error)
        )
    return texts.plain("feed-good", when=when) if when else texts.plain("feed-new")


def page(texts: Texts, desk: Desk, health: Health, *, may_change: bool, checking: bool = False) -> Screen:
    """One feed, and what may be done with it."""
    feed = health.feed
    known = feed.region is not None and feed.region in desk.regions
    html = texts.html(
        "feed-page",
        name=tame(feed.name),
        url=tame(feed.url, 300),
        how=texts.plain("feed-checking") if checking else how(texts, desk, feed),
        region=desk.regions.path_name(feed.region) if known else texts.plain("feed-everywhere"),
        audiences=audiences(texts, feed.audiences or tuple(Audience)),
        keywords=tame("、".join(feed.keywords), 200) or texts.plain("feed-no-keywords"),
        last=_last(texts, feed),
    )
    wish = {"feed": feed.id}
    rows: list[Row] = []
    if may_change:
        paused = feed.state is not FeedState.ON
        name = texts.plain("feed-resume" if paused else "feed-pause")
        turn = NewButton("feed_state", {**wish, "state": FeedState.ON if paused else FeedState.PAUSED})
        rows.append([(texts.plain("feed-check"), NewButton("feed_check", wish)), (name, turn)])
        rows.append([(texts.plain("feed-remove"), NewButton("feed_remove", wish))])
    rows.append([(texts.plain("groups-back"), NewButton("feed_home", {"offset": 0}))])
    return Screen(html=html, rows=rows)


def remove(texts: Texts, feed: Feed) -> Screen:
    """Sure?"""
    gone = NewButton("feed_state", {"feed": feed.id, "state": FeedState.REMOVED})
    back = NewButton("feed_page", {"feed": feed.id})
    return Screen(
        html=texts.html("feed-remove-sure", name=tame(feed.name)),
        rows=[[(texts.plain("feed-remove-yes"), gone)], [(texts.plain("groups-back"), back)]],
    )


def ask(texts: Texts) -> Screen:
    """加一个: which?"""
    back = (texts.plain("groups-back"), NewButton("feed_home", {"offset": 0}))
    return Screen(html=texts.html("feed-ask"), rows=[[back]])


def digest(texts: Texts, told: Digest) -> Screen:
    """What is new this morning, by title."""
    lines = [
        texts.plain("digest-line", number=str(number), title=tame(one.title, TITLE), source=tame(feed.name))
        for number, (one, feed) in enumerate(told.new[:LINES], start=1)
    ]
    if len(told.new) > LINES:
        lines.append(texts.plain("digest-more", number=len(told.new) - LINES))
    html = texts.html("digest", new=len(told.new), lines="\n".join(lines))
    opened = NewButton("queue_open", {"after": 0})
    return Screen(html=html, rows=[[(texts.plain("digest-open", number=told.waiting), opened)]])


def article(texts: Texts, desk: Desk, waiting: Waiting, found: Suggested, others: int) -> Screen:
    """One that waits: what it says, where it stands, what we think it is about."""
    one, feed = waiting
    zone = desk.rules.hours.zone
    when = texts.plain("queue-when", when=moment(texts, one.published_at, zone)) if one.published_at else ""
    fraud = texts.plain("fraud", id=found.fraud_type) if found.fraud_type else None
    html = texts.html(
        "queue-card",
        title=tame(one.title, 2 * TITLE) or tame(one.text, TITLE),
        source=tame(feed.name),
        when=when,
        excerpt=cut(one.text, EXCERPT),
        link=one.link or texts.plain("queue-no-link"),
        fraud=fraud or texts.plain("queue-fraud-none"),
        audiences=audiences(texts, found.audiences),
        found="、".join(tame(word, 20) for word in one.found[:WORDS]),
        others=others,
    )
    wish = {"candidate": one.id}
    rows: list[Row] = [
        [
            (texts.plain("make-case"), NewButton("queue_case", wish)),
            (texts.plain("make-alert"), NewButton("queue_alert", wish)),
        ],
        [(texts.plain("ignore"), NewButton("queue_ignore", wish))],
    ]
    if others:
        rows[1].append(next_one(texts, one.id))
    return Screen(html=html, rows=[*rows, _cases(texts)])


def nothing(texts: Texts) -> Screen:
    """Nothing waits; what was made of earlier articles is here."""
    return Screen(html=texts.html("queue-none"), rows=[_cases(texts)])


def _cases(texts: Texts) -> Row:
    return [(texts.plain("feeds-cases"), NewButton("fresh_list", {}))]


def next_one(texts: Texts, after: int) -> tuple[str, NewButton]:
    return texts.plain("queue-next"), NewButton("queue_open", {"after": after})


def audiences(texts: Texts, chosen: Sequence[Audience]) -> str:
    return "、".join(texts.plain("audience", id=one) for one in chosen)


def _last(texts: Texts, feed: Feed) -> str:
    """What the last reading came to."""
    counts = feed.last_counts
    if not counts:
        return texts.plain("feed-last-none")
    names = ("fetched", "new", "changed", "merged", "ignored")
    facts = {name: counts.get(name, 0) for name in names}
    # An older version counted both together.
    facts["dropped"] = sum(counts.get(name, 0) for name in ("empty", "listings", "dropped"))
    return texts.plain("feed-last", crowded=counts.get("crowded_out", 0), **facts)
