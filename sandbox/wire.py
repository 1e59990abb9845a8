"""From what is known to what the Bot API shows."""

from typing import Any

from sandbox import answers, answers_chats
from sandbox.chats import CHANNEL_ADMIN, GENERAL_TOPIC, GROUP_ADMIN, PERMISSIONS, Chat, Member
from sandbox.messages import Media, Message, Poll

PHOTO_SIDES = (320, 1280)
STICKER_SIDE = 512


def message(it: Message, *, nested: bool = False) -> answers.Message:
    """The Message type; what it replies to is shown one level deep."""
    fields: dict[str, Any] = {
        "message_id": it.id,
        "date": it.date,
        "chat": it.chat.wire,
        "from_": it.sender.wire if it.sender else None,
        "sender_chat": it.sender_chat.wire if it.sender_chat else None,
        "author_signature": it.signature,
        "via_bot": it.via_bot.wire if it.via_bot else None,
        "forward_origin": it.origin,
        "media_group_id": it.album,
        "is_automatic_forward": it.automatic or None,
        "edit_date": it.edited,
        "has_protected_content": it.protected or None,
        "reply_markup": it.markup,
        "link_preview_options": it.preview,
    }
    if it.topic is not None and it.topic != GENERAL_TOPIC:
        fields |= {"message_thread_id": it.topic, "is_topic_message": True}
    # What was deleted is not shown again, and the message stands as if it answered nothing.
    if it.reply_to is not None and not it.reply_to.deleted and not nested:
        fields["reply_to_message"] = message(it.reply_to, nested=True)
    return answers.Message(**fields, **_content(it))


def _content(it: Message) -> dict[str, Any]:
    entities = list(it.entities) or None
    if it.service is not None:
        return it.service
    if it.poll is not None:
        return {"poll": poll(it.poll)}
    if it.media is not None and it.media.kind == "sticker":
        return _media(it.media)
    if it.media is not None:
        return {**_media(it.media), "caption": it.text or None, "caption_entities": entities}
    return {"text": it.text, "entities": entities}


def _media(it: Media) -> dict[str, Any]:
    common: dict[str, Any] = {
        "file_id": it.file_id,
        "file_unique_id": it.unique_id,
        "file_size": len(it.content),
    }
    if it.kind == "photo":
        return {"photo": [answers.PhotoSize(width=side, height=side, **common) for side in PHOTO_SIDES]}
    if it.kind == "voice":
        return {"voice": answers.Voice(duration=it.duration, mime_type=it.mime, **common)}
    if it.kind == "sticker":
        common |= {"width": STICKER_SIDE, "height": STICKER_SIDE}
        return {"sticker": answers.Sticker(type="regular", is_animated=False, is_video=False, **common)}
    return {"document": answers.Document(file_name=it.name, mime_type=it.mime, **common)}


def poll(it: Poll) -> answers.Poll:
    """The Poll type with the counts of this moment."""
    return answers.Poll(
        id=it.id,
        question=it.question,
        options=[
            answers.PollOption(persistent_id=str(index), text=text, voter_count=count)
            for index, (text, count) in enumerate(zip(it.options, it.counts, strict=True))
        ],
        total_voter_count=len(it.votes),
        is_closed=it.closed,
        is_anonymous=it.anonymous,
        type=it.kind,
        allows_multiple_answers=it.multiple,
        allows_revoting=it.revoting,
        members_only=False,
        correct_option_ids=it.correct,
        explanation=it.explanation or None,
        explanation_entities=list(it.explanation_entities) or None,
        open_period=it.open_period,
        close_date=it.close_date,
    )


def member(it: Member, chat: Chat) -> answers_chats.ChatMember:
    """One of the six ChatMember types, by standing."""
    user = it.user.wire
    if it.status == "creator":
        return answers_chats.ChatMemberOwner(user=user, is_anonymous=it.anonymous, custom_title=it.title)
    if it.status == "administrator":
        shown = CHANNEL_ADMIN if chat.kind == "channel" else GROUP_ADMIN
        rights: dict[str, Any] = {name: name in it.rights for name in shown}
        return answers_chats.ChatMemberAdministrator(
            user=user, can_be_edited=False, is_anonymous=it.anonymous, custom_title=it.title, **rights
        )
    if it.status == "restricted":
        allowed: dict[str, Any] = {name: name in it.rights for name in PERMISSIONS}
        return answers_chats.ChatMemberRestricted(user=user, is_member=True, until_date=0, **allowed)
    if it.status == "kicked":
        return answers_chats.ChatMemberBanned(user=user, until_date=0)
    if it.status == "left":
        return answers_chats.ChatMemberLeft(user=user)
    return answers_chats.ChatMemberMember(user=user)


def full_chat(it: Chat) -> answers_chats.ChatFullInfo:
    """The answer to getChat."""
    group = it.kind in ("group", "supergroup")
    permissions: dict[str, Any] = {name: name in it.permissions for name in PERMISSIONS}
    return answers_chats.ChatFullInfo(
        **it.wire.model_dump(),
        accent_color_id=0,
        max_reaction_count=11,
        accepted_gift_types=answers_chats.AcceptedGiftTypes(),
        description=it.description,
        pinned_message=message(it.pins[-1], nested=True) if it.pins else None,
        permissions=answers_chats.ChatPermissions(**permissions) if group else None,
        linked_chat_id=it.linked.id if it.linked else None,
    )
