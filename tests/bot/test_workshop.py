"""Work in a process of its own ends, however it goes."""

from __future__ import annotations

from bot.workshop import Workshop


async def test_work_that_takes_too_long_is_killed_and_the_next_is_done() -> None:
    workshop = Workshop()
    assert (await workshop.run("status", patience=0.05)).code == -1
    heard: list[str] = []
    done = await workshop.run("no-such-work", heard=heard.append)
    assert done.code == 2
    assert "no-such-work" in done.complaint
    assert heard == []
