"""Who can speak: people and bots, as Telegram knows them."""

from sandbox import answers
from sandbox.update_queue import UpdateQueue

ANONYMOUS_ADMIN = 1087968824
CHANNEL_BOT = 136817688
SERVICE = 777000


class User:
    """Somebody with a numeric id."""

    is_bot = False

    def __init__(
        self, user_id: int, first_name: str, *, username: str | None = None, language_code: str | None = None
    ) -> None:
        self.id = user_id
        self.first_name = first_name
        self.username = username
        self.language_code = language_code
        self.deactivated = False

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id} {self.first_name}>"

    @property
    def wire(self) -> answers.User:
        """This user as the Bot API shows it."""
        return answers.User(
            id=self.id,
            is_bot=self.is_bot,
            first_name=self.first_name,
            username=self.username,
            language_code=self.language_code,
        )


class BotUser(User):
    """A bot that speaks through no token: Telegram's own stand-ins."""

    is_bot = True


class Bot(BotUser):
    """A bot under test: its token, what waits for it, what it told Telegram about itself."""

    def __init__(self, user_id: int, first_name: str, *, username: str, token: str) -> None:
        super().__init__(user_id, first_name, username=username)
        self.token = token
        self.queue = UpdateQueue()
        self.reads_all = False
        self.commands: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}

    @property
    def polling(self) -> bool:
        """Whether the bot waits in a long poll right now."""
        return self.queue.polled

    @property
    def me(self) -> answers.User:
        """The answer to getMe."""
        return answers.User(
            id=self.id,
            is_bot=True,
            first_name=self.first_name,
            username=self.username,
            can_join_groups=True,
            can_read_all_group_messages=self.reads_all,
            supports_inline_queries=False,
        )


GROUP_ANONYMOUS = BotUser(ANONYMOUS_ADMIN, "Group", username="GroupAnonymousBot")
CHANNEL_ANONYMOUS = BotUser(CHANNEL_BOT, "Channel", username="Channel_Bot")
TELEGRAM = User(SERVICE, "Telegram")
