"""One at a time for each name, and nobody waits for a stranger."""

import asyncio
import gc

import pytest

from models.turns import Turns


def test_turns_of_one_name_follow_one_another_in_order() -> None:
    log: list[str] = []

    async def work(turns: Turns, who: str) -> None:
        async with turns.of("ticket"):
            log.append(f"{who} begins")
            await asyncio.sleep(0)
            log.append(f"{who} ends")

    async def scenario() -> None:
        turns = Turns()
        await asyncio.gather(*(work(turns, who) for who in ("a", "b", "c")))

    asyncio.run(scenario())
    assert log == [f"{who} {what}" for who in ("a", "b", "c") for what in ("begins", "ends")]


def test_another_name_has_its_own_turns() -> None:
    async def scenario() -> None:
        turns = Turns()
        async with turns.of("one"), asyncio.timeout(1), turns.of("other"):
            return

    asyncio.run(scenario())


def test_a_turn_that_fails_or_is_given_up_makes_way() -> None:
    async def scenario() -> None:
        turns = Turns()
        with pytest.raises(ValueError, match="broken"):
            async with turns.of("ticket"):
                raise ValueError("broken")
        async with turns.of("ticket"):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.01), turns.of("ticket"):
                    raise AssertionError("two at once")
        async with asyncio.timeout(1), turns.of("ticket"):
            return

    asyncio.run(scenario())


def test_a_name_nobody_waits_for_takes_no_room() -> None:
    async def scenario() -> int:
        turns = Turns()
        for number in range(100):
            async with turns.of(f"ticket {number}"):
                pass
        gc.collect()
        return len(turns)

    assert asyncio.run(scenario()) == 0
