"""Templates are sound, a guess is right or none, and what says the same is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.defang import carries_contact, defang
from content.guess import guess_fraud
from content.library import load
from content.masking import looks_named, mask
from content.similar import alike, likeness
from content.templates import FACTS, templates
from content.words import FRAUD_TYPES

WANTED = {"school_fee", "acquaintance", "authority", "rebate", "customer_service"}


def test_the_commonest_frauds_have_their_template() -> None:
    assert templates().keys() >= WANTED
    for one in templates().values():
        text = "\n".join([one.title, *(getattr(one, fact) for fact in FACTS)])
        assert defang(text).changed == ()
        assert mask(text).hidden == 0
        assert not looks_named(text)
        assert not carries_contact(text), "a template may go out as an urgent word too"
        assert "110" in one.to_do


@pytest.mark.parametrize("kind", sorted(templates()))
def test_a_templates_own_words_are_guessed_right(kind: str) -> None:
    one = templates()[kind]
    assert guess_fraud(f"{one.title}\n{one.came}\n{one.asked}\n{one.to_do}") in (kind, None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("有人冒充老师收资料费", "school_fee"),
        ("刷单都是坑", "rebate"),
        ("说您涉案，要转到安全账户", "authority"),
        ("今天天气很好", None),
        ("又是刷单又是中奖", None),
    ],
)
def test_a_guess(text: str, kind: str | None) -> None:
    assert guess_fraud(text) == kind


@given(st.text(max_size=60))
def test_a_guess_is_a_fraud_type_or_nothing(text: str) -> None:
    assert guess_fraud(text) in (None, *FRAUD_TYPES)


def test_what_is_alike() -> None:
    one = "有人冒充班主任在家长群收98元资料费，请先给老师打电话。"
    assert alike(one, "有人冒充班主任在家长群收100元资料费，请先打电话给老师！")
    assert not alike(one, "有人冒充老板在群里催会计付款，打不通电话就不付。")
    bodies = [item.body for item in load().items.values()]
    assert not [1 for at, body in enumerate(bodies) for other in bodies[:at] if alike(body, other)]


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_even_handed(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1
    assert likeness(one, one) in (0, 1)
