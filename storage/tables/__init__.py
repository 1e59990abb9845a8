"""Every table. A unique key stands wherever an effect must happen once."""

from __future__ import annotations

from storage.columns import Moment as Moment
from storage.columns import metadata as metadata
from storage.tables.alerts import alert_asks as alert_asks
from storage.tables.alerts import alerts as alerts
from storage.tables.alerts import media as media
from storage.tables.errands import errands as errands
from storage.tables.feeds import candidates as candidates
from storage.tables.feeds import feeds as feeds
from storage.tables.feeds import fresh_cases as fresh_cases
from storage.tables.followups import followups as followups
from storage.tables.groups import firings as firings
from storage.tables.groups import former_chats as former_chats
from storage.tables.groups import groups as groups
from storage.tables.groups import slots as slots
from storage.tables.help import help_calls as help_calls
from storage.tables.help import hints as hints
from storage.tables.help import interactions as interactions
from storage.tables.house import alarms as alarms
from storage.tables.house import handled_updates as handled_updates
from storage.tables.house import marks as marks
from storage.tables.house import parked_updates as parked_updates
from storage.tables.ledger import ledger as ledger
from storage.tables.ledger import report_orders as report_orders
from storage.tables.library import promises as promises
from storage.tables.library import push_posters as push_posters
from storage.tables.officers import audit as audit
from storage.tables.officers import buttons as buttons
from storage.tables.officers import dialogues as dialogues
from storage.tables.officers import invitations as invitations
from storage.tables.officers import officer_invitations as officer_invitations
from storage.tables.officers import officers as officers
from storage.tables.own import own_asks as own_asks
from storage.tables.own import own_items as own_items
from storage.tables.own import voices as voices
from storage.tables.pushes import deliveries as deliveries
from storage.tables.pushes import progress as progress
from storage.tables.pushes import push_texts as push_texts
from storage.tables.pushes import pushes as pushes
from storage.tables.pushes import receipts as receipts
from storage.tables.rounds import answers as answers
from storage.tables.rounds import parked_answers as parked_answers
from storage.tables.rounds import parked_counts as parked_counts
from storage.tables.rounds import plays as plays
from storage.tables.rounds import rounds as rounds
