"""A tip or a case that an office's own people wrote: what it must be, and whose it is."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from content.models import ACTION_LIMIT, BODY_LIMITS, TITLE_LIMIT, Item
from content.wire import utf16_length
from content.words import Kind

# How few characters are a title, a body, an action.
LEAST = {"title": 2, "body": 10, "action": 4, "source": 4}
SOURCE_LIMIT = 60


class OwnItem(Item):
    """An Item whose words were made safe when they were written (core/own_items.py), signed by their office.

    Unlike the library's it may name the office's own telephone and allowed domains. `by`: the office.
    """

    title: str = Field(min_length=LEAST["title"], max_length=TITLE_LIMIT)
    body: str = Field(min_length=LEAST["body"])
    action: str = Field(min_length=LEAST["action"])
    source: str = ""
    by: str = Field(min_length=1)
    origin: Literal["builtin", "office"] = "office"


def limit_of(field: str, kind: Kind) -> int:
    """How long that part of a tip or case may be, in UTF-16 units."""
    return {"title": TITLE_LIMIT, "action": ACTION_LIMIT, "source": SOURCE_LIMIT}.get(
        field, BODY_LIMITS[kind]
    )


def misfit(field: str, text: str, kind: Kind) -> str | None:
    """`short` or `long` where that part does not fit, else None."""
    if len(text) < LEAST[field]:
        return "short"
    return "long" if utf16_length(text) > limit_of(field, kind) else None
