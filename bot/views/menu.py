"""/settings as a menu of buttons; each carries the whole choice, so a second press changes nothing."""

from __future__ import annotations

from datetime import datetime, time

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.context import texts_for
from bot.views.groups import MENU, Shown, summary
from bot.views.times import days, slot_line
from content.texts import Texts
from content.words import SEGMENTS, Audience, Form, Kind, QuizMode, Script
from core.desk import Desk
from core.settings import Settings
from core.words import GroupState, Slot

KINDS = (Kind.TIP, Kind.CASE, Kind.QUIZ)
HOURS = (time(8), time(8, 50), time(10), time(12, 10), time(18, 30), time(19, 30), time(20, 30))
# Each week, every second, the first of the month.
RHYTHMS = ("1", "2", "m1")
QUIZ_DAYS = (1, 3, 7)
SEGMENT = "p:"


def button(text: str, *words: object) -> InlineKeyboardButton:
    """A button of the menu: its data are words joined by colons."""
    return InlineKeyboardButton(text, callback_data=MENU + ":".join(map(str, words)))


def menu(desk: Desk, settings: Settings, username: str, *, forum: bool, now: datetime) -> Shown:
    """The first page."""
    group, texts = settings.group, texts_for(settings.group.script)
    region = texts.plain("menu-region-none")
    if group.region is not None and group.region in desk.regions:
        region = texts.plain("menu-region", name=desk.regions.get(group.region).name)
    private = f"https://t.me/{username}?start=seg_{group.chat}"
    rows = [
        [button(texts.plain("menu-audience", name=texts.plain("audience", id=group.audience or "")), "aud")],
        [InlineKeyboardButton(texts.plain("menu-segments"), url=private)],
        [button(region, "reg", "")],
        *[[button(_slot_name(texts, settings, kind), "slot", kind)] for kind in KINDS],
        [button(_quiz_name(texts, settings), "quiz")],
        [button(texts.plain("menu-form", name=texts.plain("form", id=group.form_or_default)), "form")],
        [button(texts.plain("menu-script", name=texts.plain("script", id=group.script)), "scr")],
    ]
    if forum:
        rows.append([button(texts.plain("menu-topic"), "topic")])
    paused = group.state is GroupState.PAUSED
    hold = texts.plain("menu-resume" if paused else "menu-pause")
    rows.append([button(hold, "pause", int(not paused)), button(texts.plain("menu-stop"), "stop")])
    html = texts.plain("menu", summary=summary(desk, group, settings.slots, now))
    return html, InlineKeyboardMarkup(rows)


def choose_audience(settings: Settings) -> Shown:
    texts = texts_for(settings.group.script)
    rows = [
        [button(_marked(texts, texts.plain("audience", id=one), one is settings.group.audience), "aud", one)]
        for one in Audience
    ]
    return texts.html("choose-audience"), _with_back(texts, rows)


def choose_script(settings: Settings) -> Shown:
    texts = texts_for(settings.group.script)
    rows = [
        [button(_marked(texts, texts.plain("script", id=one), one is settings.group.script), "scr", one)]
        for one in Script
    ]
    return texts.html("choose-script"), _with_back(texts, rows)


def choose_form(settings: Settings) -> Shown:
    """Posters for those who read little."""
    texts, group = texts_for(settings.group.script), settings.group
    rows = [
        [button(_marked(texts, texts.plain("form", id=one), one is group.form_or_default), "form", one)]
        for one in Form
    ]
    return texts.html("choose-form"), _with_back(texts, rows)


def choose_quiz_mode(settings: Settings) -> Shown:
    """What each way shows to the others stands above the buttons."""
    texts, group = texts_for(settings.group.script), settings.group
    rows = [
        [button(_marked(texts, texts.plain("quiz-mode", id=one), one is group.quiz_mode), "quiz", one)]
        for one in QuizMode
    ]
    rows.append(
        [
            button(_marked(texts, texts.plain("quiz-days", days=n), n == group.quiz_days), "quiz", "days", n)
            for n in QUIZ_DAYS
        ]
    )
    return texts.html("choose-quiz-mode"), _with_back(texts, rows)


def _quiz_name(texts: Texts, settings: Settings) -> str:
    group = settings.group
    mode = texts.plain("quiz-mode", id=group.quiz_mode)
    return texts.plain("menu-quiz-mode", name=mode, days=group.quiz_days)


def warn_open(settings: Settings) -> Shown:
    """Before everyone sees who chose what."""
    texts = texts_for(settings.group.script)
    rows = [[button(texts.plain("open-yes"), "quiz", QuizMode.OPEN, "yes")]]
    return texts.html("warn-open"), _with_back(texts, rows)


