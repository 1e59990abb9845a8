"""Whoever writes too fast is asked for a pause, once; an album is answered once."""

from __future__ import annotations

from bot.rate import Albums, Answer, Calm


def test_the_eleventh_message_in_a_minute_gets_a_pause_then_silence() -> None:
    calm = Calm(10, 60)
    said = [calm.answer(1, at) for at in range(50)]
    assert said[:10] == [Answer.SPEAK] * 10
    assert said[10] is Answer.PAUSE
    assert set(said[11:]) == {Answer.SILENCE}
    assert calm.answer(2, 30) is Answer.SPEAK, "nobody else is held up"
    assert calm.answer(1, 61.5) is Answer.SPEAK
    assert [calm.answer(1, at) for at in (61.6, 61.7)] == [Answer.SPEAK, Answer.SILENCE]
    assert [calm.answer(1, 62 + at / 10) for at in range(300)].count(Answer.PAUSE) == 1


def test_a_clock_that_steps_back_locks_nobody_out() -> None:
    calm = Calm(1, 60)
    assert [calm.answer(1, at) for at in (1000, 1001, 1002)] == [Answer.SPEAK, Answer.PAUSE, Answer.SILENCE]
    assert calm.answer(1, 10) is Answer.SPEAK


def test_an_album_is_one_message() -> None:
    albums = Albums(kept=2)
    assert [albums.seen_before(1, "a") for _ in range(3)] == [False, True, True]
    assert not albums.seen_before(2, "a")
    assert not albums.seen_before(1, None)
    assert not albums.seen_before(1, None)
    assert not albums.seen_before(1, "b")
    assert not albums.seen_before(1, "a"), "only the newest are remembered"
