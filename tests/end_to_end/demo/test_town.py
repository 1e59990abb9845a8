"""The demo's town in a browser: the tour, a telephone, a group that lets the bot go."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.end_to_end.demo.conftest import ADMIN, ELDER, OFFICER, Demo, key, visit

# Controls that a thumb must hit; words inside a text and the switches' whole rows aside.
CONTROLS = "button:not(.inline), a:not(.skip), summary, input[type=text], textarea, select"


def test_the_tour_goes_from_joining_to_an_alert_that_a_second_person_approved(page: Page, demo: Demo) -> None:
    page.goto("about:blank")
    visit(page, demo, ADMIN)
    page.locator("#tour-open").click()
    for name in ("请进群", "说是什么群", "收一条提示", "点“我已看”"):
        expect(page.locator("#tour h2")).to_contain_text(name)
        page.locator("#tour [data-focus=tour_next]").click()
    expect(page.locator("#tour h2")).to_contain_text("写一条预警")
    expect(page.locator(".person[aria-checked=true]")).to_contain_text("陈警官")
    expect(page.locator("#draft")).to_have_value(re.compile("^/alert 有人冒充老师"))
    page.locator("#draft").press("Enter")
    key(page, "提交审批").click()
    expect(page.locator(".message", has_text="等人批").last).to_be_visible()
    page.locator("#tour button", has_text="换成吴副所长").click()
    key(page, "批准").click()
    expect(page.locator("#tour .done")).to_be_visible(timeout=20_000)
    page.reload()
    expect(page.locator("#tour h2")).to_contain_text("写一条预警")
    page.locator("#tour .plain").click()
    visit(page, demo, ELDER, "幸福村村民群")
    expect(page.locator(".message", has_text="有人冒充老师收资料费").last).to_be_visible()


def test_who_looks_elsewhere_on_a_telephone_finds_what_came_unread(page: Page, demo: Demo) -> None:
    page.goto("about:blank")
    page.set_viewport_size({"width": 360, "height": 740})
    visit(page, demo, ELDER)
    page.locator("#tabs [data-view=chats]").click()
    page.locator(".chat", has_text="幸福村村民群").click()
    page.locator("#tabs [data-view=town]").click()
    other = page.context.new_page()
    visit(other, demo, OFFICER, "幸福村村民群")
    other.locator("#draft").fill("晚上来村口听讲座")
    other.locator("#draft").press("Enter")
    expect(page.locator("#tab-unread")).to_be_visible()
    page.locator("#tabs [data-view=talk]").click()
    expect(page.locator(".message").last).to_contain_text("晚上来村口听讲座")
    other.close()


def test_a_telephone_needs_no_sideways_scroll(page: Page, demo: Demo) -> None:
    page.goto("about:blank")
    page.set_viewport_size({"width": 360, "height": 740})
    visit(page, demo, ADMIN)
    for view in ("chats", "talk", "town"):
        page.locator(f"#tabs [data-view={view}]").click()
        if view == "chats":
            page.locator(".chat", has_text="幸福村村民群").click()
        page.wait_for_timeout(100)
        wide = page.evaluate(
            "[document.documentElement, ...document.querySelectorAll('.desk, #scroll, #town, #compose')]"
            ".filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.id || one.tagName)"
        )
        assert wide == [], view
        narrow = page.locator(CONTROLS).evaluate_all(
            "all => all.map((one) => [one.getBoundingClientRect(), one.outerHTML])"
            ".filter(([box]) => box.width && (box.width < 43.5 || box.height < 43.5)).map(([, html]) => html)"
        )
        assert narrow == [], view
    small = page.evaluate(
        "[...document.querySelectorAll('body *')].filter((one) => one.getClientRects().length"
        " && one.textContent.trim() && parseFloat(getComputedStyle(one).fontSize) < 16"
        " && parseFloat(getComputedStyle(one).fontSize) > 0).map((one) => one.outerHTML)"
    )
    assert small == []


def test_a_removed_bot_leaves_its_group_suspended(page: Page, demo: Demo) -> None:
    visit(page, demo, ADMIN, "幸福村村民群")
    page.locator("#remove-bot").click()
    expect(page.locator(".service", has_text="请出了群")).to_be_visible()
    expect(page.locator(".figures .suspended dd")).to_have_text("1")
    assert demo.status()["groups"]["suspended"] == 1
