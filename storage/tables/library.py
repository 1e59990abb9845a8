"""What the library adds to pushes: posters of tips, and promises under letters."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from storage.columns import Moment, RowId, metadata
from storage.columns import id_column as _id

# A push that has a poster has one per script: the short text below it, and what is drawn.
push_posters = Table(
    "push_posters",
    metadata,
    Column("push_id", RowId, ForeignKey("pushes.id"), primary_key=True),
    Column("script", String(16), primary_key=True),
    Column("caption", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("card", JSON, nullable=False),
    Column("media_id", RowId, ForeignKey("media.id"), nullable=False),
    Index("ix_push_posters_media_id", "media_id"),
)

promises = Table(
    "promises",
    metadata,
    _id(),
    Column("delivery_id", RowId, ForeignKey("deliveries.id"), nullable=False),
    Column("person", String(64), nullable=False),
    Column("place", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("delivery_id", "person"),
    Index("ix_promises_person", "person"),
)
