"""Codes that nobody guesses, read however people type them; persons that nobody traces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.codes import ALPHABET, new_code, new_key, person_hash, read_code

codes = st.text(ALPHABET, min_size=8, max_size=8).map(lambda text: f"{text[:4]}-{text[4:]}")


def test_new_codes_are_all_different_and_can_be_read_back() -> None:
    made = {new_code() for _ in range(2_000)}
    assert len(made) == 2_000
    assert all(read_code(code) == code for code in made)
    assert not set("01OIL") & set(ALPHABET), "nothing that looks like something else"


@given(codes)
def test_a_code_is_read_however_it_is_typed(code: str) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code)
    for typed in (
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " "),
        code.replace("-", "—"),
        code.replace("-", "－"),
        " ".join(code),
        f"  {code}\n",
        wide,
        wide.lower(),
    ):
        assert read_code(typed) == code, typed


@given(codes, st.integers(0, 8), st.sampled_from(ALPHABET))
def test_one_differing_character_is_another_code_or_none(code: str, place: int, letter: str) -> None:
    if code[place] not in (letter, "-"):
        assert read_code(code[:place] + letter + code[place + 1 :]) != code
    assert read_code(code + letter) is None
    assert read_code(code[1:]) is None


@given(st.text(max_size=40))
def test_anything_else_is_no_code_and_no_error(typed: str) -> None:
    found = read_code(typed)
    assert found is None or read_code(found) == found


@pytest.mark.parametrize("typed", ["", "-", "0000-0000", "7K3F", "7K3F-9QX2-AAAA", "编号7K3F-9QX2"])
def test_what_is_no_code(typed: str) -> None:
    assert read_code(typed) is None


def test_a_person_is_the_same_under_one_key_and_another_under_the_next() -> None:
    assert person_hash(b"one", 1001) == person_hash(b"one", 1001)
    assert person_hash(b"one", 1001) != person_hash(b"two", 1001)
    assert person_hash(b"one", 1001) != person_hash(b"one", 1002)
    assert "1001" not in person_hash(b"one", 1001)


def test_a_buttons_key_fits_telegrams_64_bytes() -> None:
    assert all(len(new_key().encode()) <= 20 for _ in range(100))
