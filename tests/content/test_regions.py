"""The tree of places: who lies under whom, which office stands behind it, and what a broken file is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from content.regions import SAMPLE, Office, Region, Regions, RegionsError, load_regions


@pytest.fixture(scope="module")
def sample() -> Regions:
    return load_regions()


def test_who_lies_under_whom(sample: Regions) -> None:
    assert sample.under(None) is None
    assert sample.under("xingfu") is None
    assert sample.under("pingan") == frozenset(
        {"pingan", "xingfu-village", "hehua-village", "experimental-school"}
    )
    assert sample.covers("pingan", "hehua-village")
    assert not sample.covers("pingan", "taoyuan-village")
    assert not sample.covers("pingan", None)
    assert sample.covers(None, None)
    assert sample.covers("xingfu", None)
    assert sample.parent("hehua-village") == "pingan"
    assert sample.parent("xingfu") == "xingfu"


def test_an_officer_of_a_place_that_is_gone_is_not_given_the_whole_county(sample: Regions) -> None:
    """regions.yaml was changed: an unknown region must never mean everything."""
    assert sample.under("no-such-place") is not None
    assert not sample.covers("no-such-place", "pingan")


def test_the_nearest_office_upwards(sample: Regions) -> None:
    assert sample.office("hehua-village", "x") == Office("x", ()), "its offices are nobody's"
    copied = Regions(sample.root)
    assert copied.office("hehua-village", "x").name == "平安派出所"
    assert copied.office("hehua-village", "x").phones == (), "its numbers are false, and nobody's to dial"
    assert copied.office(None, "x").name == "幸福县公安局反诈中心"
    assert sample.phones == frozenset()
    assert sample.root_office is None
    assert all(phone.startswith("0000-") for phone in re.findall(r'phones: \["(.*)"\]', SAMPLE.read_text()))
    assert sample.path_name("hehua-village") == "平安镇 · 荷花村"
    assert sample.path_name(None) == "幸福县"


@pytest.mark.parametrize(
    ("words", "within", "meant"),
    [
        ("幸福村文化广场", None, "xingfu-village"),
        ("平安镇 荷花村三组", None, "hehua-village"),
        ("平安镇集市", None, "pingan"),
        ("幸福村、荷花村", None, "pingan"),
        ("平安镇 幸福村、荷花村", "pingan", "pingan"),
        ("桃源村", "pingan", "pingan"),  # not theirs
        ("荷花村和桃源村", None, None),  # in two towns
        ("县城", None, None),
    ],
)
def test_words_name_a_place(sample: Regions, words: str, within: str | None, meant: str | None) -> None:
    assert sample.named_in(words, within) == meant


def test_a_name_within_a_name_is_not_meant() -> None:
    villages = (Region(id="b", name="东村"), Region(id="c", name="河东村"))
    regions = Regions(Region(id="a", name="县", children=villages))
    assert (regions.named_in("河东村口", None), regions.named_in("东村口", None)) == ("c", "b")


def test_the_nearest_phones_upwards() -> None:
    village, town = Region(id="c", name="村"), Region(id="b", name="镇", phones=("0576-1",), children=())
    town = town.model_copy(update={"children": (village,)})
    forgotten = Region(id="d", name="校", phones=("0000-1234510",))
    county = Region(id="a", name="县", office="县反诈中心", phones=("0576-0",), children=(town, forgotten))
    regions = Regions(county)
    assert regions.office("c", "x").phones == ("0576-1",)
    assert regions.office("d", "x").phones == ("0576-0",), "a number of the sample that nobody replaced"
    assert regions.office("no-such-place", "x").phones == ("0576-0",)
    assert regions.phones == {"05761", "05760"}
    assert regions.root_office == "县反诈中心"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("id: a\nname: [", "cannot be read"),
        ("", "file"),
        ("- a", "file"),
        ("id: A B\nname: x", "id"),
        ("id: a", "name"),
        ("id: a\nname: x\nchildren:\n  - {id: b, name: y}\n  - {id: b, name: z}", "'b' stands twice"),
        ("id: a\nname: x\nboss: y", "boss"),
        ("id: a\nname: x\nphones: 110", "phones"),
    ],
)
def test_a_broken_file_is_told_where(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "regions.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RegionsError) as caught:
        load_regions(tmp_path)
    assert named in str(caught.value)
    assert "regions.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_file_uses_the_sample(tmp_path: Path) -> None:
    assert load_regions(tmp_path).root.id == "xingfu"
