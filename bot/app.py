"""The composition root: everything is put together here, and runs until somebody says stop."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import structlog
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ApplicationBuilder, ContextTypes, ExtBot
from telegram.request import HTTPXRequest

from bot.admins import Admins
from bot.chores import Chores
from bot.clock import ShiftedClock, SystemClock
from bot.context import Context, Counter, Loudspeaker
from bot.drawings import Drawings
from bot.feed_round import FeedRound
from bot.handlers.table import before_all, handlers
from bot.limiter import PacedLimiter
from bot.lines import Lines
from bot.menus import set_menus
from bot.outbox import Outbox
from bot.polling import Poller
from bot.rate import SlidingCount
from bot.reporter import Reporter
from bot.sender import Bot, TelegramSender
from bot.settings import Settings, privacy_key
from bot.startup import load_library, office_voice, rules, share_one_heap
from bot.watch import Watch
from bot.workshop import Workshop
from content.regions import load_regions
from content.signbook import FOLDER
from content.texts import texts_in
from content.words import Script
from core import errands
from core.desk import Desk
from core.ports import BadToken, Clock
from core.receipts import Taps
from scheduler.calendar import Calendar
from scheduler.dispatch import Bell, Dispatcher
from scheduler.pacing import Pacer
from scheduler.sweep import sweep
from scheduler.turns import Turns
from storage.database import DatabaseTrouble, open_database
from storage.schema import bring_up_to_date

log = structlog.get_logger(__name__)

ANSWER_SECONDS = 15.0
LOOKUPS_A_MINUTE = 10
CONNECT_AGAIN_AFTER = 5.0
# SQLite's threads ask for Python back after each row, and a loop that a crowd keeps busy gives it up only so
# often; with the usual 5 ms a hundred rows may take half a second.
THREADS_SWITCH = 0.0002
# They take most of a second to read: not before the bot listens.
SIGNS_AFTER = 3.0


async def run(settings: Settings, clock_file: Path | None = None) -> None:
    """Run the bot until SIGTERM or SIGINT.

    Raises BadSettings, BadToken, BrokenLibrary, NewerSchema, RegionsError.
    """
    share_one_heap()
    sys.setswitchinterval(THREADS_SWITCH)
    stop = _stop_signal()
    clock = ShiftedClock(clock_file) if clock_file else SystemClock()
    library = load_library(settings)
    regions = load_regions(settings.content_dir)
    hotlines = office_voice(settings, regions)
    decided = rules(settings, regions)
    database = open_database(settings.database_url)
    await bring_up_to_date(database)
    turns = Turns(Pacer(settings.sender_rate))
    bot = make_bot(settings, turns)
    bell = Bell()
    try:
        await _connect(bot, stop)
        if stop.is_set():
            return
        desk = Desk(
            bot=settings.bot,
            username=bot.username,
            database=database,
            library=library,
            regions=regions,
            rules=decided,
            secret=privacy_key(settings),
            wake=bell,
            hotlines=hotlines,
            content_dir=settings.content_dir,
        )
        feeds = FeedRound(desk, settings.feed_allow_hosts, settings.feeds_file)
        counter = make_counter(desk, clock, bot, settings.data_folder, feeds, lambda: turns.urgent)
        dispatcher = Dispatcher(desk, TelegramSender(bot), turns, clock, bell)
        await _work(counter, dispatcher, clock, settings.data_folder, stop)
    finally:
        await bot.shutdown()
        await database.close()


def make_counter(
    desk: Desk,
    clock: Clock,
    bot: Bot,
    folder: Path | None = None,
    feeds: FeedRound | None = None,
    urgent: Callable[[], bool] = lambda: False,
) -> Counter:
    """The things on this side of the counter; `folder` keeps the posters that were drawn.

    `urgent` says whether alerts are leaving.
    """
    outbox, texts = Outbox(urgent), texts_in(Script.SIMPLIFIED)
    return Counter(
        desk=desk,
        clock=clock,
        bot=bot,
        outbox=outbox,
        admins=Admins(bot),
        lookups=SlidingCount(LOOKUPS_A_MINUTE, 60),
        taps=Taps(desk),
        reporter=Reporter(bot, outbox, Workshop(), texts),
        feeds=feeds or FeedRound(desk),
        texts=texts,
        drawings=Drawings(folder),
    )


def make_bot(settings: Settings, turns: Turns) -> Bot:
    """A bot whose every call waits for its turn, and whose files come from the API's own address."""
    trusted = httpx.create_ssl_context()
    return ExtBot(
        settings.bot_token,
        base_url=settings.bot_api_url,
        base_file_url=settings.file_url,
        request=Lines(settings.bot_api_url, ANSWER_SECONDS, trusted),
        get_updates_request=HTTPXRequest(connection_pool_size=2, httpx_kwargs={"verify": trusted}),
        rate_limiter=PacedLimiter(turns),
    )


