"""What one is told alone about a quiz, and how officers read a region's answers."""

from __future__ import annotations

from bot.views import quizzes as views
from bot.views.cli import status_lines
from content.asking import Choice, Why
from content.choose import Score
from content.library import load
from content.questions import Question
from content.render import render
from content.texts import texts_in
from content.wire import ANSWER_LIMIT, utf16_length
from content.words import Audience, Script
from core.answers import Told
from core.plays import Played
from core.rates import Rate
from core.shares import Share
from tests.questions import samples
from tests.town import ZONE

TEXTS = texts_in(Script.SIMPLIFIED)
QUESTIONS = sorted([*load().questions.values(), *samples().values()], key=lambda one: one.id)


def test_everyone_is_told_the_whole_reason_in_a_taps_answer() -> None:
    cut = [one.id for one in QUESTIONS if not all(map(fits, *_told(one)))]
    assert cut == []


def _told(question: Question) -> tuple[list[str], list[str]]:
    """All that may be said about a question to one who tapped, and what must stand in each."""
    quiz = render(question, office="平安派出所", code="7K3F-9QX2", script=Script.SIMPLIFIED).quiz
    assert quiz is not None
    wrong = (quiz.right + 1) % len(quiz.options)
    ways = [(quiz.right, True, False), (wrong, True, False), (wrong, False, False), (wrong, False, True)]
    said = [views.told(Told(quiz, Script.SIMPLIFIED, *way)) for way in ways]
    return said, [quiz.explanation, *[f"该选 {quiz.letter}"] * 3]


def fits(said: str, part: str) -> bool:
    return utf16_length(said) <= ANSWER_LIMIT and part in said and not said.endswith("…")


def test_why_says_what_decided_in_one_line() -> None:
    question = samples()["sample-cover"]
    for why in Why:
        said = views.why(TEXTS, Choice(question, why, Score(5, 12)))
        assert said.startswith("为什么是这一条：")
        assert "\n" not in said
    assert "5/12" in views.why(TEXTS, Choice(question, Why.WEAK, Score(5, 12)))


def test_rates_say_how_sure_they_are() -> None:
    found = [
        Rate(Audience.VILLAGE, "customer_service", Share(4, 10), Share(30, 40)),
        Rate(Audience.VILLAGE, "rebate", Share(9, 12), Share()),
        Rate(Audience.VILLAGE, "loan", Share(10, 40), Share(40, 50)),
        Rate(Audience.VILLAGE, "shopping", Share(20, 40), Share(1, 1)),
        Rate(Audience.PARENT, "rebate", Share(3, 3), Share()),
    ]
    village, parent = views.rates(TEXTS, found, Played(7, 5))
    lines = village.splitlines()[-7:]
    assert lines == [
        "冒充电商物流客服：34/50，68%（54–79%）",
        "　头一次 4/10，40%（17–69%） 仅供参考；后来 30/40，75%（60–86%）",
        "刷单返利：9/12，75%（47–91%） 仅供参考",
        "虚假贷款：50/90，56%（45–65%）",
        "　头一次 10/40，25%（14–40%） → 后来 40/50，80%（67–89%）",
        "虚假购物服务：21/41，51%（36–66%）",
        "　头一次 20/40，50%（35–65%）；后来 1/1，100%（21–100%） 仅供参考",
    ]
    assert "村居群" in village
    assert "自愿参与" in village
    assert "私下答题：7 道，对了 5 道" in parent
    [nobody] = views.rates(TEXTS, [], Played(0, 0))
    assert "还没有人答过题" in nobody


def test_the_table_counts_rounds() -> None:
    rounds = [
        {"state": state, "answers": 3, "unknown": state == "lost"}
        for state in ("open", "closing", "closed", "lost")
    ]
    groups = dict.fromkeys(("active", "unconfirmed", "suspended", "left"), 0)
    data = {
        "groups": groups,
        "pushes": [],
        "rounds": rounds,
        "missed": [],
        "locked": False,
        "parked_updates": 0,
        "feeds": [],
    }
    assert "答题：正在答 2 道，收了 1 道，没收成 1 道，共 12 人次；有 1 道不知道发到没有" in list(
        status_lines(TEXTS, data, ZONE)
    )
