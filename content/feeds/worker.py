"""`python -m content.feeds.worker WANTED`: a feed on stdin, what is worth a look as JSON on stdout.

WANTED is JSON: zone, content_type, regions, keywords.
"""

from __future__ import annotations

import json
import resource
import sys
from zoneinfo import ZoneInfo

from content.feeds.parse import parse
from content.feeds.select import Wanted, packed, select

SECONDS = 10
MEMORY = 1 << 29


def main() -> None:
    """Parse what is at hand, within limits that no feed can argue with."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # It writes into a pipe, and into nothing else.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    wanted = json.loads(sys.argv[1])
    parsed = parse(sys.stdin.buffer.read(), wanted["content_type"], ZoneInfo(wanted["zone"]))
    chosen = Wanted(regions=tuple(wanted["regions"]), keywords=tuple(wanted["keywords"]))
    sys.stdout.write(packed(select(parsed, chosen)))


if __name__ == "__main__":
    main()
