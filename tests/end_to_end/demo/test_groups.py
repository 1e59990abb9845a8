"""The demo's groups in a browser: one comes in, and all hear what is due by the clock."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.end_to_end.demo.conftest import ADMIN, ELDER, OWNER, Demo, key, visit


def test_the_bot_is_brought_into_a_group_which_is_subscribed_by_pressing(page: Page, demo: Demo) -> None:
    visit(page, demo, ADMIN, "荷花村便民群")
    page.locator("#add-bot").click()
    key(page, "村居群").click()
    expect(page.locator(".message", has_text="好了，这里是村居群")).to_be_visible()
    expect(page.locator(".message", has_text="请大家认一认")).to_be_visible()
    # By now every part of the town's morning was played as well: two groups were vouched for, one waits.
    expect(page.locator(".figures dd")).to_have_text(["2", "2", "0", "0"], timeout=40_000)
    assert demo.status()["groups"] == {"active": 2, "unconfirmed": 2, "suspended": 0, "left": 0}


def test_a_tip_comes_by_the_clock_and_two_residents_say_that_they_read_it(page: Page, demo: Demo) -> None:
    visit(page, demo, ELDER, "幸福村村民群")
    tips = page.locator(".message", has_text="反诈提示")
    expect(page.locator(".message").first).to_be_visible()  # all that stands there is drawn at once
    before = tips.count()
    page.locator("#jump-next").click()
    expect(tips).to_have_count(before + 1)
    expect(tips.last).to_be_visible()
    expect(page.locator("#big-clock b")).to_have_text(re.compile("18:3"))
    for person, place in ((ELDER, 1), (OWNER, 2)):
        visit(page, demo, person, "幸福村村民群")
        key(page, "我已看").click()
        expect(page.locator(".toast", has_text=f"第{place}位")).to_be_visible()
    expect(page.locator(".pushes li").first).to_contain_text("2 人已看")
    [tip] = [one for one in demo.status()["pushes"] if one["receipts"] == 2]
    # The other village, which subscribed just before, has the same slot.
    assert (tip["kind"], tip["deliveries"]["sent"]) == ("tip", 2)
