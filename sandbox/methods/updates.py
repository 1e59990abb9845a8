"""Fetching updates."""

from sandbox.methods.registry import Json, method
from sandbox.params import DeleteWebhook, GetUpdates
from sandbox.users import Bot
from sandbox.world import World

LONGEST_POLL = 50


@method("getUpdates", GetUpdates)
async def get_updates(world: World, bot: Bot, params: GetUpdates) -> Json:
    """The updates from offset on; an offset confirms all before it."""
    batch = await bot.queue.poll(
        offset=params.offset,
        limit=min(max(params.limit, 1), 100),
        wait=min(max(params.timeout, 0), LONGEST_POLL),
        allowed=params.allowed_updates,
    )
    world.changed()
    return Json("[" + ",".join(update.text for update in batch) + "]")


@method("deleteWebhook", DeleteWebhook)
def delete_webhook(world: World, bot: Bot, params: DeleteWebhook) -> bool:
    """There is no webhook here; the waiting updates go if asked."""
    if params.drop_pending_updates:
        bot.queue.drop()
    return True
