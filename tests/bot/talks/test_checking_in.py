"""报平安 in the chat: agreed to by the elder, put off when away, ended by a word."""

from datetime import datetime

import pytest

from bot.commands import recognise
from models.check_ins import Ending
from models.clock import CHINA
from tests.support.house import LI
from tests.support.street import Street, play

EARLY = datetime(2096, 11, 22, 6, 0, tzinfo=CHINA)  # a Thursday


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("平安", "safe"),
        ("我报平安", "safe"),
        ("我很好", "safe"),
        ("都好", "safe"),
        ("我要报平安", "check_in"),
        ("每天报平安", "check_in"),
        ("每天早上九点报平安", "check_in"),
        ("停止报平安", "stop_check_in"),
        ("不用报平安了", "stop_check_in"),
        ("明天不在家", "away"),
        ("这几天出门", "away"),
        ("去女儿家到周日", "away"),
        ("我回来了", "home_again"),
    ],
)
def test_words_of_reporting(said: str, name: str) -> None:
    command = recognise(said)
    assert command is not None
    assert command.name == name


@pytest.mark.parametrize(
    "said", ["平安保险怎么理赔", "明天去医院", "我要出门打车", "家里都好几天没水了"]
)
def test_other_needs_are_none_of_them(said: str) -> None:
    command = recognise(said)
    assert command is None or command.name not in ("safe", "away", "check_in", "home_again")


def test_an_elder_sets_a_time_in_one_short_question(store_uri: str) -> None:
    async def story(street: Street) -> None:
        store = street.services.store.check_ins
        assert "几点前" in await street.li.say("我要报平安")
        assert "没听明白" in await street.li.say("随便")
        said = await street.li.say("9点半")
        assert "每天 09:30 前" in said
        assert "别的话也算平安" in said
        assert await store.plan(LI) is None
        assert "等您报平安" in await street.li.say("1")
        plan = await store.plan(LI)
        assert plan is not None
        assert (plan.by, plan.consent, plan.runs) == ("09:30", LI, True)
        assert "不再等" in await street.li.say("停止报平安")
        plan = await store.plan(LI)
        assert plan is not None
        assert not plan.runs

    play(store_uri, story, start=EARLY)


def test_days_away_in_words(store_uri: str) -> None:
    async def story(street: Street) -> None:
        store = street.services.store.check_ins
        await street.li.say("每天早上九点报平安")
        await street.li.say("1")
        assert "11月22日到11月25日" in await street.li.say("去女儿家到周日")
        assert "照旧" in await street.li.say("我回来了")
        assert "11月23日这天" in await street.li.say("明天不在家")
        assert "哪天回来" in await street.li.say("这几天出门")
        assert "11月22日到11月24日" in await street.li.say("三天")
        plan = await store.plan(LI)
        assert plan is not None
        assert (plan.away_from, plan.away_until) == ("2096-11-22", "2096-11-24")

    play(store_uri, story, start=EARLY)


def test_who_has_no_plan_says_the_same_words_freely(store_uri: str) -> None:
    async def story(street: Street) -> None:
        assert "每天报平安" in await street.wang.say("平安")
        assert "报平安" not in await street.wang.say("明天不在家")
        assert await street.services.store.check_ins.lately(None, "2000-01-01") == []

    play(store_uri, story, start=EARLY)


def test_a_word_before_the_window_counts_for_today(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.li.say("每天十二点报平安")
        await street.li.say("1")
        assert "知道您平安" in await street.li.say("平安")
        [day] = await street.services.store.check_ins.lately(None, "2000-01-01")
        assert (day.state, day.late) == (Ending.SAFE, False)

    play(store_uri, story, start=EARLY)
