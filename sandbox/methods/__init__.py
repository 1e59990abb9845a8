"""The Bot API's methods that the sandbox has, by noun; importing this fills the registry."""

from sandbox.methods import callbacks, chats, editing, files, polls, profile, removing, sending, updates
from sandbox.methods.registry import METHODS

__all__ = [
    "METHODS",
    "callbacks",
    "chats",
    "editing",
    "files",
    "polls",
    "profile",
    "removing",
    "sending",
    "updates",
]
