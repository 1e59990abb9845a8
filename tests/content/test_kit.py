"""A kit's words: half a minute to be read out, a text without a code to be passed on."""

from __future__ import annotations

import re

import pytest

from content.kit import loudspeaker, to_paste
from content.library import load
from content.words import Kind, Script

TIPS = load().of_kind(Kind.TIP)
OFFICE = "幸福县公安局反诈中心"


@pytest.mark.parametrize("script", Script)
def test_every_tip_can_be_read_out_in_half_a_minute(script: Script) -> None:
    for tip in TIPS:
        spoken = loudspeaker(tip, tip.audiences[0], OFFICE, script)
        assert 60 <= len(spoken) <= 140, spoken
        assert not re.search(r"[“”👉\n<>（）]", spoken), "nobody says a mark aloud"
        assert not re.search(r"[。，？！][。，]", spoken), spoken
        assert "96110" in spoken
        assert OFFICE in spoken


def test_what_to_do_is_always_said() -> None:
    for tip in TIPS:
        spoken = loudspeaker(tip, tip.audiences[0], OFFICE, Script.SIMPLIFIED)
        assert tip.action.translate(str.maketrans("", "", "“”")) in spoken


def test_what_is_pasted_elsewhere_bears_no_code_and_no_markup() -> None:
    for tip in TIPS:
        text = to_paste(tip, OFFICE, Script.SIMPLIFIED)
        assert tip.title in text
        assert tip.action in text
        assert "编号" not in text
        assert "<" not in text
        assert text.endswith(OFFICE)