def choose_region(desk: Desk, settings: Settings, at: str) -> Shown:
    """One level of the tree: its children to open, and the node itself to choose."""
    texts, node = texts_for(settings.group.script), desk.regions.get(at or None)
    rows = [[button(child.name, "reg", child.id)] for child in node.children]
    if node is not desk.regions.root:
        rows.append([button(texts.plain("choose-here", name=node.name), "regset", node.id)])
        rows.append([button(texts.plain("menu-up"), "reg", desk.regions.parent(node.id))])
    return texts.html("choose-region"), _with_back(texts, rows)


def choose_slot(settings: Settings, kind: Kind) -> Shown:
    """Weekdays, hours and rhythm of one kind; each button is the slot as it would be."""
    texts, slot = texts_for(settings.group.script), _slot_of(settings, kind)
    chosen = slot.weekdays if slot else frozenset({1})
    at, rhythm = (slot.at, _rhythm(slot)) if slot else (time(18, 30), "1")
    day_buttons = [
        button(
            _marked(texts, texts.plain("weekday", n=day), bool(slot) and day in chosen),
            *_slot_words(kind, chosen ^ {day} if slot else {day}, at, rhythm),
        )
        for day in range(7)
    ]
    hours = sorted({*HOURS, at})
    hour_buttons = [
        button(
            _marked(texts, f"{hour:%H:%M}", bool(slot) and hour == at),
            *_slot_words(kind, chosen, hour, rhythm),
        )
        for hour in hours
    ]
    rhythms = [
        button(
            _marked(texts, texts.plain(f"choose-every-{one}"), bool(slot) and one == rhythm),
            *_slot_words(kind, chosen, at, one),
        )
        for one in RHYTHMS
    ]
    off = [button(texts.plain("choose-off", kind=texts.plain("kind", id=kind)), "slot", kind, "off")]
    rows = [day_buttons[:4], day_buttons[4:], *_threes(hour_buttons), rhythms, off]
    html = texts.html(
        "choose-slot",
        kind=texts.plain("kind", id=kind),
        slot=slot_line(texts, slot) if slot else texts.plain("slot-off-now"),
    )
    return html, _with_back(texts, rows)


def choose_stop(settings: Settings) -> Shown:
    texts = texts_for(settings.group.script)
    return texts.html("choose-stop"), _with_back(texts, [[button(texts.plain("stop-yes"), "stop", "yes")]])


def segments(texts: Texts, settings: Settings) -> Shown:
    """Private: what a group is said to be may shame its people."""
    group = settings.group
    rows = []
    for segment in SEGMENTS[group.audience or Audience.VILLAGE]:
        on = segment in group.segments
        data = f"{SEGMENT}{group.chat}:{segment}:{int(not on)}"
        name = _marked(texts, texts.plain("segment", id=segment), on)
        rows.append([InlineKeyboardButton(name, callback_data=data)])
    return texts.html("segments-menu", title=group.title), InlineKeyboardMarkup(rows)


def _rhythm(slot: Slot) -> str:
    return str(slot.every) if slot.nth is None else f"m{slot.nth}"


def _slot_words(kind: Kind, weekdays: object, at: time, rhythm: str) -> tuple[object, ...]:
    chosen = "".join(str(day) for day in sorted(weekdays)) if isinstance(weekdays, (set, frozenset)) else ""
    return ("slot", kind, chosen, f"{at:%H%M}", rhythm) if chosen else ("slot", kind, "off")


def _slot_of(settings: Settings, kind: Kind) -> Slot | None:
    return next((slot for slot in settings.slots if slot.kind is kind), None)


def _slot_name(texts: Texts, settings: Settings, kind: Kind) -> str:
    slot, name = _slot_of(settings, kind), texts.plain("kind", id=kind)
    if slot is None:
        return texts.plain("menu-slot-off", kind=name)
    words = {"kind": name, "days": days(texts, slot.weekdays), "at": f"{slot.at:%H:%M}"}
    return texts.plain("menu-slot", every=slot.every, nth=slot.nth or 0, **words)


def _marked(texts: Texts, name: str, chosen: bool) -> str:
    return texts.plain("chosen-mark", name=name) if chosen else name


def _threes(buttons: list[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    return [buttons[start : start + 3] for start in range(0, len(buttons), 3)]


def _with_back(texts: Texts, rows: list[list[InlineKeyboardButton]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([*rows, [button(texts.plain("menu-back"), "menu")]])
