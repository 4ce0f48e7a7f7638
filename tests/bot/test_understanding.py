"""The understanding that is live follows what was taught, and never loses the one before."""

import asyncio

from bot.understanding import LiveUnderstanding
from models.lexicon_versions import Version
from nlp.edits import AddTerm, Edit, NewFamily, as_plain
from tests.support.house import NOON, open_services, understander

SAID = "啵唧啵唧个没完，怎么弄"
TAUGHT = NewFamily("office_1", "repair", 5.0, "啵唧啵唧")


def a_version(number: int, *edits: Edit) -> Version:
    return Version(number, NOON, "somebody", "居民这样说", tuple(map(as_plain, edits)))


def test_each_process_takes_over_what_is_new_once(store_uri: str) -> None:
    async def run() -> None:
        async with open_services(store_uri) as services:
            versions, other = services.store.lexicon, LiveUnderstanding(understander())
            assert not await services.follow_lexicon()
            await versions.publish(a_version(1, TAUGHT))
            assert services.understander.understand(SAID).queue != "repair"
            assert await services.follow_lexicon()
            assert await other.follow(versions, services.clock)
            assert not await services.follow_lexicon()
            for each in (services.understander, other.current):
                assert each.understand(SAID).queue == "repair"

    asyncio.run(run())


def test_who_follows_twice_at_the_same_time_takes_over_once(store_uri: str) -> None:
    async def run() -> None:
        async with open_services(store_uri) as services:
            await services.store.lexicon.publish(a_version(1, TAUGHT))
            both = services.follow_lexicon(), services.follow_lexicon()
            assert sorted(await asyncio.gather(*both)) == [False, True]

    asyncio.run(run())


def test_the_bot_answers_while_a_lexicon_is_made_beside(store_uri: str) -> None:
    async def run() -> None:
        async with open_services(store_uri) as services:
            await services.store.lexicon.publish(a_version(1, TAUGHT))
            following = asyncio.create_task(services.follow_lexicon())
            answered = 0
            while not following.done():
                services.understander.understand("三楼灯坏了")
                answered += 1
                await asyncio.sleep(0)
            assert await following
            assert answered > 1

    asyncio.run(run())


def test_edits_that_an_upgrade_has_outgrown_are_named_and_the_others_made(store_uri: str) -> None:
    async def run() -> None:
        async with open_services(store_uri) as services:
            gone = AddTerm("啵唧", "a_family_that_is_gone")
            await services.store.lexicon.publish(a_version(1, gone, TAUGHT))
            assert await services.follow_lexicon()
            assert [each.edit for each in services.understanding.misfits] == [gone]
            assert services.understander.understand(SAID).queue == "repair"

    asyncio.run(run())


def test_a_version_that_cannot_be_used_is_noted_and_the_next_one_tried(store_uri: str) -> None:
    async def run() -> None:
        async with open_services(store_uri) as services:
            versions, before = services.store.lexicon, services.understander
            await versions.publish(Version(1, NOON, "somebody", "坏的", ({"kind": "regex"},)))
            assert not await services.follow_lexicon()
            assert not await services.follow_lexicon()
            assert services.understander is before
            assert await versions.failure(1) is not None
            await versions.publish(a_version(2, TAUGHT))
            assert await services.follow_lexicon()
            assert services.understanding.version == 2

    asyncio.run(run())
