"""The Bot API's types as the sandbox answers them; a field it never fills is left out."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Answer(BaseModel):
    """One type of the Bot API: nothing in it that Telegram would not send."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def json_text(self) -> str:
        """The JSON that goes over the wire, without empty fields."""
        return self.model_dump_json(by_alias=True, exclude_none=True)

    def plain(self) -> dict[str, Any]:
        """The same as a dictionary."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class User(Answer):
    id: int
    is_bot: bool
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    can_join_groups: bool | None = None
    can_read_all_group_messages: bool | None = None
    supports_inline_queries: bool | None = None


class Chat(Answer):
    id: int
    type: Literal["private", "group", "supergroup", "channel"]
    title: str | None = None
    username: str | None = None
    first_name: str | None = None
    is_forum: bool | None = None


class MessageEntity(Answer):
    type: str
    offset: int
    length: int
    url: str | None = None
    user: User | None = None
    language: str | None = None
    custom_emoji_id: str | None = None


class PhotoSize(Answer):
    file_id: str
    file_unique_id: str
    width: int
    height: int
    file_size: int | None = None


class Document(Answer):
    file_id: str
    file_unique_id: str
    file_name: str | None = None
    mime_type: str | None = None
    file_size: int | None = None


class Voice(Answer):
    file_id: str
    file_unique_id: str
    duration: int
    mime_type: str | None = None
    file_size: int | None = None


class Sticker(Answer):
    file_id: str
    file_unique_id: str
    type: Literal["regular", "mask", "custom_emoji"]
    width: int
    height: int
    is_animated: bool
    is_video: bool
    file_size: int | None = None


class File(Answer):
    file_id: str
    file_unique_id: str
    file_size: int | None = None
    file_path: str | None = None


class CopyTextButton(Answer):
    text: str


class InlineKeyboardButton(Answer):
    text: str
    url: str | None = None
    callback_data: str | None = None
    switch_inline_query: str | None = None
    copy_text: CopyTextButton | None = None


class InlineKeyboardMarkup(Answer):
    inline_keyboard: list[list[InlineKeyboardButton]]


class LinkPreviewOptions(Answer):
    is_disabled: bool | None = None
    url: str | None = None
    prefer_small_media: bool | None = None
    prefer_large_media: bool | None = None
    show_above_text: bool | None = None


class PollOption(Answer):
    persistent_id: str
    text: str
    voter_count: int


class Poll(Answer):
    id: str
    question: str
    options: list[PollOption]
    total_voter_count: int
    is_closed: bool
    is_anonymous: bool
    type: Literal["regular", "quiz"]
    allows_multiple_answers: bool
    allows_revoting: bool
    members_only: bool
    correct_option_ids: list[int] | None = None
    explanation: str | None = None
    explanation_entities: list[MessageEntity] | None = None
    open_period: int | None = None
    close_date: int | None = None


class PollAnswer(Answer):
    poll_id: str
    voter_chat: Chat | None = None
    user: User | None = None
    option_ids: list[int]
    option_persistent_ids: list[str]


class MessageOriginUser(Answer):
    type: Literal["user"] = "user"
    date: int
    sender_user: User


class MessageOriginHiddenUser(Answer):
    type: Literal["hidden_user"] = "hidden_user"
    date: int
    sender_user_name: str


class MessageOriginChannel(Answer):
    type: Literal["channel"] = "channel"
    date: int
    chat: Chat
    message_id: int


class InaccessibleMessage(Answer):
    chat: Chat
    message_id: int
    date: int


class ForumTopicCreated(Answer):
    name: str
    icon_color: int


class ForumTopicClosed(Answer):
    pass


class ForumTopicReopened(Answer):
    pass


class Message(Answer):
    message_id: int
    message_thread_id: int | None = None
    from_: User | None = Field(None, serialization_alias="from")
    sender_chat: Chat | None = None
    date: int
    chat: Chat
    forward_origin: MessageOriginUser | MessageOriginHiddenUser | MessageOriginChannel | None = None
    is_topic_message: bool | None = None
    is_automatic_forward: bool | None = None
    reply_to_message: "Message | None" = None
    via_bot: User | None = None
    edit_date: int | None = None
    has_protected_content: bool | None = None
    author_signature: str | None = None
    text: str | None = None
    entities: list[MessageEntity] | None = None
    link_preview_options: LinkPreviewOptions | None = None
    document: Document | None = None
    photo: list[PhotoSize] | None = None
    voice: Voice | None = None
    sticker: Sticker | None = None
    media_group_id: str | None = None
    caption: str | None = None
    caption_entities: list[MessageEntity] | None = None
    poll: Poll | None = None
    new_chat_members: list[User] | None = None
    left_chat_member: User | None = None
    new_chat_title: str | None = None
    group_chat_created: bool | None = None
    migrate_to_chat_id: int | None = None
    migrate_from_chat_id: int | None = None
    pinned_message: "Message | InaccessibleMessage | None" = None
    forum_topic_created: ForumTopicCreated | None = None
    forum_topic_closed: ForumTopicClosed | None = None
    forum_topic_reopened: ForumTopicReopened | None = None
    reply_markup: InlineKeyboardMarkup | None = None


class CallbackQuery(Answer):
    id: str
    from_: User = Field(serialization_alias="from")
    message: Message | InaccessibleMessage | None = None
    chat_instance: str
    data: str | None = None
