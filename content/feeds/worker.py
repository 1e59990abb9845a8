"""`python -m content.feeds.worker ZONE CONTENT_TYPE`: a feed on stdin, its entries as JSON on stdout."""

from __future__ import annotations

import resource
import sys
from zoneinfo import ZoneInfo

from content.feeds.entries import packed
from content.feeds.parse import parse

SECONDS = 10
MEMORY = 1 << 29


def main() -> None:
    """Parse what is at hand, within limits that no feed can argue with."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    zone, content_type = sys.argv[1:3]
    sys.stdout.write(packed(parse(sys.stdin.buffer.read(), content_type, ZoneInfo(zone))))


if __name__ == "__main__":
    main()
