"""What others publish: fetched with care, parsed apart, and turned into drafts that people decide about."""
