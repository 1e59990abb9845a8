"""Files that were sent, to be fetched again."""

from typing import Literal

from sandbox.answers import File
from sandbox.errors import bad_request
from sandbox.messages import Media
from sandbox.methods.registry import method
from sandbox.params import GetFile
from sandbox.users import Bot
from sandbox.world import World

DOWNLOAD_LIMIT = 20 * 1024 * 1024


def store(
    world: World,
    kind: Literal["photo", "document", "voice", "sticker"],
    content: bytes,
    name: str,
    mime: str,
    *,
    duration: int = 0,
) -> Media:
    """Keep a file under a new id."""
    number = next(world.numbers)
    media = Media(kind, f"AgACAgUAAxkBAAI{number:08d}", f"AQAD{number:08d}", content, name, mime, duration)
    world.files[media.file_id] = media
    return media


def path(media: Media) -> str:
    """Where a file is served."""
    suffix = media.name.rpartition(".")[2] or "bin"
    return f"{media.kind}s/{media.file_id}.{suffix}"


@method("getFile", GetFile)
def get_file(world: World, bot: Bot, params: GetFile) -> File:
    """Where to download a file."""
    media = world.files.get(params.file_id)
    if media is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(media.content) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return File(
        file_id=media.file_id,
        file_unique_id=media.unique_id,
        file_size=len(media.content),
        file_path=path(media),
    )
