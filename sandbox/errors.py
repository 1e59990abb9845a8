"""What Telegram answers when it refuses."""

from collections.abc import Mapping


class ApiError(Exception):
    """A refusal: HTTP code, Telegram's own description, and parameters such as retry_after."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, int] | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = dict(parameters or {})


def bad_request(description: str) -> ApiError:
    """400 with the prefix that Telegram puts before it."""
    return ApiError(400, f"Bad Request: {description}")


def forbidden(description: str) -> ApiError:
    """403 with the prefix that Telegram puts before it."""
    return ApiError(403, f"Forbidden: {description}")


def migrated(new_id: int) -> ApiError:
    """A basic group that became a supergroup, with the id to use from now on."""
    description = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, description, {"migrate_to_chat_id": new_id})


def too_many_requests(retry_after: int) -> ApiError:
    """429: come back after so many seconds."""
    description = f"Too Many Requests: retry after {retry_after}"
    return ApiError(429, description, {"retry_after": retry_after})


def conflict() -> ApiError:
    """409 for the older of two polls."""
    return ApiError(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
