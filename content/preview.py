"""One page with every item as it will look; for the command line only, since it draws posters."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment

from content.drawing import draw
from content.letters import Letterhead
from content.library import Content, Library
from content.poster import Poster
from content.render import Rendered, render
from content.texts import Texts, texts_in
from content.words import Kind, Script

PAGE = Path(__file__).parent / "preview.html"
CODE = "7K3F-9QX2"
SMALL = (540, 675)


@dataclass(frozen=True)
class Shown:
    """One item on the page; `html` and `caption` are Telegram's own markup, their words escaped."""

    id: str
    html: str
    after: str
    about: str
    poster: str
    lines: str
    caption: str


def page(library: Library, head: Letterhead, script: Script = Script.SIMPLIFIED) -> str:
    """The whole page as HTML, which asks nothing of any other place."""
    texts = texts_in(script)
    kinds = {kind: texts.plain("kind", id=kind) for kind in (Kind.TIP, Kind.CASE, Kind.QUIZ, Kind.LETTER)}
    by_kind: dict[Kind, Iterable[Content]] = {
        Kind.TIP: library.of_kind(Kind.TIP),
        Kind.CASE: library.of_kind(Kind.CASE),
        Kind.QUIZ: library.questions.values(),
        Kind.LETTER: library.letters.values(),
    }
    shelves = [
        {"id": kind, "name": name, "pages": list(_pages(by_kind[kind], head, texts, script))}
        for kind, name in kinds.items()
    ]
    template = Environment(autoescape=True).from_string(PAGE.read_text(encoding="utf-8"))
    words = {
        "title": texts.plain("preview-title", office=head.sender),
        "poster": texts.plain("preview-poster"),
        "text": texts.plain("preview-text"),
    }
    return template.render(words=words, shelves=shelves)


def _pages(items: Iterable[Content], head: Letterhead, texts: Texts, script: Script) -> Iterator[Shown]:
    for item in items:
        made = render(item, office=head.sender, code=CODE, script=script, head=head)
        yield Shown(
            id=item.id,
            html=made.html,
            after=_answer(made, texts),
            about=_about(item, texts),
            poster=_small(made.poster) if made.poster else "",
            lines="".join(made.poster.lines) if made.poster else "",
            caption=made.caption,
        )


def _answer(made: Rendered, texts: Texts) -> str:
    quiz = made.quiz
    if quiz is None:
        return ""
    return texts.plain("preview-answer", letter=quiz.letter, why=quiz.explanation, remember=quiz.remember)


def _about(item: Content, texts: Texts) -> str:
    audiences = "、".join(texts.plain("audience", id=one) for one in item.audiences)
    facts = {"id": item.id, "source": item.source, "reviewed": item.reviewed.isoformat()}
    return texts.plain(
        "preview-about", audiences=audiences, fraud=texts.plain("fraud", id=item.fraud_type), **facts
    )


def _small(poster: Poster) -> str:
    out = io.BytesIO()
    draw(poster).convert("RGB").resize(SMALL).quantize(32).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()
