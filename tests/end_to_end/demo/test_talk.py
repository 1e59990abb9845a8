"""The demo's conversation in a browser: by keyboard, with pictures, in English."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.end_to_end.demo.conftest import ADMIN, CHIEF, ELDER, OFFICER, Demo, key, visit

DANGEROUS = "<img src=x onerror=\"document.title='坏了'\"><b>粗</b></script>"

SLOW_PICTURES = """() => {
  const read = window.createImageBitmap;
  window.createImageBitmap = async (file) => {
    await new Promise((done) => setTimeout(done, 700));
    return read(file);
  };
}"""


def test_a_chief_finds_the_officers_menu_and_pushes_by_keyboard_alone(page: Page, demo: Demo) -> None:
    visit(page, demo, CHIEF)
    # The town's morning is over when two groups were vouched for.
    expect(page.locator(".figures .active dd")).to_have_text("2", timeout=40_000)
    page.locator(".chat:has(.seal.bot)").press("Enter")
    draft = page.locator("#draft")
    draft.press_sequentially("/pu")
    expect(page.locator("#suggest li")).to_have_text([re.compile("/push")])
    draft.press("Tab")
    draft.press_sequentially("tip")
    draft.press("Enter")
    key(page, "发送").press("Enter")
    expect(page.locator(".message", has_text="发完了")).to_be_visible(timeout=15_000)
    expect(page.locator(".pushes li").first).to_contain_text("送到 2 个群")


def test_an_alert_of_the_bots_waits_to_be_closed(page: Page, demo: Demo) -> None:
    visit(page, demo, ELDER, "幸福村村民群")
    expect(key(page, "是真的吗")).to_be_visible()
    key(page, "是真的吗").click()
    expect(page.locator("#notice")).to_contain_text("有记录")
    page.keyboard.press("Escape")
    expect(page.locator("#notice")).to_be_hidden()


def test_whoever_is_played_stands_in_a_chat_of_their_own(page: Page, demo: Demo) -> None:
    visit(page, demo, ADMIN, "荷花村便民群")
    for person, place in ((ELDER, "荷花村便民群"), (CHIEF, "小喇叭")):
        page.locator(f"[data-focus=person{person}]").click()
        expect(page.locator("#head h2")).to_have_text(place)
        expect(page.locator("#draft")).to_be_visible()


def test_a_picture_is_sent_and_stands_there_in_its_size(page: Page, demo: Demo, tmp_path: Path) -> None:
    Image.new("RGB", (1600, 800), "#0f4a37").save(tmp_path / "a.png")
    visit(page, demo, OFFICER, "幸福村村民群")
    # The words are quicker than the reading of a big picture: they wait for it.
    page.evaluate(SLOW_PICTURES)
    page.locator("#compose input[type=file]").set_input_files(tmp_path / "a.png")
    page.locator("#draft").fill("村口的告示")
    page.locator("#draft").press("Enter")
    picture = page.locator(".message.mine", has_text="村口的告示").locator("img")
    expect(picture).to_be_visible()
    shown = picture.evaluate("(one) => [one.naturalWidth, one.naturalHeight, one.width / one.height]")
    assert shown == [1280, 640, 2]


def test_the_page_is_english_to_its_last_word(page: Page, demo: Demo) -> None:
    page.goto(f"{demo.address}/?lang=en#me={ADMIN}&chat=")
    page.locator("#tour-open").click()
    own = page.locator("#clock, #crowd, #weather, #line h2, #tabs, .tools, #book h2, #group button")
    expect(page.locator("#clock")).to_contain_text("Jump to the next one")
    words = " ".join(own.all_inner_texts())
    for given in ("中文", "幸福村村民群", "荷花村便民群", "我已看"):
        words = words.replace(given, "")
    assert re.findall("[\u4e00-\u9fff]+", words) == []
    page.locator("#tour .plain").first.click()
    page.locator(".language").click()
    expect(page.locator("#clock")).to_contain_text("跳到下一次发送")


def test_markup_typed_as_a_message_is_shown_as_text(page: Page, demo: Demo) -> None:
    visit(page, demo, ADMIN, "幸福村村民群")
    page.locator("#draft").fill(DANGEROUS)
    page.locator("#draft").press("Enter")
    said = page.locator(".message.mine .text").last
    expect(said).to_have_text(DANGEROUS)
    assert said.locator("b, img").count() == 0
    assert page.title() != "坏了"
