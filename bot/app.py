"""The composition root: everything is put together here, and runs until somebody says stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
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
from bot.handlers.table import before_all, handlers
from bot.limiter import PacedLimiter
from bot.lines import Lines
from bot.menus import set_menus
from bot.outbox import Outbox
from bot.polling import Poller
from bot.rate import SlidingCount
from bot.reporter import Reporter
from bot.sender import Bot, TelegramSender
from bot.settings import BadSettings, Settings, privacy_key
from bot.watch import Watch
from bot.workshop import Workshop
from content.hotlines import Hotlines, load_hotlines
from content.library import Library, load
from content.office_texts import office_texts
from content.regions import Regions, load_regions
from content.texts import speak_as, texts_in
from content.words import Script
from core import errands
from core.desk import Desk, Rules
from core.hours import Hours
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


class BrokenLibrary(Exception):
    """The built-in library has faults: `faults` as sentences."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


async def run(settings: Settings, clock_file: Path | None = None) -> None:
    """Run the bot until SIGTERM or SIGINT.

    Raises BadSettings, BadToken, BrokenLibrary, NewerSchema, RegionsError.
    """
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
        reading = asyncio.create_task(asyncio.to_thread(read_signs, desk))
        counter = make_counter(desk, clock, bot)
        dispatcher = Dispatcher(desk, TelegramSender(bot), turns, clock, bell)
        await _work(counter, dispatcher, clock, settings.data_folder, stop)
        await reading
    finally:
        await bot.shutdown()
        await database.close()


def make_counter(desk: Desk, clock: Clock, bot: Bot) -> Counter:
    """The things on this side of the counter."""
    outbox, texts = Outbox(), texts_in(Script.SIMPLIFIED)
    return Counter(
        desk=desk,
        clock=clock,
        bot=bot,
        outbox=outbox,
        admins=Admins(bot),
        lookups=SlidingCount(LOOKUPS_A_MINUTE, 60),
        taps=Taps(desk),
        reporter=Reporter(bot, outbox, Workshop(), texts),
        texts=texts,
    )


def load_library(settings: Settings) -> Library:
    """The built-in items, which must be sound, and the office's own, of which a faulty one is left out."""
    builtin = load()
    if builtin.faults:
        texts = texts_in(Script.SIMPLIFIED)
        raise BrokenLibrary([fault.sentence(texts) for fault in builtin.faults])
    if settings.content_dir is None:
        return builtin
    library = load(office=settings.content_dir)
    for fault in library.faults:
        log.error("item left out", fault=str(fault))
    return library


def office_voice(settings: Settings, regions: Regions) -> Hotlines:
    """The office's own wording and numbers from here on; what is faulty is left out and reported."""
    hotlines, faults = load_hotlines(settings.content_dir)
    own = office_texts(settings.content_dir, hotlines.phones | regions.phones)
    for fault in (*faults, *own.faults):
        log.error("the office's file left out", fault=str(fault))
    speak_as(own.files)
    return hotlines


def read_signs(desk: Desk) -> None:
    """Read what the check knows before anybody waits for it; an office's faulty signs are reported."""
    for fault in desk.signs.faults:
        log.error("the office's signs left out", fault=str(fault))


def rules(settings: Settings, regions: Regions) -> Rules:
    """What the operator decided; without OFFICE_NAME the office at the head of their own regions signs.

    Raises BadSettings where there is neither.
    """
    office = settings.office_name or regions.root_office
    if not office:
        raise BadSettings("OFFICE_NAME", "missing")
    return Rules(
        office=office,
        owners=settings.owner_ids,
        hours=Hours(settings.zone, settings.quiet),
        auto_confirm=settings.auto_confirm,
        two_person=settings.alert_two_person,
        links=settings.allowed_links,
    )


def make_bot(settings: Settings, turns: Turns) -> Bot:
    """A bot whose every call waits for its turn, and whose files come from the API's own address."""
    trusted = httpx.create_ssl_context()
    return ExtBot(
        settings.bot_token,
        base_url=settings.bot_api_url,
        base_file_url=settings.file_url,
        request=Lines(ANSWER_SECONDS, trusted),
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

    calendar = Calendar(clock, each_minute=each_minute, each_second=chores.each_second)
    await _recover(counter)
    working = [_task(poller.run()), _task(dispatcher.run())]
    menus = _task(set_menus(counter.bot, counter.texts, counter.desk.rules.owners))
    calendar.start()
    stopped = _task(stop.wait())
    done, _ = await asyncio.wait({*working, stopped}, return_when=asyncio.FIRST_COMPLETED)
    log.info("stopping")
    calendar.stop()
    for task in (*working, menus, stopped):
        task.cancel()
    await asyncio.gather(*working, menus, stopped, return_exceptions=True)
    await dispatcher.stop()
    await chores.stop()
    await counter.reporter.stop()
    await counter.outbox.close(patience=2.0)
    for task in done - {stopped}:
        task.result()
    await poller.confirm()


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