async def _connect(bot: Bot, stop: asyncio.Event) -> None:
    """getMe until Telegram answers; a token that it does not know ends us."""
    while not stop.is_set():
        try:
            await bot.initialize()
            return
        except InvalidToken:
            raise BadToken from None
        except TelegramError as error:
            log.warning("telegram does not answer yet", why=error.message)
            try:
                await asyncio.wait_for(stop.wait(), CONNECT_AGAIN_AFTER)
            except TimeoutError:
                continue


async def _work(
    counter: Counter, dispatcher: Dispatcher, clock: Any, folder: Path, stop: asyncio.Event
) -> None:
    application = make_application(counter)
    await application.initialize()
    poller = Poller(application)
    chores = Chores(counter, Watch(counter, poller, folder), folder)

    async def each_minute(now: datetime) -> None:
        await sweep(counter.desk, now)
        counter.desk.wake.wake()
        await chores.each_minute(now)

    # Whatever is here by now stays: to walk through it again and again for garbage would hold up an alert.
    gc.freeze()
    calendar = Calendar(clock, each_minute=each_minute, each_second=chores.each_second)
    await _recover(counter)
    working = [_task(poller.run()), _task(dispatcher.run())]
    menus = _task(set_menus(counter.bot, counter.texts, counter.desk.rules.owners))
    signs = _task(_read_signs(counter.desk))
    calendar.start()
    stopped = _task(stop.wait())
    done, _ = await asyncio.wait({*working, stopped}, return_when=asyncio.FIRST_COMPLETED)
    log.info("stopping")
    calendar.stop()
    for task in (*working, menus, signs, stopped):
        task.cancel()
    await asyncio.gather(*working, menus, signs, stopped, return_exceptions=True)
    await dispatcher.stop()
    await chores.stop()
    await counter.reporter.stop()
    await counter.feeds.stop()
    await counter.outbox.close(patience=2.0)
    for task in done - {stopped}:
        task.result()
    await poller.confirm()


async def _read_signs(desk: Desk) -> None:
    """An office's faulty signs are reported at the start; ours are read when somebody first asks."""
    if desk.content_dir is None or not (desk.content_dir / FOLDER).is_dir():
        return
    await asyncio.sleep(SIGNS_AFTER)
    signs = await asyncio.to_thread(lambda: desk.signs)
    for fault in signs.faults:
        log.error("the office's signs left out", fault=str(fault))


async def _recover(counter: Counter) -> None:
    """What was owed when we ended is due, before anything else is taken on."""
    while True:
        try:
            await errands.recover(counter.desk, now=counter.clock.now())
            return
        except DatabaseTrouble as trouble:
            log.error("the database does not answer, waiting", why=str(trouble).splitlines()[0])
            await asyncio.sleep(CONNECT_AGAIN_AFTER)


def make_application(counter: Counter) -> Loudspeaker:
    """PTB's table of handlers, without its updater, job queue or persistence."""
    application = (
        ApplicationBuilder()
        .application_class(Loudspeaker)
        .bot(counter.bot)
        .updater(None)
        .job_queue(None)
        .context_types(ContextTypes(context=Context))
        .build()
    )
    assert isinstance(application, Loudspeaker)
    application.counter = counter
    application.add_handlers({-1: before_all(), 0: handlers(counter.desk.username)})
    return application


def _task(work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    return asyncio.ensure_future(work)


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
