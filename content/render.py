"""Turns an Item, a Question or a Letter into what a group reads; the whole frame keeps Telegram's limits."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from content.fresh import FreshCase
from content.letters import Letter, Letterhead, quarter
from content.models import Item
from content.own import OwnItem
from content.poster import Poster
from content.posters import poster_of
from content.questions import LETTERS, Question, Quiz
from content.texts import Texts, spoken, texts_in
from content.wire import CAPTION_LIMIT, POLL_QUESTION_LIMIT, TEXT_LIMIT, utf16_length
from content.words import Kind, Script

_TAG = re.compile(r"</?[a-z][^>]*>")
# A tag, an entity or a character.
_PIECE = re.compile(r"</?[a-z][^>]*>|&(?:#?\w+);|.", re.DOTALL)


class TooLong(Exception):
    """The whole message is longer than Telegram takes."""

    def __init__(self, length: int, limit: int = TEXT_LIMIT) -> None:
        super().__init__(f"{length} characters, at most {limit}")
        self.length, self.limit = length, limit


@dataclass(frozen=True)
class Rendered:
    """A message as it will be sent (HTML), what 转给家人 passes on, and the hash that holds all fast.

    A question has its `quiz` beside: what a poll is made of. `html` is the same for those asked by buttons.
    A tip may have a `poster`, and the short `caption` (HTML) that stands below it.
    """

    html: str
    share: str
    hash: str
    quiz: Quiz | None = None
    poster: Poster | None = None
    caption: str = ""


def render(
    item: Item | Question | Letter, *, office: str, code: str, script: Script, head: Letterhead | None = None
) -> Rendered:
    """The item in its frame: the office, the title, the body, the one action, 96110 and the code.

    A letter needs the `head` that it ends with. Raises TooLong.
    """
    if isinstance(item, Question):
        return _render_question(item, office=office, code=code, script=script)
    if isinstance(item, Letter):
        assert head is not None
        return _render_letter(item, head, office=office, code=code, script=script)
    texts = texts_in(script)
    words = {name: spoken(getattr(item, name), script) for name in ("title", "body", "action", "source")}
    source = words.pop("source")
    if isinstance(item, OwnItem):
        message = texts.html(
            "push-own", kind=item.kind, office=office, code=code, mark=_own_mark(texts, item), **words
        )
    else:
        if isinstance(item, FreshCase) and item.link:
            # On a line of its own, or what follows would be taken for a part of it.
            words["body"] += "\n" + texts.plain("fresh-link", link=item.link)
        if item.kind is Kind.CASE:
            words["mark"] = texts.plain("case-typical" if item.typical else "case-public", source=source)
        message = texts.html(f"push-{item.kind}", office=office, code=code, **words)
    whole = _whole(message, texts.plain("share", title=words["title"], action=words["action"]))
    poster = poster_of(item, script)
    if isinstance(item, OwnItem):
        words["mark"] = _own_mark(texts, item)
    return whole if poster is None else _with_poster(whole, poster, texts, office=office, code=code, **words)


def _own_mark(texts: Texts, item: OwnItem) -> str:
    """Whose words these are; the office's name stays as it is written."""
    if not item.source:
        return texts.plain("own-mark", by=item.by)
    return texts.plain("own-mark-source", by=item.by, source=item.source)


def _with_poster(text: Rendered, poster: Poster, texts: Texts, **words: str) -> Rendered:
    """The same with its poster; the whole text has to fit below the picture too."""
    caption = texts.html("poster-caption-own" if "mark" in words else "poster-caption", **words)
    longest = max(utf16_length(visible(one)) for one in (text.html, caption))
    if longest > CAPTION_LIMIT:
        raise TooLong(longest, CAPTION_LIMIT)
    return replace(text, hash=_hash(text.hash, caption, poster.hash), poster=poster, caption=caption)


def _whole(message: str, share: str) -> Rendered:
    length = utf16_length(visible(message))
    if length > TEXT_LIMIT:
        raise TooLong(length)
    return Rendered(message, share, _hash(message, share))


@dataclass(frozen=True)
class LetterWords:
    """A letter's words in one script, for a message and for a printed page alike."""

    title: str
    greeting: str
    opening: str
    things: tuple[str, ...]
    sender: str
    phones: str


def letter_words(item: Letter, head: Letterhead, script: Script) -> LetterWords:
    """What a letter says on that day; one of no festival begins with the time of the year."""
    texts = texts_in(script)
    opening = spoken(item.body, script)
    if item.season is None:
        opening = texts.plain("letter-opening", quarter=quarter(head.day), body=opening)
    return LetterWords(
        title=spoken(item.title, script),
        greeting=spoken(item.greeting, script),
        opening=opening,
        things=tuple(spoken(thing, script) for thing in item.things),
        sender=head.sender,
        phones="、".join(head.phones),
    )


