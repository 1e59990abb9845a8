"""Telegram's errors that a broadcaster meets, ready to be thrown at one."""

from sandbox.faults import Refuse


def _forbidden(why: str) -> Refuse:
    return Refuse(403, f"Forbidden: {why}")


def _bad(why: str) -> Refuse:
    return Refuse(400, f"Bad Request: {why}")


KICKED_FROM_GROUP = _forbidden("bot was kicked from the group chat")
KICKED = _forbidden("bot was kicked from the supergroup chat")
KICKED_FROM_CHANNEL = _forbidden("bot was kicked from the channel chat")
NOT_A_MEMBER_OF_GROUP = _forbidden("bot is not a member of the group chat")
NOT_A_MEMBER = _forbidden("bot is not a member of the supergroup chat")
NOT_A_MEMBER_OF_CHANNEL = _forbidden("bot is not a member of the channel chat")
GROUP_DELETED = _forbidden("the group chat was deleted")
BLOCKED = _forbidden("bot was blocked by the user")
DEACTIVATED = _forbidden("user is deactivated")
CANT_INITIATE = _forbidden("bot can't initiate conversation with a user")

CHAT_NOT_FOUND = _bad("chat not found")
NO_RIGHT_TO_TEXT = _bad("not enough rights to send text messages to the chat")
NO_RIGHT_TO_PHOTO = _bad("not enough rights to send photos to the chat")
NO_RIGHT_TO_POLL = _bad("not enough rights to send polls to the chat")
NO_RIGHT_TO_PIN = _bad("not enough rights to manage pinned messages in the chat")
NO_WRITE_ACCESS = _bad("have no write access to the chat")
WRITE_FORBIDDEN = _bad("CHAT_WRITE_FORBIDDEN")
RESTRICTED = _bad("CHAT_RESTRICTED")
TOPIC_CLOSED = _bad("TOPIC_CLOSED")
THREAD_NOT_FOUND = _bad("message thread not found")
PEER_INVALID = _bad("PEER_ID_INVALID")
TO_DELETE_NOT_FOUND = _bad("message to delete not found")
TO_EDIT_NOT_FOUND = _bad("message to edit not found")
CANT_DELETE = _bad("message can't be deleted for everyone")
NOT_MODIFIED = _bad(
    "message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)
QUERY_TOO_OLD = _bad("query is too old and response timeout expired or query ID is invalid")
CANT_PARSE = _bad('can\'t parse entities: Unsupported start tag "x" at byte offset 0')
TOO_LONG = _bad("message is too long")
UNAUTHORIZED = Refuse(401, "Unauthorized")
CONFLICT = Refuse(
    409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
EVERY = {name: value for name, value in vars().items() if isinstance(value, Refuse)}
