"""Log lines as text or JSON, and never with the token in them."""

from __future__ import annotations

import logging
import sys

import structlog

_SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


class _Redacting(structlog.stdlib.ProcessorFormatter):
    """Takes the token out of the finished line, wherever a library put it."""

    def __init__(self, secret: str, renderer: structlog.typing.Processor) -> None:
        super().__init__(
            foreign_pre_chain=_SHARED,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
        self._secret = secret
        self._half = secret.split(":", 1)[-1]

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace(self._secret, "<token>").replace(self._half, "<token>")


def set_up(level: str, form: str, token: str) -> None:
    """Send everything to stderr in that form, from that level up."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Redacting(token, renderer))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    # httpx writes every request's address at INFO, token and all; telegram at DEBUG what people wrote.
    for noisy in ("httpx", "httpcore", "aiosqlite", "alembic", "telegram"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
