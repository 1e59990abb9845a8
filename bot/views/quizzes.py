"""What is seen of quizzes: the buttons under them, what one is told alone, and how a region answered."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.views.pushes import GENUINE
from content.asking import Choice
from content.choose import Score
from content.questions import LETTERS, Question
from content.render import lettered
from content.texts import Texts, texts_in
from content.wire import ANSWER_LIMIT, cut
from content.words import Script
from core.answers import Told
from core.errands import CutOff
from core.plays import Answered, Played, handle_of
from core.rates import Rate
from core.shares import Share

QUIZ = "q:"
PLAY = "k:"
MORE, END = PLAY + "more", PLAY + "end"

Shown = tuple[str, InlineKeyboardMarkup | None]


def check_keyboard(key: str, script: Script) -> InlineKeyboardMarkup:
    """是真的吗 under Telegram's own quiz."""
    return InlineKeyboardMarkup([[_check(key, script)]])


def quiz_keyboard(key: str, options: int, script: Script) -> InlineKeyboardMarkup:
    """A letter for each option, then 是真的吗."""
    row = [
        InlineKeyboardButton(letter, callback_data=f"{QUIZ}{key}:{number}")
        for number, letter in enumerate(LETTERS[:options])
    ]
    return InlineKeyboardMarkup([row, [_check(key, script)]])


def told(answer: Told) -> str:
    """What the one who tapped reads alone, within a tap's 200 characters."""
    texts, quiz = texts_in(answer.script), answer.quiz
    words = {"letter": quiz.letter, "explanation": quiz.explanation}
    if answer.late:
        said = texts.plain("quiz-late", **words)
    elif not answer.new:
        said = texts.plain("quiz-before", chosen=LETTERS[answer.choice], **words)
    elif answer.right:
        said = texts.plain("quiz-right", explanation=quiz.explanation)
    else:
        said = texts.plain("quiz-wrong", **words)
    return cut(said, ANSWER_LIMIT)


def play(texts: Texts, question: Question) -> Shown:
    """A question to answer alone, by buttons."""
    html = texts.html("play-question", question=question.body, options=lettered(question.options))
    row = [
        InlineKeyboardButton(letter, callback_data=f"{PLAY}{handle_of(question)}:{number}")
        for number, letter in enumerate(LETTERS[: len(question.options)])
    ]
    return html, InlineKeyboardMarkup([row])


def play_answered(texts: Texts, answered: Answered) -> Shown:
    """The same question with what was chosen, why, and the way on or out."""
    question = answered.question
    letter = LETTERS[question.right - 1]
    verdict = (
        texts.plain("quiz-right", explanation=question.explanation)
        if answered.right
        else texts.plain("quiz-wrong", letter=letter, explanation=question.explanation)
    )
    html = texts.html(
        "play-answered",
        question=question.body,
        options=lettered(question.options),
        verdict=verdict,
        remember=question.remember,
    )
    row = [
        InlineKeyboardButton(texts.plain("play-more"), callback_data=MORE),
        InlineKeyboardButton(texts.plain("play-end"), callback_data=END),
    ]
    return html, InlineKeyboardMarkup([row])


def play_ended(texts: Texts, played: Played) -> str:
    if not played.answered:
        return texts.html("play-ended-none")
    return texts.html("play-ended", answered=played.answered, right=played.right)


def why(texts: Texts, choice: Choice) -> str:
    """为什么是这一条, in one line (HTML)."""
    score: Score = choice.score
    reason = texts.plain("why-reason", why=choice.why, right=score.right, answered=score.answered)
    return texts.html("why", reason=reason)


def cut_off(texts: Texts, found: CutOff) -> str:
    """What an officer hears of a group that can't be reached any more, amid a quiz (HTML)."""
    reason = found.group.reason or ""
    return texts.html(
        "quiz-cut-off",
        title=found.group.title,
        why=texts.plain("reason", id=reason),
        answered=found.answered,
        right=found.right,
        now=reason if reason == "deleted" else "open" if found.open else "over",
    )


def answer_line(texts: Texts, question: Question) -> str:
    """What is right and why, for an officer who looks before sending (HTML)."""
    letter = LETTERS[question.right - 1]
    return texts.html("quiz-answer", letter=letter, explanation=question.explanation)


def rates(texts: Texts, found: Iterable[Rate], played: Played) -> list[str]:
    """A page for each audience, as HTML; one sentence where nobody has answered."""
    pages = [
        texts.html(
            "rates-title",
            audience=texts.plain("audience", id=audience),
            lines="\n".join(_rate_line(texts, one) for one in some),
        )
        for audience, some in groupby(found, key=lambda one: one.audience)
    ]
    pages = pages or [texts.html("rates-none")]
    if played.answered:
        pages[-1] += "\n\n" + texts.html("rates-private", answered=played.answered, right=played.right)
    return pages


def _rate_line(texts: Texts, rate: Rate) -> str:
    """The sum, and below it before and after; no arrow leads from or to what a few people answered."""
    line = texts.plain(
        "rates-line", fraud=texts.plain("fraud", id=rate.fraud_type), share=_share(texts, rate.all)
    )
    if not (rate.before.answered and rate.after.answered):
        return line
    change = texts.plain(
        "rates-change",
        before=_share(texts, rate.before),
        after=_share(texts, rate.after),
        few="yes" if rate.before.few or rate.after.few else "no",
    )
    return f"{line}\n{change}"


def _share(texts: Texts, share: Share) -> str:
    """Right of answered, the percentage with its interval, and its own 仅供参考."""
    low, high = (round(100 * end) for end in share.interval)
    return texts.plain(
        "rates-share",
        right=share.right,
        answered=share.answered,
        percent=share.percent,
        low=low,
        high=high,
        few="yes" if share.few else "no",
    )


def _check(key: str, script: Script) -> InlineKeyboardButton:
    return InlineKeyboardButton(texts_in(script).plain("is-it-true"), callback_data=GENUINE + key)
