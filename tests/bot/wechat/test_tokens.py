"""One token serves everybody, is renewed before it ends, and is dropped only by who was refused."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.wechat.errors import ApiError
from bot.wechat.reactions import Reaction
from bot.wechat.tokens import TokenKeeper
from tests.bot.wechat.platform import MemoryShelf

BUSY = ApiError(-1, "system busy", "", Reaction.BACK_OFF)


class TokenDoor:
    """What the keeper asks for tokens: counts the asking, gives what it is told to."""

    def __init__(self) -> None:
        self.asked = 0
        self.lifetime = 7200.0
        self.failure: ApiError | None = None
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def __call__(self) -> tuple[str, float]:
        self.asked += 1
        number = self.asked
        await self.may_answer.wait()
        if self.failure:
            raise self.failure
        return f"token{number}", self.lifetime


class House:
    """A clock turned by hand, a shelf, a door, and as many keepers as there are processes."""

    def __init__(self) -> None:
        self.time = 1_760_000_000.0
        self.shelf = MemoryShelf()
        self.door = TokenDoor()

    def keeper(self) -> TokenKeeper:
        return TokenKeeper("wx1", self.door, self.shelf, lambda: self.time)


def run(story: Callable[[House], Coroutine[Any, Any, None]]) -> None:
    async def whole() -> None:
        await story(House())

    asyncio.run(whole())


def test_a_token_is_fetched_once_and_kept() -> None:
    async def story(house: House) -> None:
        keeper = house.keeper()
        assert [await keeper.current(), await keeper.current()] == ["token1", "token1"]
        assert house.shelf.tokens["wx1"] == ("token1", house.time + 7200)

    run(story)


def test_many_askers_at_once_cause_one_fetch() -> None:
    async def story(house: House) -> None:
        keeper = house.keeper()
        tokens = await asyncio.gather(*(keeper.current() for _ in range(100)))
        assert set(tokens) == {"token1"}
        assert house.door.asked == 1

    run(story)


def test_many_askers_at_once_fail_together() -> None:
    async def story(house: House) -> None:
        house.door.failure = BUSY
        keeper = house.keeper()
        failures = await asyncio.gather(
            *(keeper.current() for _ in range(100)), return_exceptions=True
        )
        assert set(failures) == {BUSY}
        assert house.door.asked == 1

    run(story)


def test_an_asker_who_gives_up_does_not_take_the_token_from_the_others() -> None:
    async def story(house: House) -> None:
        house.door.may_answer.clear()
        keeper = house.keeper()
        hasty, patient = (asyncio.ensure_future(keeper.current()) for _ in range(2))
        await asyncio.sleep(0)
        hasty.cancel()
        house.door.may_answer.set()
        assert await patient == "token1"

    run(story)


def test_a_token_another_process_fetched_is_used() -> None:
    async def story(house: House) -> None:
        await house.keeper().current()
        assert await house.keeper().current() == "token1"
        assert house.door.asked == 1

    run(story)


@pytest.mark.parametrize(("passed", "token"), [(6599, "token1"), (6600, "token2")])
def test_it_is_renewed_ten_minutes_before_its_end(passed: float, token: str) -> None:
    async def story(house: House) -> None:
        keeper = house.keeper()
        await keeper.current()
        house.time += passed
        assert await keeper.current() == token

    run(story)


def test_while_the_platform_gives_the_old_one_it_asks_once_a_minute() -> None:
    async def story(house: House) -> None:
        house.door.lifetime = 345
        keeper = house.keeper()
        for _ in range(120):
            await keeper.current()
            house.time += 1
        assert house.door.asked == 2

    run(story)


def test_a_token_is_never_used_past_its_end() -> None:
    async def story(house: House) -> None:
        house.door.lifetime = 30
        keeper = house.keeper()
        await keeper.current()
        house.time += 30
        assert await keeper.current() == "token2"

    run(story)


def test_a_failed_renewal_leaves_the_good_token_in_use() -> None:
    async def story(house: House) -> None:
        keeper = house.keeper()
        await keeper.current()
        house.time += 6700
        house.door.failure = BUSY
        assert await keeper.current() == "token1"
        house.time += 501
        with pytest.raises(ApiError):
            await keeper.current()

    run(story)


def test_a_dropped_token_is_replaced_for_everybody() -> None:
    async def story(house: House) -> None:
        first, second = house.keeper(), house.keeper()
        await first.current()
        await second.current()
        await first.drop("token1")
        assert await first.current() == "token2"
        await second.drop("token1")
        assert await second.current() == "token2"
        assert house.door.asked == 2

    run(story)


def test_dropping_an_old_token_keeps_the_new_one() -> None:
    async def story(house: House) -> None:
        keeper = house.keeper()
        await keeper.current()
        await keeper.drop("token0")
        assert await keeper.current() == "token1"
        assert house.door.asked == 1

    run(story)


def test_after_a_failure_the_next_asker_tries_again() -> None:
    async def story(house: House) -> None:
        house.door.failure = BUSY
        keeper = house.keeper()
        with pytest.raises(ApiError):
            await keeper.current()
        house.door.failure = None
        assert await keeper.current() == "token2"

    run(story)


def test_a_keeper_does_not_print_its_token() -> None:
    async def story(house: House) -> None:
        keeper = house.keeper()
        token = await keeper.current()
        assert token not in repr(keeper)
        assert token not in repr(vars(keeper))

    run(story)
