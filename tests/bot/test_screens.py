"""The menus are a tree: every number leads somewhere, and every screen has two ways out."""

from pathlib import Path

import pytest

from bot.links import without_links
from bot.phrases import load_phrases
from bot.router import COMMANDS
from bot.screens import (
    ELDER,
    MAIN,
    WAYS_OUT,
    Goal,
    ScreensError,
    choices,
    drawn,
    read_screens,
    screens,
)
from tests.support.house import LI
from tests.support.street import Street, play

PHRASES = load_phrases()
ELDERS_SCREENS = sorted(set(screens()) - {MAIN})
PATHS = [(name, number) for name in ELDERS_SCREENS for number in screens()[name]]


def width(line: str) -> float:
    return sum(1 if ord(letter) > 0x2000 else 0.5 for letter in line)


@pytest.mark.parametrize("name", sorted(screens()))
def test_a_screen_shows_just_the_numbers_that_lead_somewhere(name: str) -> None:
    said = PHRASES(f"screen.{name}")
    assert set(choices(said)) == {*screens()[name], *WAYS_OUT}
    for number in choices(said):
        assert f"msgmenucontent={number}&msgmenuid=screen.{name}" in said


@pytest.mark.parametrize("name", ELDERS_SCREENS)
def test_a_screen_of_elders_fits_one_glance(name: str) -> None:
    lines = without_links(PHRASES(f"screen.{name}")).splitlines()
    assert len(lines) <= 6
    assert [line for line in lines if width(line) > 16] == []


def test_every_screen_is_reached_and_every_command_is_there() -> None:
    goals = [goal for screen in screens().values() for goal in screen.values()]
    assert {goal.name for goal in goals if goal.kind == "screen"} | {MAIN, ELDER} == set(screens())
    commands = {goal.name for goal in goals if goal.kind == "command"} | {*WAYS_OUT.values()}
    assert commands <= set(COMMANDS)


def walked(name: str, indent: str = "  ") -> list[str]:
    """The lines of the map, found by walking."""
    seen, lines = choices(PHRASES(f"screen.{name}")), list[str]()
    for number in (*screens()[name], *WAYS_OUT):
        lines.append(f"{indent}{number} {seen[number]} →")
        goal = screens()[name].get(number)
        if goal and goal.kind == "screen":
            lines += walked(goal.name, indent + "  ")
    return lines


def test_the_printed_map_is_the_tree_that_is_walked() -> None:
    printed = [line.split("→")[0] + "→" for line in drawn(screens(), PHRASES).splitlines()]
    wanted = [line for start in (MAIN, ELDER) for line in (f"{start}→", *walked(start))]
    assert printed == wanted


async def elder(street: Street) -> None:
    await street.li.say("老人模式")


def way_to(name: str, start: str = ELDER) -> list[int]:
    """The numbers that lead to a screen."""
    if name == start:
        return []
    for number, goal in screens()[start].items():
        if goal.kind == "screen" and goal.name == name:
            return [number]
    raise AssertionError(name)


async def go_to(street: Street, name: str) -> str:
    said = await street.li.say("0")
    for number in way_to(name):
        said = await street.li.say(str(number))
    return said


def test_every_path_can_be_walked_by_numbers_alone(store_uri: str) -> None:
    async def story(street: Street) -> None:
        for name, number in PATHS:
            await elder(street)
            assert await go_to(street, name) == PHRASES(f"screen.{name}")
            goal = screens()[name][number]
            said = await street.li.say(str(number))
            assert said, (name, number)
            assert "没听明白" not in said, (name, number)
            check(street, goal, without_links(said))
            for ticket in await street.tickets_of(street.li):
                if ticket.is_live():
                    await street.li.say(f"取消 {ticket.number}")
            await street.li.say("普通模式")
            street.clock.advance(hours=2)

    play(store_uri, story)


