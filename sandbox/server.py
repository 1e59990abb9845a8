"""Listening on the loopback: uvicorn's HTTP protocol on a socket that can be closed, cut and opened again."""

import asyncio
import socket
import struct
from collections.abc import Sequence
from typing import Any, cast

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from sandbox.requests import Scope

KEEP_ALIVE = 75
GRACE = 0.5
# Linger for no time: closing sends a reset instead of a goodbye.
_NO_LINGER = struct.pack("ii", 1, 0)


class Listener:
    """Serves an app on one port; `port` is the real one once open. `ready`: a socket that listens already."""

    def __init__(
        self,
        app: ASGIApp,
        host: str,
        port: int,
        pages: Sequence[BaseRoute] = (),
        ready: socket.socket | None = None,
    ) -> None:
        self.host, self.port, self._ready = host, port, ready
        # Pages of our own come before the Bot API, which takes every path that is left.
        self.site = Starlette(routes=[*pages, Mount("/", app=app)])
        self._state = ServerState()
        self._server: asyncio.Server | None = None
        self._config = uvicorn.Config(
            self.site,
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_keep_alive=KEEP_ALIVE,
        )
        self._config.load()

    async def open(self) -> None:
        """Start to listen, on the same port as before if there was one."""
        loop = asyncio.get_running_loop()
        ready, self._ready = self._ready, None
        if ready is not None:
            self._server = await loop.create_server(self._protocol, sock=ready)
        else:
            self._server = await loop.create_server(self._protocol, self.host, self.port, backlog=2048)
        self.port = self._server.sockets[0].getsockname()[1]

    def shut(self) -> None:
        """Stop to listen and reset every connection."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for connection in list(self._state.connections):
            _reset(cast(H11Protocol, connection).transport)

    async def close(self) -> None:
        """Shut, and let what is still being answered end: mostly it sees that nobody listens any more."""
        self.shut()
        if self._state.tasks:
            await asyncio.wait(list(self._state.tasks), timeout=GRACE)
        for task in list(self._state.tasks):
            task.cancel()
        await asyncio.gather(*self._state.tasks, return_exceptions=True)

    def drop(self, scope: Scope) -> None:
        """Reset the connection that a request came by."""
        client = tuple(scope["client"])
        for connection in list(self._state.connections):
            protocol = cast(H11Protocol, connection)
            if protocol.client == client:
                _reset(protocol.transport)

    def _protocol(self) -> H11Protocol:
        return H11Protocol(self._config, self._state, {})


def _reset(transport: asyncio.Transport) -> None:
    raw: Any = transport.get_extra_info("socket")
    if raw is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    transport.abort()
