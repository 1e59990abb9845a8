"""Start tags of Telegram's HTML and their attributes."""

import re
from dataclasses import dataclass

from sandbox.errors import ApiError, bad_request

KINDS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("span", "tg-spoiler"), "spoiler"),
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_ARGUMENTS = {"a": "href", "tg-emoji": "emoji-id", "span": "class", "blockquote": "expandable"}
_NAME = re.compile(rb"[^\s>]*")
_ATTRIBUTE = re.compile(rb"[^\s=>]*")
_SPACE = re.compile(rb"\s*")
_TOKEN = re.compile(rb"[A-Za-z0-9.\-]*")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot);")
_REFERENCES = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}


@dataclass(slots=True)
class Tag:
    """A tag that is open, with the one argument that matters for its kind."""

    name: str
    argument: str = ""


def is_address(url: str) -> bool:
    """Whether Telegram takes it for a link; others it drops from texts and refuses on buttons."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return "." in url and " " not in url
    return scheme.lower() in ("http", "https", "tg", "ftp", "tonsite") and bool(rest) and " " not in rest


def _unparsed(why: str, at: int) -> ApiError:
    return bad_request(f"can't parse entities: {why} at byte offset {at}")


def read_start_tag(source: bytes, begin: int) -> tuple[Tag, int]:
    """The start tag at begin and the offset behind its '>'."""
    at = _end(_NAME, source, begin + 1)
    if at == len(source):
        raise _unparsed("Unclosed start tag", begin)
    tag = Tag(source[begin + 1 : at].decode().lower())
    if tag.name not in KINDS:
        raise _unparsed(f'Unsupported start tag "{tag.name}"', begin)
    while True:
        at = _end(_SPACE, source, at)
        if source[at : at + 1] == b">":
            break
        name, value, at = _read_attribute(source, begin, at, tag.name)
        _take(tag, name, value)
    if tag.name == "span" and tag.argument != "tg-spoiler":
        raise _unparsed('Tag "span" must have class "tg-spoiler"', begin)
    return tag, at + 1


def _end(pattern: re.Pattern[bytes], source: bytes, at: int) -> int:
    match = pattern.match(source, at)
    return match.end() if match else at


def _read_attribute(source: bytes, begin: int, at: int, tag: str) -> tuple[str, str, int]:
    start, at = at, _end(_ATTRIBUTE, source, at)
    name = source[start:at].decode().lower()
    if not name:
        raise _unparsed(f'Empty attribute name in the tag "{tag}"', begin)
    at = _end(_SPACE, source, at)
    if source[at : at + 1] != b"=":
        if at == len(source):
            raise _unparsed(f'Unclosed start tag "{tag}"', begin)
        if name == "expandable":
            return name, "1", at
        raise _unparsed(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin)
    at = _end(_SPACE, source, at + 1)
    if at == len(source):
        raise _unparsed(f'Unclosed start tag "{tag}"', begin)
    value, at = _read_value(source, at)
    if at >= len(source):
        raise _unparsed("Unclosed start tag", begin)
    return name, value, at


def _read_value(source: bytes, at: int) -> tuple[str, int]:
    quote = source[at : at + 1]
    if quote in (b"'", b'"'):
        end = source.find(quote, at + 1)
        if end < 0:
            return "", len(source)
        value = source[at + 1 : end].decode()
        return _REFERENCE.sub(lambda it: _REFERENCES[it[0]], value), end + 1
    end = _end(_TOKEN, source, at)
    if end < len(source) and not source[end : end + 1].isspace() and source[end : end + 1] != b">":
        raise _unparsed("Unexpected end of name token", at)
    return source[at:end].decode().lower(), end


def _take(tag: Tag, name: str, value: str) -> None:
    if name == _ARGUMENTS.get(tag.name):
        tag.argument = value
    elif tag.name == "code" and name == "class" and value.startswith("language-"):
        tag.argument = value.removeprefix("language-")
