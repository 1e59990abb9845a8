"""What Telegram marks by itself: commands, mentions, addresses, hashtags."""

import re
from collections.abc import Iterable

from sandbox.answers import MessageEntity
from sandbox.entities import utf16

_TOP_LEVEL = (
    "com|cn|net|org|gov|edu|me|io|info|top|xyz|vip|cc|app|hk|tw|dev|site|online|shop|club|co|ru|uk|de"
)
# Chinese stands next to a domain without a space, so only Latin letters and digits may not.
_DOMAIN = rf"(?<![A-Za-z0-9@./_-])(?:[A-Za-z0-9-]+\.)+(?:{_TOP_LEVEL})(?![A-Za-z0-9-])"
_PATH = r"[^\s<>\"，。；！？、）】》]"
_FOUND = re.compile(
    rf"(?P<url>https?://{_PATH}+|{_DOMAIN}(?:[/?#]{_PATH}*)?)"
    r"|(?<![\w/@<>.])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z][A-Za-z0-9_]{3,31})\b"
    r"|(?<!\w)(?P<hashtag>#\w*[^\W\d]\w*)",
)
_SHELTERED = frozenset({"code", "pre", "text_link", "text_mention"})


def detect(text: str, marked: Iterable[MessageEntity] = ()) -> list[MessageEntity]:
    """The marked entities and those that Telegram adds outside code and links, in order."""
    entities = list(marked)
    if not any(sign in text for sign in "/@#."):
        return entities
    sheltered = [(e.offset, e.offset + e.length) for e in entities if e.type in _SHELTERED]
    for match in _FOUND.finditer(text):
        start, length = utf16(text[: match.start()]), utf16(match.group())
        if match.lastgroup and not any(low < start + length and start < high for low, high in sheltered):
            entities.append(MessageEntity(type=match.lastgroup, offset=start, length=length))
    return sorted(entities, key=lambda entity: (entity.offset, -entity.length))
