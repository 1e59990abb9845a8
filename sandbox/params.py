"""What each method of the Bot API takes, as far as the sandbox honours it: Telegram's names and types."""

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from sandbox.answers import InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity
from sandbox.answers_chats import BotCommand


def _decode(value: Any) -> Any:
    """Forms carry objects and lists as JSON text."""
    return json.loads(value) if isinstance(value, str) else value


ChatId = int | str


class Upload(BaseModel):
    """A file that came with the request."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    name: str
    content: bytes
    mime: str


class Params(BaseModel):
    """Parameters of one method; numbers given as text and text as numbers are read, as Telegram does."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True, frozen=True)


class KeyboardButton(Params):
    text: str


class ReplyKeyboardMarkup(Params):
    keyboard: list[list[KeyboardButton]]


class ReplyKeyboardRemove(Params):
    remove_keyboard: bool


class ForceReply(Params):
    force_reply: bool


class ReplyParameters(Params):
    message_id: int
    chat_id: ChatId | None = None
    allow_sending_without_reply: bool = False


class InputPollOption(Params):
    text: str


class BotCommandScope(Params):
    """All seven scopes in one: the type says which fields belong to it."""

    type: str
    chat_id: ChatId | None = None
    user_id: int | None = None


Entities = Annotated[list[MessageEntity] | None, BeforeValidator(_decode)]
InlineMarkup = Annotated[InlineKeyboardMarkup | None, BeforeValidator(_decode)]
AnyMarkup = Annotated[
    InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply | None,
    BeforeValidator(_decode),
]
Strings = Annotated[list[str] | None, BeforeValidator(_decode)]
Integers = Annotated[list[int], BeforeValidator(_decode)]
Scope = Annotated[BotCommandScope | None, BeforeValidator(_decode)]


class Nothing(Params):
    pass


class GetUpdates(Params):
    offset: int = 0
    limit: int = 100
    timeout: int = 0
    allowed_updates: Strings = None


class DeleteWebhook(Params):
    drop_pending_updates: bool = False


class InChat(Params):
    chat_id: ChatId


class Sending(InChat):
    """What every message has in common."""

    message_thread_id: int | None = None
    disable_notification: bool = False
    protect_content: bool = False
    reply_parameters: Annotated[ReplyParameters | None, BeforeValidator(_decode)] = None
    reply_markup: AnyMarkup = None


class SendMessage(Sending):
    text: str
    parse_mode: str | None = None
    entities: Entities = None
    link_preview_options: Annotated[LinkPreviewOptions | None, BeforeValidator(_decode)] = None


class Captioned(Sending):
    caption: str = ""
    parse_mode: str | None = None
    caption_entities: Entities = None


class SendPhoto(Captioned):
    photo: Upload | str


class SendDocument(Captioned):
    document: Upload | str


class SendVoice(Captioned):
    voice: Upload | str
    duration: int = 0


class SendPoll(Sending):
    question: str
    options: Annotated[list[InputPollOption], BeforeValidator(_decode)]
    is_anonymous: bool = True
    type: Literal["quiz", "regular"] = "regular"
    allows_multiple_answers: bool = False
    allows_revoting: bool | None = None
    correct_option_ids: Annotated[list[int] | None, BeforeValidator(_decode)] = None
    explanation: str = ""
    explanation_parse_mode: str | None = None
    explanation_entities: Entities = None
    open_period: int | None = None
    close_date: int | None = None
    is_closed: bool = False


class OfMessage(InChat):
    message_id: int


class StopPoll(OfMessage):
    reply_markup: InlineMarkup = None


class EditingParams(Params):
    """Telegram wants chat and message, or an inline message, which the sandbox has none of."""

    chat_id: ChatId | None = None
    message_id: int | None = None
    reply_markup: InlineMarkup = None


class EditMessageText(EditingParams):
    text: str
    parse_mode: str | None = None
    entities: Entities = None
    link_preview_options: Annotated[LinkPreviewOptions | None, BeforeValidator(_decode)] = None


class EditMessageCaption(EditingParams):
    caption: str = ""
    parse_mode: str | None = None
    caption_entities: Entities = None


class EditMessageReplyMarkup(EditingParams):
    pass


class DeleteMessages(InChat):
    message_ids: Integers


class PinChatMessage(OfMessage):
    disable_notification: bool = False


class UnpinChatMessage(InChat):
    message_id: int | None = None


class AnswerCallbackQuery(Params):
    callback_query_id: str
    text: str = ""
    show_alert: bool = False
    url: str | None = None
    cache_time: int = 0


class GetChatAdministrators(InChat):
    return_bots: bool = False


class GetChatMember(InChat):
    user_id: int


class SendChatAction(InChat):
    message_thread_id: int | None = None
    action: str


class SetMyCommands(Params):
    commands: Annotated[list[BotCommand], BeforeValidator(_decode)]
    scope: Scope = None
    language_code: str = ""


class ScopedCommands(Params):
    scope: Scope = None
    language_code: str = ""


class SetMyDescription(Params):
    description: str = ""
    language_code: str = ""


class SetMyShortDescription(Params):
    short_description: str = ""
    language_code: str = ""


class GetFile(Params):
    file_id: str = Field(min_length=1)
