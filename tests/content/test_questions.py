"""Questions: what Telegram would refuse is refused when read, by file and field; the frame holds the rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from content.library import Library, load
from content.questions import FRAME, LETTERS, Question, Quiz
from content.render import TooLong, render, results, visible
from content.texts import to_script
from content.wire import POLL_QUESTION_LIMIT, phone_like, utf16_length, web_like
from content.words import HOTLINES, Audience, Script
from tests.questions import OWN, samples

CODE = "7K3F-9QX2"
LONGEST_OFFICE = "一" * 40
QUESTIONS = sorted([*load().questions.values(), *samples().values()], key=lambda one: one.id)


def read(folder: Path, old: str, new: str) -> Library:
    """The office's folder with one sample, some words of it changed."""
    shelf = folder / "questions"
    shelf.mkdir()
    text = (OWN / "questions" / "sample-cover.md").read_text(encoding="utf-8")
    assert old in text
    (shelf / "mine.md").write_text(text.replace(old, new), encoding="utf-8")
    return load(builtin=folder / "none", office=folder)


def test_the_samples_are_read_as_they_stand() -> None:
    one = samples()["sample-cover"]
    assert len(samples()) == 6
    assert (one.right, one.options[one.right - 1]) == (3, "挂断，自己进App问官方客服")
    assert one.suits(Audience.VILLAGE)
    assert not samples()["sample-fee"].suits(Audience.VILLAGE)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("有人来电话说", "有人来电话说" * 50, "body"),
        ("打开屏幕共享让他看", "打开屏幕共享让他看" * 12, "options.2"),
        ("title: 百万保障到期", f"title: {'长' * 25}", "title"),
        ("官方不会来电话", "官方不会来电话" * 29, "explanation"),
        ("要共享屏幕的，马上挂断。", "要共享屏幕的，马上挂断。" * 6, "remember"),
        ("right: 3", "right: 5", "right"),
        ("right: 3", "right: 0", "right"),
        ("打开屏幕共享让他看", "跟着操作，先取消再说", "options"),
        ("difficulty: 1", "difficulty: 4", "difficulty"),
        ("fraud_type: customer_service", "fraud_type: magic", "fraud_type"),
        ("kind: question", "kind: tip", "kind"),
        ("remember: 要共享屏幕的，马上挂断。\n", "", "remember"),
        ("加他好友发身份证", "去 pay.example.com 填一下", "options.4"),
        ("官方不会来电话", "打 13800138000 问官方", "explanation"),
        (
            "explanation: 官方不会来电话教您取消，更不会要您共享屏幕。",
            'explanation: "一行\\n两行\\n三行\\n四行"',
            "explanation",
        ),
        ("  - 打开屏幕共享让他看\n  - 挂断，自己进App问官方客服\n", "", "options"),
    ],
)
def test_what_telegram_refuses_is_named_by_file_and_field(
    tmp_path: Path, old: str, new: str, field: str
) -> None:
    library = read(tmp_path, old, new)
    assert library.questions == {}
    assert {(fault.file.name, fault.field) for fault in library.faults} == {("mine.md", field)}


@pytest.mark.parametrize("script", list(Script))
def test_every_question_in_its_frame(script: Script) -> None:
    """All of the bank in one go, each named when something is wrong with it."""
    assert len({one.id for one in QUESTIONS}) == len(QUESTIONS)
    wrong = [f"{one.id}: {problem}" for one in QUESTIONS for problem in problems(one, script)]
    assert wrong == []


def problems(question: Question, script: Script) -> Iterator[str]:
    """What is not as it should be with a question as it is sent."""
    made = render(question, office=LONGEST_OFFICE, code=CODE, script=script)
    quiz, text = made.quiz, visible(made.html)
    assert quiz is not None
    right = to_script(question.options[question.right - 1], script)
    sound = {
        "too long": utf16_length(quiz.question) <= POLL_QUESTION_LIMIT,
        "not its own words": quiz.question.startswith(to_script(question.body, script)),
        "no office": LONGEST_OFFICE in quiz.question and LONGEST_OFFICE in text,
        "no code": quiz.question.endswith(CODE) and text.endswith(CODE),
        "another is right": quiz.options[quiz.right] == right,
        "an option is missing": all(
            f"{letter} {option}" in text for letter, option in zip(LETTERS, quiz.options, strict=False)
        ),
        "a link": web_like(text) == [],
        "a strange number": set(phone_like(text.replace(CODE, ""))) <= HOTLINES,
        "told otherwise by JSON": Quiz.of_json(quiz.as_json()) == quiz,
    }
    yield from (problem for problem, good in sound.items() if not good)


def test_the_hash_holds_all_that_is_asked_and_told() -> None:
    question = samples()["sample-cover"]
    made = render(question, office="平安派出所", code=CODE, script=Script.SIMPLIFIED)
    assert render(question, office="平安派出所", code=CODE, script=Script.SIMPLIFIED) == made
    changes = {"explanation": "改过了。", "remember": "改过了。", "right": 1, "body": "改过的问题，您会？"}
    for field, value in changes.items():
        changed = question.model_copy(update={field: value})
        other = render(changed, office="平安派出所", code=CODE, script=Script.SIMPLIFIED)
        assert other.hash != made.hash, field


def test_results_say_how_many_and_what_to_remember() -> None:
    question = samples()["sample-cover"]
    quiz = render(question, office="平安派出所", code=CODE, script=Script.SIMPLIFIED).quiz
    assert quiz is not None
    told = visible(results(quiz, CODE, Script.SIMPLIFIED, answered=38, right=31))
    assert "38 个人答了，31 个人答对" in told
    assert question.remember in told
    assert question.options[2] in told
    assert "也不要紧" in visible(results(quiz, CODE, Script.SIMPLIFIED, answered=0, right=0))


def test_the_frame_leaves_room_for_the_longest_question() -> None:
    longest = samples()["sample-cover"].model_copy(update={"body": "问" * (POLL_QUESTION_LIMIT - FRAME)})
    render(longest, office=LONGEST_OFFICE, code=CODE, script=Script.SIMPLIFIED)
    longer = longest.model_copy(update={"body": "问" * (POLL_QUESTION_LIMIT - FRAME + 10)})
    with pytest.raises(TooLong):
        render(longer, office=LONGEST_OFFICE, code=CODE, script=Script.SIMPLIFIED)


def test_an_id_stands_once_whatever_the_kind(tmp_path: Path) -> None:
    (tmp_path / "questions").mkdir()
    text = (OWN / "questions" / "sample-cover.md").read_text(encoding="utf-8")
    (tmp_path / "questions" / "parcel-seized-call.md").write_text(text, encoding="utf-8")
    [fault] = load(office=tmp_path).faults
    assert (fault.file.name, fault.field) == ("parcel-seized-call.md", "id")