def check(street: Street, goal: Goal, said: str) -> None:
    """A step leads where the map says."""
    if goal.kind == "file":
        assert f"【{PHRASES(f'elder.queue.{goal.name}')}】" in said
    elif goal.kind == "ask":
        assert said == without_links(PHRASES(f"elder.describe.{goal.name}"))
    elif goal.kind == "screen":
        assert said == without_links(PHRASES(f"screen.{goal.name}"))


@pytest.mark.parametrize("name", ELDERS_SCREENS)
def test_from_every_screen_lead_a_way_back_and_a_way_to_a_person(store_uri: str, name: str) -> None:
    async def story(street: Street) -> None:
        await elder(street)
        for word in ("0", "０", "返回", "菜单"):
            await go_to(street, name)
            assert await street.li.say(word) == PHRASES("screen.elder")
        for word in ("9", "九", "按9", "人工"):
            await go_to(street, name)
            assert "请人找您" in await street.li.say(word)
        last = await go_to(street, name)
        assert await street.li.say("重复") == last

    play(store_uri, story)


@pytest.mark.parametrize("said", ["1", "１", "一", "幺", "第一个", "选1", "按1", "1号", "嗯，一吧"])
def test_a_number_may_be_written_and_spoken_in_many_ways(store_uri: str, said: str) -> None:
    async def story(street: Street) -> None:
        await elder(street)
        assert await street.li.say(said) == PHRASES("screen.broken")
        assert "【东西坏了】" in await street.li.say(said)

    play(store_uri, story)


def test_a_number_tapped_on_an_old_screen_means_what_stood_there(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await elder(street)
        await go_to(street, "money")
        tap = {"Content": "2", "bizmsgmenuid": "screen.broken"}
        assert "【东西坏了】" in await street.li.send("text", **tap)
        tap["bizmsgmenuid"] = "screen.nothing"
        assert await street.li.send("text", **tap) == PHRASES("screen.helping")

    play(store_uri, story)


def test_words_on_a_screen_are_heard_as_words(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await elder(street)
        await go_to(street, "money")
        assert "【东西坏了】" in await street.li.say("三楼楼道灯不亮了")
        await go_to(street, "money")
        assert "120" in await street.li.say("我老伴摔倒了起不来")

    play(store_uri, story)


def test_whoever_is_no_elder_has_the_menu_they_know(store_uri: str) -> None:
    async def story(street: Street) -> None:
        assert await street.li.say("菜单") == PHRASES("screen.main")
        assert await street.li.say("4") == PHRASES("describe.volunteer")

    play(store_uri, story)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("main:\n  9: {command: person}", "main 9: choose a number"),
        ("main:\n  1: {screen: nowhere}", "no screen nowhere"),
        ("main:\n  1: {ask: plumbing}", "no queue plumbing"),
        ("main:\n  1: {file: repair}", "needs some"),
        ("main:\n  1: {run: away}", "give one of"),
    ],
)
def test_a_wrong_menu_is_refused_by_screen_and_number(
    tmp_path: Path, written: str, told: str
) -> None:
    (tmp_path / "menus.yaml").write_text(written, "utf-8")
    with pytest.raises(ScreensError, match=told):
        read_screens(tmp_path / "menus.yaml")


@pytest.mark.parametrize(
    ("said", "number"),
    [("东西坏了", 1), ("补贴、养老钱", 3), ("补贴养老钱", 3), ("养老钱。", 3), ("平安家人", 6)],
)
def test_the_words_of_a_number_may_be_said_in_its_place(
    store_uri: str, said: str, number: int
) -> None:
    async def story(street: Street) -> None:
        await elder(street)
        by_number = await street.li.say(str(number))
        await street.li.say("0")
        assert await street.li.say(said) == by_number
        assert await street.services.store.tickets.asked_by(LI) == []

    play(store_uri, story)


def test_what_stands_on_the_open_screen_may_be_said(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await elder(street)
        await street.li.say("1")
        assert "【东西坏了】" in await street.li.say("灯不亮")
        await street.li.say("1")
        assert await street.li.say("回到开头") == PHRASES("screen.elder")
        assert await street.li.say("我的事") == await street.li.say("5")

    play(store_uri, story)
