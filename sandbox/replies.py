"""HTTP answers of the Bot API."""

import json
from dataclasses import dataclass
from typing import Any

from sandbox.errors import ApiError
from sandbox.requests import Send


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, body and its type; `wait` is what a 429 names."""

    code: int
    body: bytes
    mime: str = "application/json"
    wait: int = 0

    async def send(self, send: Send) -> None:
        """Put it on the wire."""
        headers = [
            (b"content-type", self.mime.encode("latin-1")),
            (b"content-length", str(len(self.body)).encode()),
        ]
        await send({"type": "http.response.start", "status": self.code, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


def success(result: str) -> Reply:
    """200 around a result that is JSON already."""
    return Reply(200, f'{{"ok":true,"result":{result}}}'.encode("utf-8", "surrogatepass"))


def failure(error: ApiError) -> Reply:
    """A refusal as Telegram words it."""
    body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    wait = error.parameters.get("retry_after", 0)
    return Reply(error.code, json.dumps(body, ensure_ascii=False).encode(), wait=wait)
