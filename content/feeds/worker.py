"""`python -m content.feeds.worker`: feeds on stdin, one after the other, what is worth a look on stdout.

Each feed is two frames, what is wanted as JSON (zone, content_type, encoding, regions, keywords) and
its bytes; each answer is one, a Selection as JSON. A frame is its length in four bytes, and so many bytes.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import BinaryIO
from zoneinfo import ZoneInfo

from content.feeds.parse import parse
from content.feeds.select import Wanted, packed, select

SECONDS = 10
MEMORY = 1 << 28


def main() -> None:
    """Parse what comes, within limits that no feed can argue with; end with the input."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # It writes into a pipe, and into nothing else.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    while (head := _frame(sys.stdin.buffer)) is not None:
        _more_time()
        wanted, sent = json.loads(head), _frame(sys.stdin.buffer) or b""
        parsed = parse(sent, wanted["content_type"], ZoneInfo(wanted["zone"]), wanted["encoding"])
        chosen = Wanted(regions=tuple(wanted["regions"]), keywords=tuple(wanted["keywords"]))
        answer = packed(select(parsed, chosen)).encode(errors="replace")
        sys.stdout.buffer.write(len(answer).to_bytes(4, "big") + answer)
        sys.stdout.buffer.flush()


def _frame(source: BinaryIO) -> bytes | None:
    head = source.read(4)
    return source.read(int.from_bytes(head, "big")) if len(head) == 4 else None


def _more_time() -> None:
    """Each feed has seconds of the processor of its own."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
