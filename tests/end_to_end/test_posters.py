"""A village gets its tips as posters: few words, drawn beside the bot, uploaded once."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sandbox import refusals
from tests.end_to_end.side_by_side import side_by_side
from tests.end_to_end.test_push import preview, send
from tests.town import Town, is_shortened

UTF16_SHORT = 140


@side_by_side(seconds=14)
async def test_a_village_gets_a_picture_with_few_words_uploaded_once(folder: Path) -> None:
    async with Town(folder) as town:
        await town.start_bot()
        villages = [town.telegram.group(f"村{number}", owner=town.owner, members=9) for number in range(3)]
        parents = town.telegram.group("实验小学", owner=town.owner, members=40)
        no_pictures = town.telegram.group("不让发图的村", owner=town.owner, members=9)
        await asyncio.gather(
            *(town.subscribe(one, town.owner) for one in (*villages, no_pictures)),
            town.subscribe(parents, town.owner, "家长群"),
        )
        everyone = [*villages, parents, no_pictures]
        town.telegram.faults.add(refusals.NO_RIGHT_TO_PHOTO, method="sendPhoto", chat=no_pictures)

        shown = await preview(town, town.owner)
        while "其中 4 个群收到的是海报" not in shown.text or "发给 5 个群" not in shown.text:
            before = shown.text
            await town.owner.press(shown, "换一条", timeout=15)
            await town.telegram.until(lambda: shown.text != before, 15)  # noqa: B023
        whole = shown.text.split("\n\n", 1)[1].rsplit("\n\n", 1)[0]
        await send(town, town.owner, shown)
        await town.telegram.until(lambda: all(town.pushes(one) for one in everyone), 20)

        [(code,)] = town.query("SELECT code FROM pushes WHERE kind = 'tip'")
        for village in villages:
            [push] = town.pushes(village)
            assert is_shortened(push, whole)
            assert len(push.text) < UTF16_SHORT, push.text
            assert code in push.text
            assert "96110" in push.text
            assert [button.text for button in push] == ["✅ 我已看", "转给家人", "是真的吗"]
        pictures = {push.photo.file_id for one in villages for push in town.pushes(one) if push.photo}
        assert len(pictures) == 1, "uploaded once, then sent by Telegram's number"
        assert [one.text for one in town.pushes(parents)] == [whole], "who reads gets the whole text"
        [instead] = town.pushes(no_pictures)
        assert instead.photo is None
        assert instead.text == whole, "no tip is lost because a group takes no pictures"
        assert town.query("SELECT sum(length(content)) FROM media") == [(0,)]
        assert len(list((folder / "data" / "posters").glob("*.png"))) >= 1
