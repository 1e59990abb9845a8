"""What a piece of the library says when it goes out: signed, coded, in every script, with its posters."""

from __future__ import annotations

from datetime import date

from content.letters import Letter, Letterhead
from content.library import Content
from content.render import Rendered, render
from content.words import Kind, Script
from core.desk import Desk


def kind_of(item: Content) -> Kind:
    """The kind of push that it makes."""
    return Kind.QUIZ if item.kind == "question" else Kind(item.kind)


def worded(
    desk: Desk, item: Content, code: str, script: Script, *, region: str | None, day: date
) -> Rendered:
    """The item in its frame; a letter is signed by the region's office, on that day. Raises TooLong."""
    head = letterhead(desk, region, day) if isinstance(item, Letter) else None
    return render(item, office=desk.rules.office, code=code, script=script, head=head)


def letterhead(desk: Desk, region: str | None, day: date) -> Letterhead:
    """Who signs a letter to that region's people."""
    office = desk.office(region)
    return Letterhead(office.name, office.phones, day)
