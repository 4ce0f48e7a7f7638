"""An elder and a child find each other by a code; only the elder's own yes binds them."""

import asyncio
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.talks.binding import read_code
from models.kin import MOST, Bond
from models.kin_codes import DIGITS, MOST_WRONG
from models.receipt import Receipt
from tests.support.house import LI, WANG, Phone, dispatcher_of
from tests.support.street import LIGHT, STRANGER, Street, play

NAME = "女儿小丽"
CONSENT = "想看到您的事、替您办事。同意吗"
WRONG = "这个号码不对"


def code_in(answer: str) -> str:
    """The code an answer gives."""
    found = re.search(r"绑定 (\d{3} \d{3})", answer)
    assert found, answer
    return found[1]


async def code_of_child(child: Phone, wish: str = "照看我妈", name: str = NAME) -> str:
    """The code somebody is given who wants to look after an elder."""
    assert "怎么称呼" in await child.say(wish)
    return code_in(await child.say(name))


async def bound(street: Street, child: Phone, elder: Phone, wish: str = "照看我妈") -> None:
    """Both did what it takes."""
    assert CONSENT in await elder.say(f"绑定 {await code_of_child(child, wish)}")
    assert "能看到您的事" in await elder.say("1")
    assert [each.child for each in await street.services.store.kin.of_elder(elder.person)]


async def told(street: Street, person: str, by: Phone) -> list[str]:
    """What somebody's latest message made us tell another."""
    receipt = await street.services.store.receipts.latest(by.person)
    assert isinstance(receipt, Receipt)
    return [each.text or "" for each in receipt.notices if each.to == person]


async def bonds(street: Street) -> list[Bond]:
    """All bonds between the two."""
    return list(await street.services.store.kin.of_elder(LI))


def test_the_elder_says_the_childs_code_and_agrees(store_uri: str) -> None:
    async def story(street: Street) -> None:
        code = await code_of_child(street.wang)
        question = await street.li.say(f"绑定 {code}")
        assert NAME in question
        assert CONSENT in question
        assert await bonds(street) == []
        assert "能看到您的事" in await street.li.say("1")
        [bond] = await bonds(street)
        assert (bond.child, bond.by, bond.child_name) == (WANG, LI, NAME)
        assert bond.elder_name == "妈妈"
        assert "妈妈同意了" in (await told(street, WANG, street.li))[0]

    play(store_uri, story)


def test_the_child_says_the_elders_code_and_the_elder_is_asked_all_the_same(
    store_uri: str,
) -> None:
    async def story(street: Street) -> None:
        code = code_in(await street.li.say("绑定女儿"))
        street.clock.advance(minutes=1)
        assert "怎么称呼" in await street.wang.say(code)
        assert "已经在老人的微信里问了" in await street.wang.say(NAME)
        assert CONSENT in (await told(street, LI, street.wang))[0]
        assert await bonds(street) == []
        assert "能看到您的事" in await street.li.say("1")
        assert len(await bonds(street)) == 1

    play(store_uri, story)


@pytest.mark.parametrize("word", ["2", "不同意", "二"])
def test_a_no_binds_nobody_and_shows_nothing(store_uri: str, word: str) -> None:
    async def story(street: Street) -> None:
        await street.li.say(LIGHT)
        await street.li.say(f"绑定 {await code_of_child(street.wang)}")
        assert "没有绑定" in await street.li.say(word)
        assert await bonds(street) == []
        assert "没有同意" in (await told(street, WANG, street.li))[0]
        assert "没有在办的事" in await street.wang.say("进度")
        assert "能看到您的事" not in await street.li.say("1")

    play(store_uri, story)


def test_other_words_after_the_question_are_no_consent_but_it_can_be_given_later(
    store_uri: str,
) -> None:
    async def story(street: Street) -> None:
        await street.li.say(f"绑定 {await code_of_child(street.wang)}")
        assert "编号" in await street.li.say(LIGHT)
        assert "能看到您的事" not in await street.li.say("1")
        assert await bonds(street) == []
        assert "能看到您的事" in await street.li.say("同意")
        assert len(await bonds(street)) == 1

    play(store_uri, story)


def test_a_question_that_came_by_itself_does_not_take_the_one_meant_for_a_form(
    store_uri: str,
) -> None:
    async def story(street: Street) -> None:
        code = code_in(await street.li.say("绑定女儿"))
        await street.li.say("有点事")  # which asks back with numbers
        street.clock.advance(minutes=1)
        await street.wang.say(code)
        await street.wang.say(NAME)
        assert "能看到您的事" not in await street.li.say("1")
        assert await bonds(street) == []

    play(store_uri, story)


def test_nobody_but_the_elder_can_agree(store_uri: str) -> None:
    async def story(street: Street) -> None:
        code = code_in(await street.li.say("绑定女儿"))
        street.clock.advance(minutes=1)
        await street.stranger.say(code)
        await street.stranger.say("儿子小明")
        for word in ("1", "同意", "进度"):
            assert "能看到您的事" not in await street.stranger.say(word)
        assert await bonds(street) == []
        assert "没有绑定" in await street.li.say("2")

    play(store_uri, story)


def test_a_code_is_good_once_and_for_a_quarter_of_an_hour(store_uri: str) -> None:
    async def story(street: Street) -> None:
        code = await code_of_child(street.wang)
        await street.li.say(f"绑定 {code}")
        assert WRONG in await street.zhang.say(f"绑定 {code}")
        late = await code_of_child(street.wang)
        street.clock.advance(minutes=15)
        assert WRONG in await street.li.say(f"绑定 {late}")

    play(store_uri, story)


