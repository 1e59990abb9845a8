"""All that an office may put into its own folder, looked over at once."""

from __future__ import annotations

from pathlib import Path

from content.hotlines import FILE as HOTLINES_FILE
from content.hotlines import load_hotlines
from content.library import SHELVES, Fault, Library, load
from content.office_texts import FOLDER as TEXTS
from content.office_texts import office_texts
from content.regions import RegionsError, load_regions
from content.signbook import FOLDER as SIGNS
from content.signbook import sign_book


def holds_anything(folder: Path) -> bool:
    """Whether the folder has anything of ours to read."""
    folders = any((folder / name).is_dir() for name in (*SHELVES, SIGNS, TEXTS))
    return folders or any((folder / name).is_file() for name in (HOTLINES_FILE, "regions.yaml"))


def look_over(folder: Path | None) -> tuple[Library, list[Fault]]:
    """The library with the office's items, and all faults: of items, signs, numbers, wording, regions."""
    library, book = load(office=folder), sign_book(folder)
    hotlines, faults = load_hotlines(folder)
    numbers = hotlines.phones
    try:
        numbers |= load_regions(folder).phones
    except RegionsError as error:
        faults.append(Fault(folder or Path(), "regions.yaml", str(error)))
    signs = [
        Fault(Path(SIGNS), "tip", f"{one.tip!r} is no item of the library")
        for one in book.schemes
        if one.tip not in library.items
    ]
    texts = office_texts(folder, numbers).faults
    return library, [*library.faults, *book.faults, *signs, *faults, *texts]
