"""What an elder and a child see of their bond, how it ends, and how the elder is talked to."""

from bot import family
from models.kin import Bond
from tests.bot.talks.test_acting import bind
from tests.bot.talks.test_binding import told
from tests.support.house import CHEN, LI, WANG
from tests.support.street import Street, play


def test_both_see_the_bond(store_uri: str) -> None:
    async def story(street: Street) -> None:
        assert "还没有绑定" in await street.li.say("我的家人")
        await bind(street)
        assert "女儿小丽能看到您的事" in await street.li.say("我的家人")
        assert "您能看到妈妈的事" in await street.wang.say("我的家人")

    play(store_uri, story)


def test_one_of_several_is_ended_by_its_number(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await bind(street)
        son = Bond(LI, CHEN, street.clock(), LI, None, "儿子小明")
        await family.bind(street.services, son)
        question = await street.li.say("解除绑定")
        number = next(line[0] for line in question.splitlines() if "小明" in line)
        assert "没有这个数字" in await street.li.say("7")
        assert "小明" in await street.li.say(number)
        assert list(await family.children_of(street.services, LI)) == [WANG]
        assert "解除了" in (await told(street, CHEN, street.li))[0]

    play(store_uri, story)


def test_the_child_may_end_it_too(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await bind(street)
        assert "解除了" in await street.wang.say("解除绑定")
        assert await family.children_of(street.services, LI) == []
        assert "解除了" in (await told(street, LI, street.wang))[0]

    play(store_uri, story)


def test_the_child_sets_how_the_elder_is_talked_to_and_the_elder_hears_of_it(
    store_uri: str,
) -> None:
    async def story(street: Street) -> None:
        assert "大字版" not in await street.wang.say("给我妈开大字")
        await bind(street)
        assert "开了大字版" in await street.wang.say("给我妈开大字")
        assert street.services.elders.is_elder(LI)
        assert "小丽" in (await told(street, LI, street.wang))[0]
        await street.wang.say("给我妈开语音")
        assert street.services.elders.listens(LI)
        await street.wang.say("给我妈关掉大字")
        assert not street.services.elders.is_elder(LI)

    play(store_uri, story)


def test_the_child_asks_for_a_daily_sign_of_life_and_only_the_elder_begins_it(
    store_uri: str,
) -> None:
    async def story(street: Street) -> None:
        check_ins = street.services.store.check_ins
        assert "问妈妈了" not in await street.wang.say("让我妈每天八点前报平安")
        await bind(street)
        assert "之间的时间" in await street.wang.say("让我妈每天半夜两点报平安")
        assert "问妈妈了" in await street.wang.say("让我妈每天早上八点前报平安")
        asked = await check_ins.plan(LI)
        assert asked is not None
        assert not asked.runs
        assert "08:00" in await street.li.say("1")
        begun = await check_ins.plan(LI)
        assert begun is not None
        assert begun.runs
        assert "已经天天在报" in await street.wang.say("请我妈报平安")

    play(store_uri, story)
