"""The page's addresses: the page itself, its files, the stream of what happens, and the orders it takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from sandbox.chats import Chat
from sandbox.page.acts import ACTS
from sandbox.page.guard import Guard
from sandbox.page.order import Order, Refused
from sandbox.page.shown import OPENED
from sandbox.page.stage import Actor, Stage
from sandbox.page.stream import events

HERE = Path(__file__).parent
LANGUAGES = ("zh", "en")
LARGEST_ORDER = 64 * 1024
# Telegram takes 10 MB; in base64 that is a third more.
LARGEST_PHOTO = 14 * 1024 * 1024


def site(stage: Stage) -> ASGIApp:
    """The whole page as an app, guarded."""
    pages = _Pages(stage)
    return Guard(
        Starlette(
            routes=[
                Route("/", pages.page),
                Route("/events", pages.events),
                Route("/file/{file_id}", pages.file),
                Route("/do/{act}", pages.do, methods=["POST"]),
                Mount("/static", StaticFiles(directory=HERE / "static")),
            ]
        )
    )


class _Pages:
    """What is answered at each address."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape()
        )

    async def page(self, request: Request) -> Response:
        """The page in the wanted language; its texts lie in it for the script."""
        wanted = request.query_params.get("lang") or request.cookies.get("lang") or ""
        language = wanted if wanted in LANGUAGES else LANGUAGES[0]
        texts = json.loads((HERE / "texts" / f"{language}.json").read_text(encoding="utf-8"))
        html = self._templates.get_template("page.html").render(t=texts, start=self._start())
        answer = HTMLResponse(html)
        answer.set_cookie("lang", language, samesite="strict", httponly=True)
        return answer

    def _start(self) -> dict[str, Any]:
        person, chat = self._stage.start or (next(iter(self._stage.cast)), "")
        return {"person": person, "chat": chat}

    async def events(self, request: Request) -> Response:
        """The stream of one person at one chat."""
        try:
            actor, chat = self._place(request.query_params)
        except (LookupError, ValueError):
            return PlainTextResponse("no such person or chat\n", 404)
        looks = request.query_params.get("away") is None
        lines = events(self._stage, actor, chat, looks=looks)
        return StreamingResponse(lines, media_type="text/event-stream")

    async def file(self, request: Request) -> Response:
        """A file that was sent: pictures, voices, PDFs and plain text to show, all else to save."""
        media = self._stage.telegram.world.files.get(request.path_params["file_id"])
        if media is None:
            return PlainTextResponse("no such file\n", 404)
        opens = media.mime in OPENED
        how = "inline" if opens else "attachment"
        disposition = f"{how}; filename*=utf-8''{quote(media.name, safe='')}"
        kind = OPENED[media.mime] if opens else "application/octet-stream"
        return Response(media.content, headers={"content-type": kind, "content-disposition": disposition})

    async def do(self, request: Request) -> Response:
        """An order; a refusal names a key of the page's texts."""
        name = request.path_params["act"]
        act = ACTS.get(name)
        body = await _read(request, LARGEST_PHOTO if name == "photo" else LARGEST_ORDER)
        if act is None or body is None:
            return JSONResponse({"refused": "malformed"}, 400)
        try:
            actor, chat = self._place(body)
            order = Order(self._stage, actor, chat or actor.person.private(), body)
            return JSONResponse({"ok": True, **(await act(order) or {})})
        except Refused as refusal:
            return JSONResponse({"refused": str(refusal)}, 409)
        except AssertionError:  # the sandbox's people say so when something cannot be done
            return JSONResponse({"refused": "gone"}, 409)
        except (LookupError, ValueError, TypeError):
            return JSONResponse({"refused": "malformed"}, 400)

    def _place(self, given: Any) -> tuple[Actor, Chat | None]:
        actor = self._stage.actor(int(given["person"]))
        chat = given.get("chat")
        return actor, self._stage.chat(actor, int(chat)) if chat not in (None, "") else None


async def _read(request: Request, largest: int) -> dict[str, Any] | None:
    """The order's JSON object; None when it is none, or too long."""
    if int(request.headers.get("content-length") or 0) > largest:
        return None
    try:
        body = json.loads(await request.body())
    except ValueError:
        return None
    return body if isinstance(body, dict) else None
