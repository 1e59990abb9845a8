"""The Telegram face: reads updates, makes one call into core, renders the answer."""

import sys
from importlib.util import find_spec

# httpcore looks for it a dozen times in each request; where it is missing, through every folder each time.
if find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment] # None: there is no such module
