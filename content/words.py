"""The closed vocabularies that content, groups and officers share. Names: texts/zh/names.ftl."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What an Item or a Push is."""

    TIP = "tip"
    CASE = "case"
    QUIZ = "quiz"
    LETTER = "letter"
    ALERT = "alert"


class Audience(StrEnum):
    """Whom a Group gathers."""

    VILLAGE = "village"
    PARENT = "parent"
    ENTERPRISE = "enterprise"


class Severity(StrEnum):
    """How loud an Alert is: 提醒 waits for the opening, 预警 comes silently at night, 紧急 rings."""

    NOTICE = "notice"
    WARNING = "warning"
    URGENT = "urgent"


class QuizMode(StrEnum):
    """How a Group is asked: unseen by all, seen by all, or by buttons, each told alone."""

    ANONYMOUS = "anonymous"
    OPEN = "open"
    BUTTONS = "buttons"


class Form(StrEnum):
    """How a group gets its tips: as text, as a poster with few words below, or as a poster with all words."""

    TEXT = "text"
    POSTER = "poster"
    BOTH = "both"


class Work(StrEnum):
    """Offline work that an office reports beside its pushes."""

    TALK = "talk"
    LEAFLETS = "leaflets"
    VISITS = "visits"
    BROADCAST = "broadcast"
    POSTERS = "posters"
    FORWARDS = "forwards"
    CRIME = "crime"
    DISSUASION = "dissuasion"
    OTHER = "other"


class Script(StrEnum):
    """How Chinese characters are written; the wording stays the same."""

    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"


SEGMENTS: dict[Audience, tuple[str, ...]] = {
    Audience.VILLAGE: ("elderly", "migrant", "shopper", "self_employed", "aid", "women"),
    Audience.PARENT: ("primary", "middle", "college", "teacher"),
    Audience.ENTERPRISE: ("finance", "boss", "worker", "construction", "courier"),
}

FRAUD_TYPES: tuple[str, ...] = (
    "rebate",
    "investment",
    "shopping",
    "customer_service",
    "loan",
    "credit",
    "acquaintance",
    "authority",
    "romance",
    "game",
    "flight",
    "elderly",
    "prize",
    "social_security",
    "subsidy",
    "recruitment",
    "abduction",
    "ai_fake",
    "nude_chat",
    "qr_link",
    "parcel",
    "cash_courier",
    "accomplice",
    "school_fee",
    "fake_police_channel",
    "fundraising",
    "virtual_currency",
    "points",
    "nfc",
    "mlm",
)

# A closed list: nothing else may be printed as a hotline in the mainland.
HOTLINES: frozenset[str] = frozenset({"110", "96110", "12381", "12321", "12337", "12377", "12309", "12333"})

# Month and day, first and last; a season may cross the year's end.
SEASONS: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "new_year": ((12, 26), (1, 5)),
    "spring_festival": ((1, 10), (2, 25)),
    "consumer_day": ((3, 8), (3, 17)),
    "children_day": ((5, 25), (6, 3)),
    "gaokao": ((6, 5), (7, 31)),
    "graduation": ((5, 15), (7, 15)),
    "summer": ((7, 1), (8, 31)),
    "school_start": ((8, 22), (9, 15)),
    "cyber_week": ((9, 8), (9, 21)),
    "double_eleven": ((10, 25), (11, 18)),
}
