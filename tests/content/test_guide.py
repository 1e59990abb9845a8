"""The clerk's guide is right: what it shows as an example is read as it stands, and it names every word."""

from __future__ import annotations

import re
from pathlib import Path

from content import words
from content.library import SHELVES, Library, load
from content.models import BODY_LIMITS, POSTER_LINE, Item
from content.remarks import MONTHS_FRESH
from content.review import near_duplicates

GUIDE = Path(__file__).parent.parent.parent / "content" / "GUIDE.md"
SHELF_OF = {"tip": "tips", "case": "cases", "question": "questions", "letter": "letters"}


def examples(folder: Path) -> Library:
    """The guide's examples, each saved as it tells a clerk to."""
    for text in re.findall(r"```markdown\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL):
        kind = re.search(r"^kind: (\w+)$", text, re.MULTILINE)
        assert kind is not None
        shelf = folder / SHELF_OF[kind[1]]
        shelf.mkdir()
        (shelf / f"example-{kind[1]}.md").write_text(text, encoding="utf-8")
    return load(office=folder)


def test_there_is_an_example_of_each_kind_and_each_is_read(tmp_path: Path) -> None:
    library = examples(tmp_path)
    assert library.faults == ()
    found = {name: library.find(f"example-{name}") for name in SHELF_OF}
    assert all(one is not None and one.origin == "office" for one in found.values())
    assert set(SHELF_OF.values()) == set(SHELVES)
    tip = found["tip"]
    assert isinstance(tip, Item)
    assert tip.poster
    names = [f"example-{name}" for name in SHELF_OF]
    alike = [one.facts for one in near_duplicates(library.everything()) if one.facts["one"] in names]
    assert alike == [], "an example is no copy of what we send"


def test_it_names_every_word_that_may_be_written_and_every_limit() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    known = [*words.FRAUD_TYPES, *words.SEASONS, *words.Audience, *words.HOTLINES]
    known += [segment for segments in words.SEGMENTS.values() for segment in segments]
    for word in known:
        assert word in guide, word
    for limit in (*BODY_LIMITS.values(), POSTER_LINE, MONTHS_FRESH):
        assert f" {limit} " in guide, limit
    fields = {name for model in SHELVES.values() for name in model.model_fields}
    for name in fields - {"id", "body", "origin"}:
        assert f"`{name}`" in guide, name


def test_it_is_one_page() -> None:
    assert len(GUIDE.read_text(encoding="utf-8").splitlines()) < 150
