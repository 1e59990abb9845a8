"""Polls and quizzes."""

from sandbox import access, wire
from sandbox.answers import Message as MessageAnswer
from sandbox.answers import Poll as PollAnswerType
from sandbox.entities import utf16
from sandbox.errors import bad_request
from sandbox.messages import Poll
from sandbox.methods.registry import method
from sandbox.methods.sending import deliver
from sandbox.methods.text import EXPLANATION, POLL_OPTION, POLL_QUESTION, formatted, keyboard
from sandbox.params import SendPoll, StopPoll
from sandbox.users import Bot
from sandbox.world import World

MOST_OPTIONS = 12
EXPLANATION_LINE_FEEDS = 2
SHORTEST, LONGEST = 5, 2_628_000


@method("sendPoll", SendPoll, paced=True)
def send_poll(world: World, bot: Bot, params: SendPoll) -> MessageAnswer:
    """A question with options."""
    chat = access.enter(world, bot, params.chat_id)
    access.may_send(chat, bot, "can_send_polls", "polls")
    if chat.kind == "channel" and not params.is_anonymous:
        raise bad_request("non-anonymous polls can't be sent to channel chats")
    poll = _poll(world, params)
    sent = deliver(world, bot, chat, params, called="sendPoll", poll=poll)
    world.polls[poll.id] = (poll, sent)
    if poll.close_date is not None:
        world.timed.append(sent)
    return wire.message(sent)


def _poll(world: World, params: SendPoll) -> Poll:
    question, options = params.question.strip(), [option.text.strip() for option in params.options]
    _check_words(question, options)
    quiz = params.type == "quiz"
    if quiz:
        _check_correct(params.correct_option_ids, len(options), params.allows_multiple_answers)
    explanation, entities = formatted(
        params.explanation, params.explanation_parse_mode, params.explanation_entities
    )
    if utf16(explanation) > EXPLANATION:
        raise bad_request("poll explanation is too long")
    if explanation.count("\n") > EXPLANATION_LINE_FEEDS:
        raise bad_request("poll explanation has too many lines")
    return Poll(
        id=str(5_000_000_000_000 + next(world.numbers)),
        question=question,
        options=options,
        anonymous=params.is_anonymous,
        kind=params.type,
        multiple=params.allows_multiple_answers,
        revoting=not quiz if params.allows_revoting is None else params.allows_revoting,
        correct=sorted(params.correct_option_ids or []) if quiz else None,
        explanation=explanation if quiz else "",
        explanation_entities=entities if quiz else (),
        open_period=params.open_period,
        close_date=_close_date(world, params),
        closed=params.is_closed,
    )


def _check_words(question: str, options: list[str]) -> None:
    if not question:
        raise bad_request("poll question must be non-empty")
    if utf16(question) > POLL_QUESTION:
        raise bad_request(f"poll question length must not exceed {POLL_QUESTION}")
    if not options:
        raise bad_request("poll must have at least 1 option")
    if len(options) > MOST_OPTIONS:
        raise bad_request(f"poll can't have more than {MOST_OPTIONS} options")
    if not all(options):
        raise bad_request("poll options must be non-empty")
    if any(utf16(option) > POLL_OPTION for option in options):
        raise bad_request(f"poll options length must not exceed {POLL_OPTION}")


def _check_correct(correct: list[int] | None, options: int, multiple: bool) -> None:
    if not correct or any(not 0 <= index < options for index in correct):
        raise bad_request("wrong correct option ID specified")
    if len(correct) > 1 and not multiple:
        raise bad_request("only one correct option can be specified")


def _close_date(world: World, params: SendPoll) -> int | None:
    if params.open_period is None and params.close_date is None:
        return None
    if params.open_period is not None and params.close_date is not None:
        raise bad_request("open_period and close_date can't be used together")
    seconds = params.open_period if params.close_date is None else params.close_date - world.date()
    if seconds is None or not SHORTEST <= seconds <= LONGEST:
        raise bad_request("poll can't be open for the specified period")
    return world.date() + seconds


@method("stopPoll", StopPoll, paced=True)
def stop_poll(world: World, bot: Bot, params: StopPoll) -> PollAnswerType:
    """Close a poll of the bot's own and tell its final counts."""
    chat = access.enter(world, bot, params.chat_id)
    message = access.message(chat, params.message_id, "with poll to stop")
    if message.poll is None:
        raise bad_request("message is not a poll")
    if message.sender is not bot and message.sender_chat is not chat:
        raise bad_request("poll can't be stopped")
    if message.poll.closed:
        raise bad_request("poll has already been closed")
    message.poll.closed = True
    message.markup = keyboard(params.reply_markup)
    world.tell_poll(message)
    world.changed()
    return wire.poll(message.poll)