def _render_letter(item: Letter, head: Letterhead, *, office: str, code: str, script: Script) -> Rendered:
    """The season and the reader's day, three things at most, and who can be called."""
    texts, words = texts_in(script), letter_words(item, head, script)
    lines = (
        texts.plain("letter-thing", number=str(number), thing=thing)
        for number, thing in enumerate(words.things, start=1)
    )
    sender = words.sender
    if words.phones:
        sender = texts.plain("letter-sender", office=words.sender, phones=words.phones)
    message = texts.html(
        "push-letter",
        office=office,
        code=code,
        title=words.title,
        greeting=words.greeting,
        opening=words.opening,
        things="\n".join(lines),
        sender=sender,
    )
    return _whole(message, texts.plain("share", title=words.title, action=spoken(item.action, script)))


def _render_question(item: Question, *, office: str, code: str, script: Script) -> Rendered:
    """The question with the office and the code, as a poll takes it and as a text with lettered options."""
    texts = texts_in(script)
    names = ("title", "body", "explanation", "remember")
    words = {name: spoken(getattr(item, name), script) for name in names}
    options = tuple(spoken(option, script) for option in item.options)
    quiz = Quiz(
        question=texts.plain("quiz-poll", office=office, code=code, question=words["body"]),
        options=options,
        right=item.right - 1,
        explanation=words["explanation"],
        remember=words["remember"],
    )
    length = utf16_length(quiz.question)
    if length > POLL_QUESTION_LIMIT:
        raise TooLong(length, POLL_QUESTION_LIMIT)
    message = texts.html(
        "push-quiz", office=office, code=code, question=words["body"], options=lettered(options)
    )
    share = texts.plain("share", title=words["title"], action=words["remember"])
    whole = json.dumps(quiz.as_json(), ensure_ascii=False, sort_keys=True)
    return Rendered(message, share, _hash(message, share, whole), quiz)


def lettered(options: Iterable[str]) -> str:
    """A line for each option, with its letter."""
    return "\n".join(f"{letter} {option}" for letter, option in zip(LETTERS, options, strict=False))


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def results(quiz: Quiz, code: str, script: Script, *, answered: int, right: int) -> str:
    """What a group hears when a round is over (HTML): how many, what was right, what to remember."""
    texts = texts_in(script)
    counted = texts.plain("quiz-counted", answered=answered, right=right)
    option = quiz.options[quiz.right]
    return texts.html("quiz-results", counted=counted, option=option, remember=quiz.remember, code=code)


def question_gone(quiz: Quiz, code: str, script: Script) -> str:
    """What a group hears in place of the results where the question was deleted (HTML)."""
    return texts_in(script).html("quiz-gone", remember=quiz.remember, code=code)


def plain_frame(item: Item, script: Script) -> str:
    """The item for one reader who asked in private: no office speaks, so no code."""
    texts = texts_in(script)
    words = {name: spoken(getattr(item, name), script) for name in ("title", "body", "action")}
    if isinstance(item, OwnItem):
        return texts.html("own-plain", mark=_own_mark(texts, item), **words)
    if item.kind is Kind.CASE:
        words["mark"] = texts.plain("case-mark-typical" if item.typical else "case-mark-public")
    return texts.html(f"{item.kind}-plain", **words)


def visible(message: str) -> str:
    """What a reader sees of an HTML message: the text that Telegram counts."""
    return html.unescape(_TAG.sub("", message))


def cut_message(message: str, limit: int = TEXT_LIMIT) -> str:
    """The HTML message within `limit` of what Telegram counts, ended by … where something was cut off.

    No tag and no entity is cut in two, and what was open is closed. The tags must be balanced.
    """
    if utf16_length(visible(message)) <= limit:
        return message
    kept, open_tags, left = list[str](), list[str](), limit - 1
    for piece in _PIECE.findall(message):
        if _TAG.fullmatch(piece):
            _follow(open_tags, piece)
        else:
            left -= utf16_length(html.unescape(piece))
        if left < 0:
            break
        kept.append(piece)
    return "".join(kept).rstrip() + "…" + "".join(f"</{name}>" for name in reversed(open_tags))


def _follow(open_tags: list[str], tag: str) -> None:
    """Keep track of what is open."""
    if not tag.startswith("</"):
        open_tags.append(tag[1:-1].split()[0])
    elif open_tags:
        open_tags.pop()
