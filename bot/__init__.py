"""The Telegram face: reads updates, makes one call into core, renders the answer."""
