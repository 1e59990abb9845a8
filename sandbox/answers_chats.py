"""The Bot API's types about chats and who is in them."""

from typing import Literal

from pydantic import Field

from sandbox.answers import Answer, Chat, Message, User


class ChatPermissions(Answer):
    can_send_messages: bool | None = None
    can_send_audios: bool | None = None
    can_send_documents: bool | None = None
    can_send_photos: bool | None = None
    can_send_videos: bool | None = None
    can_send_video_notes: bool | None = None
    can_send_voice_notes: bool | None = None
    can_send_polls: bool | None = None
    can_send_other_messages: bool | None = None
    can_add_web_page_previews: bool | None = None
    can_react_to_messages: bool | None = None
    can_edit_tag: bool | None = None
    can_change_info: bool | None = None
    can_invite_users: bool | None = None
    can_pin_messages: bool | None = None
    can_manage_topics: bool | None = None


class AcceptedGiftTypes(Answer):
    unlimited_gifts: bool = False
    limited_gifts: bool = False
    unique_gifts: bool = False
    premium_subscription: bool = False
    gifts_from_channels: bool = False


class ChatFullInfo(Answer):
    id: int
    type: Literal["private", "group", "supergroup", "channel"]
    title: str | None = None
    username: str | None = None
    first_name: str | None = None
    is_forum: bool | None = None
    accent_color_id: int
    max_reaction_count: int
    accepted_gift_types: AcceptedGiftTypes
    description: str | None = None
    pinned_message: Message | None = None
    permissions: ChatPermissions | None = None
    linked_chat_id: int | None = None


class ChatMemberOwner(Answer):
    status: Literal["creator"] = "creator"
    user: User
    is_anonymous: bool
    custom_title: str | None = None


class ChatMemberAdministrator(Answer):
    status: Literal["administrator"] = "administrator"
    user: User
    can_be_edited: bool
    is_anonymous: bool
    can_manage_chat: bool
    can_delete_messages: bool
    can_manage_video_chats: bool
    can_restrict_members: bool
    can_promote_members: bool
    can_change_info: bool
    can_invite_users: bool
    can_post_stories: bool
    can_edit_stories: bool
    can_delete_stories: bool
    can_post_messages: bool | None = None
    can_edit_messages: bool | None = None
    can_pin_messages: bool | None = None
    can_manage_topics: bool | None = None
    custom_title: str | None = None


class ChatMemberMember(Answer):
    status: Literal["member"] = "member"
    user: User


class ChatMemberRestricted(Answer):
    status: Literal["restricted"] = "restricted"
    user: User
    is_member: bool
    can_send_messages: bool
    can_send_audios: bool
    can_send_documents: bool
    can_send_photos: bool
    can_send_videos: bool
    can_send_video_notes: bool
    can_send_voice_notes: bool
    can_send_polls: bool
    can_send_other_messages: bool
    can_add_web_page_previews: bool
    can_react_to_messages: bool
    can_edit_tag: bool
    can_change_info: bool
    can_invite_users: bool
    can_pin_messages: bool
    can_manage_topics: bool
    until_date: int


class ChatMemberLeft(Answer):
    status: Literal["left"] = "left"
    user: User


class ChatMemberBanned(Answer):
    status: Literal["kicked"] = "kicked"
    user: User
    until_date: int


ChatMember = (
    ChatMemberOwner
    | ChatMemberAdministrator
    | ChatMemberMember
    | ChatMemberRestricted
    | ChatMemberLeft
    | ChatMemberBanned
)


class ChatMemberUpdated(Answer):
    chat: Chat
    from_: User = Field(serialization_alias="from")
    date: int
    old_chat_member: ChatMember
    new_chat_member: ChatMember


class ReactionTypeEmoji(Answer):
    type: Literal["emoji"] = "emoji"
    emoji: str


class MessageReactionUpdated(Answer):
    chat: Chat
    message_id: int
    user: User | None = None
    actor_chat: Chat | None = None
    date: int
    old_reaction: list[ReactionTypeEmoji]
    new_reaction: list[ReactionTypeEmoji]


class BotCommand(Answer):
    command: str
    description: str
