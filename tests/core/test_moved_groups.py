"""An upgraded group's new chat counts its messages from 1 again: nothing there is taken for one of ours."""

from __future__ import annotations

from pathlib import Path

from content.words import Audience, Severity
from core import groups, receipts
from core.ports import Refused, Sent
from storage.models import Act
from tests.core.alerts import CODE, OWNER, draft, launch
from tests.core.test_alert_life import claimed, correct, run, village, withdraw
from tests.storage.files import NOW, fresh
