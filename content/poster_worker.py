"""`python -m content.poster_worker png|pdf`: posters come in as JSON, pictures go out.

Run as a process of its own: drawing keeps a processor busy, and opens a font. One JSON list comes in;
for each poster four bytes say how long its picture is, and the picture follows.
"""

from __future__ import annotations

import json
import sys

from content.drawing import pdf, png
from content.poster import Poster

FORMATS = {"png": png, "pdf": pdf}


def main(words: list[str]) -> int:
    make = FORMATS[words[0]]
    for told in json.load(sys.stdin.buffer):
        picture = make(Poster.of_json(told))
        sys.stdout.buffer.write(len(picture).to_bytes(4, "big") + picture)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
