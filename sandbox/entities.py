"""Text as Telegram reads it: HTML to entities with its own errors, lengths in UTF-16 units."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.answers import MessageEntity
from sandbox.errors import ApiError, bad_request
from sandbox.html_tags import KINDS, Tag, is_address, read_start_tag

_STOP = re.compile(rb"[<&]")
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_REFERENCE = re.compile(rb"&(?:#(\d+)|#x([0-9a-fA-F]+)|(lt|gt|amp|quot)(?![A-Za-z]));?")
_END_TAG = re.compile(rb"</([^\s>]*)(\s*)(>?)")


def utf16(text: str) -> int:
    """The length that Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(slots=True)
class _Open:
    tag: Tag
    offset: int
    order: int


class _Html:
    """One pass over the bytes; errors name byte offsets as Telegram does."""

    def __init__(self, source: str) -> None:
        self.source = source.encode()
        self.pieces: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.found: list[tuple[int, int, MessageEntity]] = []
        self._order = 0

    def read(self) -> tuple[str, list[MessageEntity]]:
        at = 0
        while (stop := _STOP.search(self.source, at)) is not None:
            self._say(self.source[at : stop.start()].decode())
            at = self._reference(stop.start()) if stop.group() == b"&" else self._tag(stop.start())
        self._say(self.source[at:].decode())
        if self.open:
            raise _unparsed(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag.name}"')
        # Outer entities come first, as they do from Telegram.
        self.found.sort(key=lambda it: (it[2].offset, -it[2].length, it[1]))
        return "".join(self.pieces), [entity for _, _, entity in self.found]

    def _say(self, text: str) -> None:
        if text:
            self.pieces.append(text)
            self.offset += utf16(text)

    def _reference(self, at: int) -> int:
        match = _REFERENCE.match(self.source, at)
        text = decode_reference(match) if match else None
        if match is None or text is None:
            self._say("&")
            return at + 1
        self._say(text)
        return match.end()

    def _tag(self, at: int) -> int:
        if self.source[at : at + 2] == b"</":
            return self._end(at)
        tag, end = read_start_tag(self.source, at)
        self.open.append(_Open(tag, self.offset, self._order))
        self._order += 1
        return end

    def _end(self, at: int) -> int:
        if not self.open:
            raise _unparsed(f"Unexpected end tag at byte offset {at}")
        match = _END_TAG.match(self.source, at)
        if match is None or not match[3]:
            raise _unparsed(f"Unclosed end tag at byte offset {at}")
        opened, name = self.open.pop(), match[1].decode().lower()
        if name and name != opened.tag.name:
            raise _unparsed(
                f'Unmatched end tag at byte offset {at}, expected "</{opened.tag.name}>", found "</{name}>"'
            )
        self._close(opened)
        return match.end()

    def _close(self, opened: _Open) -> None:
        length = self.offset - opened.offset
        kind = KINDS[opened.tag.name]
        if length == 0 or (kind == "text_link" and not is_address(opened.tag.argument)):
            return
        if kind == "blockquote" and opened.tag.argument:
            kind = "expandable_blockquote"
        entity = MessageEntity(
            type=kind,
            offset=opened.offset,
            length=length,
            url=opened.tag.argument if kind == "text_link" else None,
            language=opened.tag.argument or None if kind == "pre" else None,
            custom_emoji_id=opened.tag.argument if kind == "custom_emoji" else None,
        )
        self.found.append((opened.offset, opened.order, entity))


def _unparsed(why: str) -> ApiError:
    return bad_request(f"can't parse entities: {why}")


def decode_reference(match: re.Match[bytes]) -> str | None:
    """The character that a reference stands for; None where Telegram leaves it as text."""
    if match[3]:
        return _NAMED[match[3]]
    code = int(match[1]) if match[1] else int(match[2], 16)
    if not 0 < code <= 0x10FFFF:
        return None
    if 0xD800 <= code <= 0xDFFF:
        raise bad_request(
            "can't parse entities: Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return chr(code)


def parse_html(source: str) -> tuple[str, list[MessageEntity]]:
    """Text and entities of Telegram's HTML; ApiError with its words where it can't be parsed."""
    return _Html(source).read()


def trim(text: str, entities: Iterable[MessageEntity]) -> tuple[str, list[MessageEntity]]:
    """Without the white space at both ends, which Telegram cuts off; entities follow."""
    kept = text.rstrip()
    cut = utf16(kept) - utf16(kept.lstrip())
    kept = kept.lstrip()
    size = utf16(kept)
    moved = []
    for entity in entities:
        start, end = max(entity.offset - cut, 0), min(entity.offset + entity.length - cut, size)
        if end > start:
            moved.append(entity.model_copy(update={"offset": start, "length": end - start}))
    return kept, moved
