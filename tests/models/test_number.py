"""A number survives the telephone: a wrong or swapped digit finds nothing."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from models.clock import ManualClock
from models.number import FIRST, Numbers, check_digit, is_number
from tests.support.house import NOON, open_store

stems = st.integers(FIRST, 10**9).map(str)
numbers = stems.map(lambda digits: digits + check_digit(digits))


@given(numbers)
def test_our_numbers_are_recognised(number: str) -> None:
    assert is_number(number)


@given(numbers, st.data())
def test_every_wrong_digit_is_noticed(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(number) - 1))
    for digit in set("0123456789") - {number[place]}:
        assert not is_number(number[:place] + digit + number[place + 1 :])


@given(numbers)
def test_every_swap_of_neighbours_is_noticed(number: str) -> None:
    for place in range(len(number) - 1):
        one, other = number[place], number[place + 1]
        if one != other:
            assert not is_number(number[:place] + other + one + number[place + 2 :])


@given(st.text(max_size=8))
def test_no_text_breaks_the_check(text: str) -> None:
    assert is_number(text) in (True, False)


def test_what_is_too_short_or_has_letters_is_no_number() -> None:
    for text in ("", "0", "1001", "10017a", "1001 7", "-1001"):
        assert not is_number(text)


def test_the_first_number_is_short_enough_to_say(store_uri: str) -> None:
    async def scenario() -> str:
        async with open_store(store_uri, ManualClock(NOON)) as store:
            return await store.numbers.take()

    first = asyncio.run(scenario())
    assert first == "1001" + check_digit("1001")
    assert len(first) == 5


def test_two_processes_never_give_the_same_number(store_uri: str) -> None:
    async def scenario() -> list[str]:
        async with open_store(store_uri, ManualClock(NOON)) as store:
            counters = store.database.collection("counters")
            two = (Numbers(counters), Numbers(counters))
            return await asyncio.gather(*(two[i % 2].take() for i in range(500)))

    taken = asyncio.run(scenario())
    assert len(set(taken)) == 500
    assert all(is_number(each) for each in taken)


def test_a_hundred_numbers_at_once_cost_one_trip_to_the_store(store_uri: str) -> None:
    async def scenario() -> int:
        async with open_store(store_uri, ManualClock(NOON)) as store:
            before = store.database.operations
            await asyncio.gather(*(store.numbers.take() for _ in range(100)))
            return store.database.operations - before

    assert asyncio.run(scenario()) == 1
