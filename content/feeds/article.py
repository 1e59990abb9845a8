"""Cuts an article to the three parts of a case: how it went, the sign, what to do. By rules; people edit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from content.wire import cut, utf16_length

COURSE_LIMIT, SIGN_LIMIT, ACTION_LIMIT, TITLE_LIMIT = 150, 90, 60, 24

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?[”’」』）)]*")
_NOISE = re.compile(
    r"^(?:来源|作者|记者|通讯员|编辑|责编|责任编辑|审核|供稿|图片|图|原标题|点击|扫码|关注|阅读|转自|监制|校对|end\b|▲|■|●|◎)",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"^[\w\s·]{0,12}(?:讯|电|报道|消息)(?:\s*[（(][^）)]{0,20}[）)]|[：:，,\s])\s*")
_ACTION = re.compile(
    r"请|不要|切勿|勿|务必|应当|应该|立即|及时|拨打|报警|110|核实|挂断|牢记|谨记|提高警惕|建议"
)
# In the story itself 请 and 应当 say what people did, not what to do.
_PLAINLY = re.compile(
    r"拨打|挂断|切勿|请勿|务必|牢记|谨记|提高警惕|96110|请(?:立即|及时|马上|大家|广大|您|市民|居民|村民|家长)"
)
_SIGN = re.compile(
    r"凡是|都是(?:诈骗|骗)|就是(?:诈骗|骗)|不会(?:要求|通过|打电话|让)|不存在|其实|实际上|实则|套路|手法"
    r"|特征|识别|识破|真相|关键|冒充|伪造|谎称|屏幕共享|共享屏幕|安全账户|验证码|垫"
)
_WARNS = re.compile(r"警方(?:提醒|提示)|民警(?:提醒|提示)|反诈(?:中心|民警)?(?:提醒|提示)|温馨提示|防骗")


_LEAD = re.compile(
    r"^(?:[\s：:、，,.\-—·•*]|[（(]?[一二三四五六七八九十\d]{1,2}[)）.、]"
    r"|(?:警方|民警|反诈(?:中心|民警)?|温馨)(?:提醒|提示)(?:[：:，,]|大家|市民|您)+)+"
)


@dataclass(frozen=True, kw_only=True)
class Parts:
    """A draft: the title, 经过, 识破点 and 怎么办, each within its limit; empty where nothing was found."""

    title: str
    course: str
    sign: str
    action: str


def parts_of(title: str, text: str) -> Parts:
    """The three parts. Nothing is added that the article does not say."""
    sentences = [sentence for sentence in _sentences(text) if sentence != title.strip()]
    warned = next((at for at, one in enumerate(sentences) if _WARNS.search(one)), len(sentences))
    told, advice = sentences[:warned], sentences[warned:]
    actions = [one for one in advice if _ACTION.search(one)]
    actions = actions or [one for one in reversed(told) if _PLAINLY.search(one)]
    # What the police say of it explains it best; where nobody does, one sentence of the story itself.
    signs = [one for one in advice if _SIGN.search(one) and one not in actions[:1]][:2]
    signs = signs or [one for one in told if _SIGN.search(one) and one not in actions[:1]][:1]
    course = [one for one in told if one not in signs and one not in actions[:1]] or told
    first = title.strip() or (sentences[0] if sentences else "")
    return Parts(
        title=cut(_bare(first), TITLE_LIMIT),
        course=_filled(course, COURSE_LIMIT),
        sign=_filled([_bare(one) for one in signs], SIGN_LIMIT),
        action=cut(_bare(_WARNS.sub("", actions[0])), ACTION_LIMIT) if actions else "",
    )


def _sentences(text: str) -> list[str]:
    found = []
    for line in text.split("\n"):
        said = _DATELINE.sub("", line.strip(), count=1)
        if said and not _NOISE.match(said):
            found += [one.strip() for one in _SENTENCE.findall(said) if len(one.strip()) > 3]
    return found


def _filled(sentences: Sequence[str], limit: int) -> str:
    """Whole sentences as long as they fit; a first one that is too long is cut."""
    said = ""
    for one in sentences:
        if utf16_length(said + one) > limit:
            break
        said += one
    return said or cut(next(iter(sentences), ""), limit)


def _bare(sentence: str) -> str:
    """Without what leads up to it: 「警方提示：」, dashes, bullets, numbers."""
    return _LEAD.sub("", sentence).strip()
