"""Several small connection pools instead of a large one: httpx looks at every connection on each request."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from ssl import SSLContext
from typing import Any

from telegram.request import BaseRequest, HTTPXRequest, RequestData

LINES = 32
PER_LINE = 2
# httpcore asks for sniffio several times in each request; where it is not installed, Python would look for it
# in every folder each time, which is a twentieth of all that a crowd of taps costs.
if find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment]  # Python's own sign for "there is none"
# PTB's mark for "as at the making"; its type has no public name.
_UNSAID: Any = BaseRequest.DEFAULT_NONE


class Lines(BaseRequest):
    """Up to LINES x PER_LINE requests at once; each takes the line with the fewest under way.

    `patience` seconds are waited for a free connection, and again for Telegram's answer. All share the
    certificates in `trusted`: reading them takes a tenth of a second.
    """

    def __init__(self, patience: float, trusted: SSLContext) -> None:
        how: dict[str, Any] = {"verify": trusted}
        self._lines = [
            HTTPXRequest(PER_LINE, pool_timeout=patience, read_timeout=patience, httpx_kwargs=how)
            for _ in range(LINES)
        ]
        self._busy = [0] * LINES

    @property
    def read_timeout(self) -> float | None:
        return self._lines[0].read_timeout

    async def initialize(self) -> None:
        for line in self._lines:
            await line.initialize()

    async def shutdown(self) -> None:
        for line in self._lines:
            await line.shutdown()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = _UNSAID,
        write_timeout: Any = _UNSAID,
        connect_timeout: Any = _UNSAID,
        pool_timeout: Any = _UNSAID,
    ) -> tuple[int, bytes]:
        """See telegram.request.BaseRequest."""
        line = self._busy.index(min(self._busy))
        self._busy[line] += 1
        try:
            return await self._lines[line].do_request(
                url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
            )
        finally:
            self._busy[line] -= 1
