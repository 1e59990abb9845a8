"""A fresh case: what an office published of an article, as an Item that goes out like the library's own."""

from __future__ import annotations

from content.models import Item


class FreshCase(Item):
    """A public case with its source, and a link where the operator allows that domain.

    Its words were made safe for going out before they came here, and may hold what the operator allows
    beside the closed lists: the office's own numbers, and allowed domains.
    """

    title: str
    body: str
    action: str
    source: str
    typical: bool = False
    link: str | None = None
