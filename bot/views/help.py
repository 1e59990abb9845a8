"""What a person in need reads: the card, its pages, and what the check saw."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from content.check import LEAST, SLIGHT, Found, Likely
from content.models import Item
from content.texts import Texts, tame
from content.wire import phone_like, web_like
from core.desk import Desk

HELP = "h:"
SIGNS = ("account", "screen", "secret", "advance", "code")
SIGNS_SHOWN, SIGNS_OF_TWO = 4, 2
QUOTE = 14

Page = tuple[str, InlineKeyboardMarkup]


def card(texts: Texts, desk: Desk) -> Page:
    """The first thing said: one sentence to do, three large buttons."""
    rows = [[(f"help-{choice}-button", choice)] for choice in ("paid", "pressed", "unsure")]
    return texts.html("help-card", emergency=desk.hotlines.emergency.number), _keyboard(texts, desk, rows)


def paid(texts: Texts, desk: Desk, region: str | None) -> Page:
    """The money has gone: what to do, in order."""
    emergency = desk.hotlines.emergency.number
    lines = [texts.html("help-paid", emergency=emergency)]
    lines += _station(texts, desk, region)
    if desk.hotlines.others:
        others = [texts.html("help-number", name=one.name, number=one.number) for one in desk.hotlines.others]
        lines.append("\n".join([texts.html("help-paid-others"), *others]))
    rows = [[("help-emergency-button", "call")], [("help-family-button", "family")], [_AGAIN]]
    return "\n\n".join(lines), _keyboard(texts, desk, rows)


def family(texts: Texts, desk: Desk, region: str | None) -> str:
    """The same for a relative, to be passed on as it is."""
    html = texts.html("help-family", emergency=desk.hotlines.emergency.number)
    return "\n\n".join([html, *_station(texts, desk, region)])


def _station(texts: Texts, desk: Desk, region: str | None) -> list[str]:
    """The station of the place, where the place is known."""
    office = desk.office(region)
    if region is None or not office.phones:
        return []
    phones, emergency = "、".join(office.phones), desk.hotlines.emergency.number
    return [texts.html("help-paid-station", office=office.name, phones=phones, emergency=emergency)]


def pressed(texts: Texts, desk: Desk) -> Page:
    """Nothing has gone yet: stop, ask, and five things that only swindlers say."""
    signs = [(f"help-sign-{sign}", f"sign:{sign}") for sign in SIGNS]
    rows = [
        signs[:2],
        signs[2:4],
        signs[4:],
        [("help-advice-button", "ask")],
        [("help-paid-button", "paid")],
        [_AGAIN],
    ]
    return texts.html("help-pressed", advice=desk.hotlines.advice.number), _keyboard(texts, desk, rows)


def checked(texts: Texts, desk: Desk, likely: Sequence[Likely], tip: Item | None, *, again: bool) -> Page:
    """What the check saw: at most two frauds, the signs in the text's own words, one thing to do."""
    numbers = {"emergency": desk.hotlines.emergency.number, "advice": desk.hotlines.advice.number}
    if not likely:
        return texts.html("help-check-none", advice=numbers["advice"]), _after_check(texts, desk, again)
    names = [texts.plain("help-fraud", id=one.fraud_type) for one in likely]
    if len(names) > 1:
        head = texts.html("help-check-two", fraud=names[0], second=names[1])
    else:
        head = texts.html("help-check-one", fraud=names[0])
    signs = "\n".join(_sign(texts, one) for one in _shown(likely))
    parts = [head, f"{texts.html('help-check-signs')}\n{signs}"]
    if tip is not None:
        parts.append(texts.html("help-check-tip", action=tip.action))
    parts.append(texts.html("help-check-end", **numbers))
    return "\n\n".join(parts), _after_check(texts, desk, again)


def without_words(texts: Texts, desk: Desk) -> Page:
    """A picture or a voice: nothing that the check can read."""
    html = texts.html("help-check-no-words", advice=desk.hotlines.advice.number)
    return html, _after_check(texts, desk, again=True)


def gone(texts: Texts, desk: Desk) -> Page:
    """What was asked about is not there any more."""
    return texts.html("help-check-gone"), _after_check(texts, desk, again=True)


def nothing_yet(texts: Texts, desk: Desk) -> Page:
    """The card came by a link: nothing was sent yet that could be looked at."""
    return texts.html("help-check-send"), _after_check(texts, desk, again=True)


def pause(texts: Texts, desk: Desk) -> Page:
    """Somebody writes too fast: one sentence, and the way to the emergency number."""
    html = texts.html("help-pause", emergency=desk.hotlines.emergency.number)
    return html, _keyboard(texts, desk, [[("help-emergency-button", "call")]])


def in_group(texts: Texts, desk: Desk) -> Page:
    """Said in the group when the asker cannot be written to: nothing of what the check saw."""
    html = texts.html("help-check-in-group", advice=desk.hotlines.advice.number)
    button = InlineKeyboardButton(
        texts.plain("help-open-private"), url=f"https://t.me/{desk.username}?start=help"
    )
    return html, InlineKeyboardMarkup([[button]])


_AGAIN = ("help-again-button", "card")


def _after_check(texts: Texts, desk: Desk, again: bool) -> InlineKeyboardMarkup:
    rows = [[(f"help-{choice}-button", choice)] for choice in ("paid", "pressed")]
    return _keyboard(texts, desk, [*rows, *([[_AGAIN]] if again else [])])


def _shown(likely: Sequence[Likely]) -> list[Found]:
    """The heaviest signs of what is likely, each told once."""
    told: dict[str, Found] = {}
    for one in sorted((sign for fraud in likely for sign in fraud.found), key=lambda sign: -sign.weight):
        told.setdefault(one.quote or one.name, one)
    shown = list(told.values())[: SIGNS_SHOWN if len(likely) == 1 else SIGNS_OF_TWO]
    # What any swindler does is said only where there is nothing better.
    return [one for at, one in enumerate(shown) if at < LEAST or one.weight > SLIGHT]


def _sign(texts: Texts, found: Found) -> str:
    """A sign and the words it was seen in; an address or a number is never said back."""
    quote = tame(found.quote, QUOTE)
    if not quote or web_like(quote) or phone_like(quote):
        return texts.html("help-check-sign", sign=found.name)
    return texts.html("help-check-quoted", sign=found.name, quote=quote)


def _keyboard(texts: Texts, desk: Desk, rows: Sequence[Sequence[tuple[str, str]]]) -> InlineKeyboardMarkup:
    """Rows of (text, what is pressed)."""
    numbers = {"emergency": desk.hotlines.emergency.number, "advice": desk.hotlines.advice.number}
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(texts.plain(name, **numbers), callback_data=HELP + step)
                for name, step in row
            ]
            for row in rows
        ]
    )
