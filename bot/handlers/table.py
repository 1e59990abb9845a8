"""Which update goes to which handler: the bot's whole surface on one page."""

from __future__ import annotations

from typing import Any

from telegram.ext import BaseHandler, CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler
from telegram.ext.filters import (
    CAPTION,
    COMMAND,
    FORWARDED,
    PHOTO,
    TEXT,
    VIA_BOT,
    CaptionRegex,
    ChatType,
    Regex,
    SenderChat,
    StatusUpdate,
    UpdateType,
)

from bot.handlers import (
    alert_refusals,
    alerts,
    alive,
    audits,
    browsing,
    feeds,
    help,
    joining,
    kits,
    ledger,
    menu,
    officer_buttons,
    officer_groups,
    officer_push,
    own_items,
    pin,
    quizzes,
    reports,
    residents,
    schedule,
    staff,
    subscribing,
    typed,
)
from bot.handlers.counting import counted
from bot.views.browsing import BROWSE
from bot.views.groups import CARD, MENU, SHOW_ONE
from bot.views.help import HELP
from bot.views.menu import SEGMENT
from bot.views.officers import OFFICER
from bot.views.pushes import GENUINE, PROMISE, RECEIPT
from bot.views.quizzes import PLAY, QUIZ
from core.interactions import Used

# Only what a person wrote here and now: no edits, forwards, nor words put in by another bot.
FRESH = UpdateType.MESSAGE & ~FORWARDED & ~VIA_BOT
GROUP = FRESH & ChatType.GROUPS
PRIVATE = FRESH & ChatType.PRIVATE & ~SenderChat.ALL


_ALERT = r"(?i)^/alert(@\w+)?(\s|$)"


def before_all() -> list[BaseHandler[Any, Any, Any]]:
    """What happens with a message whoever takes it afterwards."""
    return [MessageHandler(UpdateType.MESSAGE & ChatType.PRIVATE, alive.wrote)]


def handlers(username: str) -> list[BaseHandler[Any, Any, Any]]:
    """The table, first match first."""
    return [*_taps(), *_changes(), *_in_groups(username), *_in_private()]


def _taps() -> list[BaseHandler[Any, Any, Any]]:
    return [
        CallbackQueryHandler(residents.read_tapped, f"^{RECEIPT}"),
        CallbackQueryHandler(residents.promise_tapped, f"^{PROMISE}"),
        CallbackQueryHandler(residents.genuine_tapped, f"^{GENUINE}"),
        CallbackQueryHandler(quizzes.option_tapped, f"^{QUIZ}"),
        CallbackQueryHandler(quizzes.play_tapped, f"^{PLAY}"),
        CallbackQueryHandler(subscribing.card_pressed, f"^{CARD}"),
        CallbackQueryHandler(subscribing.show_one, f"^{SHOW_ONE}$"),
        CallbackQueryHandler(menu.pressed, f"^{MENU}"),
        CallbackQueryHandler(menu.segment_pressed, f"^{SEGMENT}"),
        CallbackQueryHandler(browsing.pressed, f"^{BROWSE}"),
        CallbackQueryHandler(officer_buttons.pressed, f"^{OFFICER}"),
        CallbackQueryHandler(help.pressed, f"^{HELP}"),
        CallbackQueryHandler(residents.stale_tapped),
    ]


def _changes() -> list[BaseHandler[Any, Any, Any]]:
    return [
        ChatMemberHandler(joining.membership_changed, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(StatusUpdate.MIGRATE, joining.migrated),
        MessageHandler(StatusUpdate.NEW_CHAT_TITLE, joining.renamed),
    ]


def _in_groups(username: str) -> list[BaseHandler[Any, Any, Any]]:
    commands = {
        "start": subscribing.start,
        "subscribe": subscribing.subscribe,
        "unsubscribe": subscribing.unsubscribe,
        "settings": menu.open_menu,
        "status": subscribing.status,
        "schedule": schedule.schedule,
        "tip": counted(Used.TIP, subscribing.tip),
        "script": kits.in_group,
        "quiz": counted(Used.QUIZ, quizzes.in_group),
        "verify": counted(Used.VERIFY, residents.look_up),
        "check": counted(Used.CHECK, help.check),
        "help": counted(Used.HELP, residents.help_wanted),
        "privacy": residents.privacy,
        "forgetme": residents.forget_me,
        "push": residents.only_in_private,
        "pin": residents.only_in_private,
        "content": residents.only_in_private,
        "audit": residents.only_in_private,
        "groups": residents.only_in_private,
        "officer": residents.only_in_private,
        "ledger": residents.only_in_private,
        "report": residents.only_in_private,
        "feeds": residents.only_in_private,
    }
    # A command that names no bot may be meant for another; one that names us is ours to answer.
    ours = GROUP & COMMAND & Regex(rf"(?i)^/\w+@{username}\b")
    alert = rf"(?i)^/alert(@{username})?(\s|$)"
    wrongly = UpdateType.MESSAGES & ChatType.GROUPS & (Regex(alert) | CaptionRegex(alert))
    return [
        MessageHandler(wrongly, alert_refusals.not_so),
        *(CommandHandler(name, handle, GROUP) for name, handle in commands.items()),
        MessageHandler(ours, residents.unknown_command),
    ]


def _in_private() -> list[BaseHandler[Any, Any, Any]]:
    commands = {
        "start": residents.private_start,
        "help": counted(Used.HELP, residents.help_wanted),
        "tip": counted(Used.TIP, residents.private_tip),
        "quiz": counted(Used.QUIZ, quizzes.in_private),
        "status": quizzes.how_answered,
        "verify": counted(Used.VERIFY, residents.look_up),
        "check": counted(Used.CHECK, help.check),
        "privacy": residents.privacy,
        "forgetme": residents.forget_me,
        "alert": alerts.alert,
        "push": officer_push.push,
        "script": kits.in_private,
        "content": own_items.content,
        "groups": officer_groups.list_groups,
        "officer": staff.officer,
        "pin": pin.pin,
        "audit": audits.audit,
        "ledger": ledger.open_ledger,
        "report": reports.report,
        "feeds": feeds.feeds,
    }
    for_groups = ("subscribe", "unsubscribe", "settings", "schedule")
    return [
        *(CommandHandler(name, handle, PRIVATE) for name, handle in commands.items()),
        MessageHandler(PRIVATE & PHOTO & CaptionRegex(_ALERT), alerts.alert),
        # What is left of /alert in private was passed on, changed, or said in another's name.
        MessageHandler(
            UpdateType.MESSAGES & ChatType.PRIVATE & (Regex(_ALERT) | CaptionRegex(_ALERT)),
            alert_refusals.not_so,
        ),
        MessageHandler(UpdateType.EDITED_MESSAGE & ChatType.PRIVATE & (TEXT | CAPTION), typed.edited_message),
        CommandHandler(for_groups, residents.only_in_group, PRIVATE),
        MessageHandler(PRIVATE & COMMAND, residents.unknown_command),
        # What Telegram itself notes, such as a pinned message, asks nothing of us.
        MessageHandler(UpdateType.MESSAGE & ChatType.PRIVATE & ~StatusUpdate.ALL, typed.private_message),
    ]
