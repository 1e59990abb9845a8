"""What an admin does with a tip outside Telegram: read it out, or paste it into another group."""

from __future__ import annotations

import re

from content.models import Item
from content.texts import texts_in, to_script
from content.words import Audience, Script

# At four characters and a half a second these are half a minute.
SPOKEN = 135
_SENTENCES = re.compile(r"[^。？！]+[。？！]”?")
_UNSPOKEN = str.maketrans("", "", "“”《》👉")


def loudspeaker(tip: Item, audience: Audience, office: str, script: Script) -> str:
    """About thirty seconds to be read out: who speaks, what happens, what to do, whom to ask.

    As much of the tip as fits; what to do always does.
    """
    texts = texts_in(script)
    words = {name: _said(to_script(getattr(tip, name), script)) for name in ("title", "action")}
    frame = {"office": office, "audience": audience, **words}
    body = ""
    for sentence in _SENTENCES.findall(to_script(tip.body, script)):
        longer = body + _said(sentence)
        if len(texts.plain("kit-spoken", body=longer, **frame).replace("\n", "")) > SPOKEN:
            break
        body = longer
    return _joined(texts.plain("kit-spoken", body=body, **frame))


def to_paste(tip: Item, office: str, script: Script) -> str:
    """The tip as plain text without a code: what is asked about it elsewhere can't be looked up."""
    words = {name: to_script(getattr(tip, name), script) for name in ("title", "body", "action")}
    return texts_in(script).plain("kit-paste", office=office, **words)


def _said(text: str) -> str:
    return text.translate(_UNSPOKEN)


def _joined(text: str) -> str:
    """Marks that meet are one."""
    return re.sub(r"([？！])。", r"\1", text.replace("\n", ""))