def test_a_new_code_ends_the_one_before(store_uri: str) -> None:
    async def story(street: Street) -> None:
        first = await code_of_child(street.wang)
        second = await code_of_child(street.wang)
        assert WRONG in await street.li.say(f"绑定 {first}")
        assert CONSENT in await street.li.say(f"绑定 {second}")

    play(store_uri, story)


def test_ones_own_code_binds_nobody_to_themselves(store_uri: str) -> None:
    async def story(street: Street) -> None:
        code = await code_of_child(street.wang)
        assert "您自己的号码" in await street.wang.say(f"绑定 {code}")
        assert CONSENT in await street.li.say(f"绑定 {code}")

    play(store_uri, story)


def test_whoever_guesses_has_to_wait_an_hour(store_uri: str) -> None:
    async def story(street: Street) -> None:
        code = await code_of_child(street.wang)
        for _ in range(MOST_WRONG):
            assert WRONG in await street.stranger.say("绑定 000000")
        assert "说错太多次" in await street.stranger.say(f"绑定 {code}")
        assert CONSENT in await street.li.say(f"绑定 {code}")
        street.clock.advance(minutes=61)
        fresh = await code_of_child(street.wang)
        assert CONSENT in await street.stranger.say(f"绑定 {fresh}")

    play(store_uri, story)


def test_a_right_code_counts_as_no_guess(store_uri: str) -> None:
    async def story(street: Street) -> None:
        for _ in range(MOST_WRONG + 2):
            code = await code_of_child(street.wang)
            assert "您自己的号码" in await street.wang.say(f"绑定 {code}")

    play(store_uri, story)


def test_nobody_has_more_than_ten(store_uri: str) -> None:
    async def story(street: Street) -> None:
        for n in range(MOST):
            await street.services.store.kin.put(Bond(LI, f"oChild{n}", street.clock(), LI))
        code = await code_of_child(street.wang)
        assert "最多绑定 10 位" in await street.li.say(f"绑定 {code}")
        assert len(await bonds(street)) == MOST

    play(store_uri, story)


def test_who_is_bound_is_not_bound_again(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await bound(street, street.wang, street.li)
        code = code_in(await street.wang.say("照看我妈"))  # the name is known
        assert "已经绑定了" in await street.li.say(f"绑定 {code}")
        assert len(await bonds(street)) == 1

    play(store_uri, story)


@pytest.mark.parametrize("name", ["社区王主任", "丽", "一二三四五六七八九十一", "138", "<a>"])
def test_a_name_that_could_deceive_is_asked_for_again(store_uri: str, name: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say("绑定老人")
        assert "2 到 10 个字" in await street.wang.say(name)
        assert code_in(await street.wang.say(NAME))

    play(store_uri, story)


def test_whoever_says_bind_family_is_asked_which_of_the_two_they_are(store_uri: str) -> None:
    async def story(street: Street) -> None:
        assert "1 我来照看老人" in await street.wang.say("绑定家人")
        assert "怎么称呼" in await street.wang.say("1")
        await street.li.say("绑定家人")
        assert code_in(await street.li.say("2"))

    play(store_uri, story)


def test_a_code_of_another_length_is_explained_and_a_ticket_number_is_none(
    store_uri: str,
) -> None:
    async def story(street: Street) -> None:
        assert "六个数字" in await street.li.say("绑定 12345")
        assert WRONG in await street.li.say("482913")
        assert "编号" in await street.li.say(LIGHT)
        assert WRONG not in await street.li.say("661234")  # a number that belongs to the ticket

    play(store_uri, story)


def test_a_code_said_in_two_processes_at_once_brings_one_question(store_uri: str) -> None:
    async def story(street: Street) -> None:
        services = street.services
        code = await code_of_child(street.wang)
        others = [
            Phone(services, dispatcher_of(services, alone=False), person)
            for person in (LI, STRANGER, "oElder2", "oElder3")
        ]
        answers = await asyncio.gather(*(each.say(f"绑定 {code}") for each in others))
        assert sum(CONSENT in each for each in answers) == 1
        assert sum(WRONG in each for each in answers) == 3

    play(store_uri, story)


def test_the_same_message_twice_is_answered_alike(store_uri: str) -> None:
    async def story(street: Street) -> None:
        code = await code_of_child(street.wang)
        said = street.li.xml("text", Content=f"绑定 {code}")
        assert await street.li.push(said) == await street.li.push(said)
        yes = street.li.xml("text", Content="1")
        assert await street.li.push(yes) == await street.li.push(yes)
        assert len(await bonds(street)) == 1

    play(store_uri, story)


DIGIT = st.text("0123456789", min_size=DIGITS, max_size=DIGITS)
SPOKEN = dict(zip("0123456789", "零幺二三四五六七八九", strict=True))


@given(DIGIT, st.sampled_from(["", "绑定", "绑定 ", "绑定码", "号码是", "验证码："]))
def test_a_code_is_read_however_it_is_written_or_spoken(code: str, before: str) -> None:
    wide = code.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    assert unicodedata.normalize("NFKC", wide) == code
    spoken = "".join(SPOKEN[digit] for digit in code)
    for said in (code, wide, spoken, " ".join(code), f"{code[:3]}，{code[3:]}", f"{code}。"):
        assert read_code(before + said) == code


@given(st.text(max_size=20))
def test_nothing_else_is_a_code(text: str) -> None:
    code = read_code(text)
    assert code is None or re.fullmatch(r"[0-9]{6}", code)


@given(st.text("0123456789", max_size=12).filter(lambda each: len(each) != DIGITS))
def test_more_or_fewer_digits_are_none(digits: str) -> None:
    assert read_code(digits) is None
