"""What we say: models, library, choosing, rendering, texts."""
