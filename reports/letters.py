"""`python -m reports.letters [templates]`: a letter comes in as JSON, a Word file goes out.

Run as a process of its own. At its foot there is a slip to tear off. An office may lay its own
letter.docx into the folder `templates`.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined

NAME = "letter.docx"
TEMPLATES = Path(__file__).parent / "templates"


def write(words: dict[str, Any], own: Path | None = None) -> bytes:
    """The letter as a Word file; `words` are what the template names. Raises jinja2's UndefinedError."""
    mine = own / NAME if own else None
    pages = DocxTemplate(str(mine if mine and mine.is_file() else TEMPLATES / NAME))
    pages.render(words, Environment(undefined=StrictUndefined, autoescape=True), autoescape=True)
    out = io.BytesIO()
    pages.save(out)
    return out.getvalue()


def main(words: list[str]) -> int:
    sys.stdout.buffer.write(write(json.load(sys.stdin.buffer), Path(words[0]) if words else None))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
