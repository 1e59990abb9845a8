"""python-telegram-bot, unchanged, talks to the sandbox as to Telegram."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputPollOption
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter

from sandbox import Chat, Person, Sandbox, TooMany, refusals


@pytest.fixture
async def bot(telegram: Sandbox) -> AsyncIterator[Bot]:
    files = telegram.url.replace("/bot", "/file/bot")
    async with Bot(telegram.bot.token, base_url=telegram.url, base_file_url=files) as bot:
        yield bot


async def test_it_sends_polls_and_edits(telegram: Sandbox, bot: Bot, ann: Person, group: Chat) -> None:
    assert bot.username == "xiaolaba_bot"
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("✅ 我已看", callback_data="r:1")]])
    sent = await bot.send_message(group.id, "<b>防诈</b>", parse_mode="HTML", reply_markup=keyboard)
    assert sent.entities[0].type == "bold"
    query = ann.taps(group.posts[sent.message_id], "我已看")
    (update,) = await bot.get_updates(timeout=1)
    assert update.callback_query is not None
    await update.callback_query.answer("您是第 1 位")
    assert (await query.answered()).text == "您是第 1 位"
    await update.callback_query.edit_message_text("已改")
    assert group.posts[sent.message_id].text == "已改"
    photo = await bot.send_photo(group.id, b"\xff\xd8picture", caption="图")
    file = await bot.get_file(photo.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == b"\xff\xd8picture"
    await bot.send_document(group.id, b"rows", filename="名单.csv")
    document = group.messages[-1].document
    assert document is not None
    assert document.name == "名单.csv"
    assert not telegram.unknown_methods
    assert not telegram.unknown_parameters


async def test_its_quiz_and_its_questions(telegram: Sandbox, bot: Bot, ann: Person, group: Chat) -> None:
    sent = await bot.send_poll(
        group.id,
        "谁会要验证码？",
        [InputPollOption("骗子"), "警察"],
        type="quiz",
        correct_option_ids=[0],
        is_anonymous=False,
        explanation="<b>没有例外</b>",
        explanation_parse_mode="HTML",
    )
    ann.votes(group.posts[sent.message_id], "骗子")
    answers = [it.poll_answer for it in await bot.get_updates() if it.poll_answer]
    assert [(it.user.id if it.user else 0, it.option_ids) for it in answers] == [(ann.id, (0,))]
    assert (await bot.stop_poll(group.id, sent.message_id)).total_voter_count == 1
    assert (await bot.get_chat(group.id)).title == "幸福村村民群"
    assert [it.user.id for it in await bot.get_chat_administrators(group.id)] == [ann.id]
    assert await bot.get_chat_member_count(group.id) == 313
    assert (await bot.get_chat_member(group.id, bot.id)).status == "member"
    assert await bot.delete_messages(group.id, [sent.message_id])
    assert not telegram.unknown_parameters


async def test_its_errors_are_the_ones_it_knows(
    telegram: Sandbox, bot: Bot, ann: Person, group: Chat
) -> None:
    basic = telegram.group("小群", owner=ann, kind="group")
    ann.adds_bot(basic)
    new = ann.upgrades(basic)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(basic.id, "x")
    assert moved.value.new_chat_id == new.id
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(123, "x")
    ann.removes_bot(group)
    with pytest.raises(Forbidden, match="bot was kicked"):
        await bot.send_message(group.id, "x")
    telegram.faults.add(TooMany(7), times=1)
    with pytest.raises(RetryAfter, match="7 seconds"):
        await bot.send_message(new.id, "x")
    telegram.faults.add(refusals.CONFLICT, times=1)
    with pytest.raises(Conflict):
        await bot.get_updates()
    with pytest.raises(InvalidToken):
        await Bot("7000000001:AAwrong", base_url=telegram.url).get_me()


async def test_every_kind_of_update_parses(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    await bot.get_updates(allowed_updates=["message", "message_reaction", "chat_member", "my_chat_member"])
    forum = telegram.group("论坛", owner=ann, forum=True)
    ann.adds_bot(forum, admin=True)
    topic = ann.opens_topic(forum, "防诈")
    said = ann.says(forum, "看 https://example.com", topic=topic, forwarded_from=telegram.channel("频道"))
    ann.reacts(said, "👍")
    ann.brings(forum, telegram.person("新来的"))
    ann.sends_document(forum, b"x", "a.txt", reply_to=said)
    ann.closes_topic(forum, topic)
    ann.promotes(forum, telegram.person("副组长"), anonymous=True, title="副")
    updates = await bot.get_updates()
    assert len(updates) == 10
    assert all(update.effective_chat for update in updates)
