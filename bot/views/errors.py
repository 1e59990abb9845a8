"""One sentence for the person concerned: what happened, what to do."""

from __future__ import annotations

from datetime import time

from content.texts import Texts, tame
from core.errors import CoreError


def sentence(texts: Texts, error: CoreError) -> str:
    """The sentence for what went wrong in a use case, with its facts; HTML-safe."""
    return texts.html(error.key, **{name: _said(fact) for name, fact in vars(error).items()})


def _said(fact: object) -> object:
    if isinstance(fact, time):
        return f"{fact:%H:%M}"
    return tame(fact, 40) if isinstance(fact, str) else fact
