"""What somebody wrote elsewhere, cut by rules to a case's parts and made safe; an officer puts it right."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from content.defang import Why, may_be_tapped
from content.feeds.article import ACTION_LIMIT, COURSE_LIMIT, SIGN_LIMIT, TITLE_LIMIT, Parts, parts_of
from content.feeds.plain import to_plain
from content.guess import guess_fraud
from content.masking import mask
from content.texts import texts_in
from content.wire import cut, utf16_length
from content.words import HOTLINES, Audience, Script
from core import help
from core.alert_desk import tidy
from core.desk import Desk
from core.errors import AlertRefused
from core.feed_errors import PasteGone
from core.feed_review import Waiting

SOURCE_LIMIT = 60
LIMITS = {
    "title": TITLE_LIMIT,
    "course": COURSE_LIMIT,
    "sign": SIGN_LIMIT,
    "action": ACTION_LIMIT,
    "source": SOURCE_LIMIT,
}
# What a case can't do without; the sign may be said by the course itself.
LEAST = {"title": 2, "course": 10, "action": 4, "source": 2}
_LINK = re.compile(r"https?://[!-~]+", re.IGNORECASE)
_SENTENCES = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]?")
_SOURCE = re.compile(r"(?:^|[\s。！？；（(])(?:信息)?来源[：:]\s*([^\s，。；）)]{2,40})")


@dataclass(frozen=True, kw_only=True)
class Article:
    """What somebody wrote elsewhere. `source`: who published it; `audiences`: whom the feed is for."""

    title: str
    text: str
    source: str = ""
    link: str | None = None
    region: str | None = None
    audiences: tuple[Audience, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """What the rules make of an article: safe parts, what it is about, whom it concerns.

    `hidden`: how many personal numbers were masked; `added`: the advice is ours, the article had none.
    """

    parts: Parts
    fraud_type: str | None
    audiences: tuple[Audience, ...]
    source: str
    link: str | None
    hidden: int
    added: bool


def pasted(text: str, published_by: str = "") -> Article:
    """An article that an officer passed on; a short first line is its title. Raises PasteGone."""
    words = to_plain(text)
    if not words:
        raise PasteGone
    first, _, rest = words.partition("\n")
    title = first if rest and utf16_length(first) <= 2 * TITLE_LIMIT else ""
    named = _SOURCE.search(words)
    link = _LINK.search(words)
    source = published_by or (named[1] if named else "")
    return Article(title=title, text=rest if title else words, source=source, link=link[0] if link else None)


async def suggest(desk: Desk, article: Article) -> Suggested:
    """By rules alone, for an officer to put right."""
    known = HOTLINES | desk.regions.phones
    masked = mask(to_plain(article.text), known=known)
    title = mask(to_plain(article.title), known=known)
    raw = parts_of(_LINK.sub("", title.text), _sound(desk, _LINK.sub("", masked.text)))
    parts = Parts(**{name: safe(desk, text, LIMITS[name]) for name, text in vars(raw).items()})
    added = utf16_length(parts.action) < LEAST["action"]
    if added:
        parts = replace(parts, action=texts_in(Script.SIMPLIFIED).plain("fresh-usual-action"))
    fraud = await _fraud(desk, article)
    if not title.text.strip():
        # A story's first half sentence is no title.
        parts = replace(parts, title=cut(_usual_title(fraud), TITLE_LIMIT))
    source = safe(desk, article.source, SOURCE_LIMIT)
    return Suggested(
        parts=parts,
        fraud_type=fraud,
        audiences=_audiences(desk, fraud, article.audiences),
        source=source if utf16_length(source) >= LEAST["source"] else desk.rules.office,
        link=article.link if article.link and may_be_tapped(article.link, desk.rules.links) else None,
        hidden=masked.hidden + title.hidden,
        added=added,
    )


def article_of(desk: Desk, waiting: Waiting) -> Article:
    """A candidate as an article: the feed's name and the day are its source."""
    candidate, feed = waiting
    source = feed.name
    if candidate.published_at is not None:
        day = desk.rules.hours.day(candidate.published_at)
        source = texts_in(Script.SIMPLIFIED).plain(
            "fresh-source", name=cut(feed.name, 40), day=day.isoformat()
        )
    return Article(
        title=candidate.title,
        text=candidate.text,
        source=source,
        link=candidate.link,
        region=feed.region,
        audiences=feed.audiences,
    )


def alert_words(desk: Desk, found: Suggested) -> str:
    """The parts as an alert's words, with where they come from."""
    parts, texts = found.parts, texts_in(Script.SIMPLIFIED)
    named = (
        texts.plain("fresh-alert-source", source=found.source) if found.source != desk.rules.office else ""
    )
    linked = texts.plain("fresh-link", link=found.link) if found.link else ""
    lines = (parts.title, parts.course, parts.sign, parts.action, named, linked)
    return "\n".join(line for line in lines if line)


def safe(desk: Desk, text: str, limit: int) -> str:
    """The words as they may go out, within the limit; nothing where they may not."""
    try:
        return cut(tidy(desk, text).text, limit) if text else ""
    except AlertRefused:
        return ""


def _sound(desk: Desk, text: str) -> str:
    """The text without the sentences that may not go out: one of them must not cost its whole part."""
    if _may_go_out(desk, text):
        return text
    return "".join(one for one in _SENTENCES.findall(text) if not one.strip() or _may_go_out(desk, one))


def _may_go_out(desk: Desk, words: str) -> bool:
    try:
        tidy(desk, words)
    except AlertRefused as refused:
        # A sentence without a word in it harms nobody.
        return refused.why in (Why.EMPTY, Why.ONLY_LINK) and "://" not in words
    return True


def _usual_title(fraud: str | None) -> str:
    said = texts_in(Script.SIMPLIFIED)
    if fraud is None:
        return said.plain("fresh-unnamed-title")
    return said.plain("fresh-usual-title", fraud=said.plain("fraud", id=fraud))


async def _fraud(desk: Desk, article: Article) -> str | None:
    """What it is about: what the title names, else the text, else what its signs look like."""
    named = guess_fraud(article.title) or guess_fraud(article.text)
    if named is not None:
        return named
    likely = await help.look_through(desk, f"{article.title}\n{article.text}")
    return likely[0].fraud_type if likely else None


def _audiences(desk: Desk, fraud: str | None, wanted: tuple[Audience, ...]) -> tuple[Audience, ...]:
    """Whom the library warns of that fraud, as far as the feed is for them."""
    about = (item for item in desk.library.items.values() if item.fraud_type == fraud)
    concerned = {audience for item in about for audience in item.audiences} or set(Audience)
    wished = set(wanted) or set(Audience)
    return tuple(one for one in Audience if one in (concerned & wished or wished))
