"""One module per conversation: each handler reads, makes one call into core, renders."""
