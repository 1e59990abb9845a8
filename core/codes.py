"""Codes and keys that nobody can guess, and persons that nobody can trace."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata

# Nothing that looks like something else when it is read out or copied by hand.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_SHAPE = re.compile(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")


def new_code() -> str:
    """A push's code, such as 7K3F-9QX2: one of about 850 thousand million."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def read_code(typed: str) -> str | None:
    """The code that a person typed, whatever case, width and dashes; None when it can't be one."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    letters = re.sub(r"[\s\-_.·—–]", "", plain)
    code = f"{letters[:4]}-{letters[4:]}"
    return code if _SHAPE.fullmatch(code) else None


def new_key() -> str:
    """An opaque key for a button."""
    return secrets.token_urlsafe(9)


def key_for(secret: bytes, purpose: str) -> str:
    """The opaque key for one purpose: the same whenever it is asked for, and nobody can guess it."""
    return hmac.new(secret, purpose.encode(), hashlib.sha256).hexdigest()[:16]


def person_hash(secret: bytes, user: int) -> str:
    """A person as we remember them: keyed, so that the ids of this world cannot be tried one by one."""
    return hmac.new(secret, str(user).encode(), hashlib.sha256).hexdigest()[:32]
