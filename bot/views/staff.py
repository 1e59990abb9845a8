"""What the owner reads about officers, and about those who are invited to be one."""

from __future__ import annotations

from bot.views.screens import Screen
from content.texts import Texts, tame
from core.desk import Desk
from core.invitations import OfficerInvitation
from core.officers import NewButton


def staff_page(texts: Texts, people: str, *, urgent: bool) -> Screen:
    """The last page of the list, with the switch for 紧急发送."""
    state = texts.html("urgent-state", on="yes" if urgent else "no")
    name = texts.plain("urgent-switch-off" if urgent else "urgent-switch-on")
    return Screen(
        html=f"{people}\n\n{state}", rows=[[(name, NewButton("urgent_switch", {"on": not urgent}))]]
    )


def invitation(texts: Texts, desk: Desk, found: OfficerInvitation) -> Screen:
    """Somebody opened the link: is it the right one?"""
    html = texts.html(
        "invitation-asks",
        name=tame(found.name),
        user=str(found.user),
        role=texts.plain("role", id=found.role),
        region=desk.regions.get(found.region).name,
    )
    token = {"token": found.token}
    return Screen(
        html=html,
        rows=[
            [(texts.plain("invitation-yes"), NewButton("invite_yes", token))],
            [(texts.plain("invitation-no"), NewButton("invite_no", token))],
        ],
    )
