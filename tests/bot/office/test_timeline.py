"""The timeline tells in plain words who did what and who was told, and names nobody by openid."""

from dataclasses import replace
from datetime import timedelta

from bot.office.ticket_view import span_words, view_of
from bot.office.timeline import Line, timeline
from bot.wechat.wording import mask_digits
from models.moves import Move, State
from models.notice import Channel, Notice, NoticeState
from models.steps import AGENCY, CLOCK
from models.ticket import Event, Ticket
from tests.support.house import CHEN, LI, NOON, WANG, ZHANG, ZHOU
from tests.support.street import LIGHT, STRANGER, Street, play

PEOPLE = (WANG, LI, ZHANG, CHEN, ZHOU, STRANGER, CLOCK, AGENCY + "legal_aid_centre", AGENCY + "x")


async def a_ticket(street: Street, *events: Event, notices: tuple[Notice, ...] = ()) -> Ticket:
    ticket = await street.ticket(await street.wang.say(LIGHT))
    return replace(ticket, events=(*ticket.events, *events), notices=notices, followers=(LI,))


async def lines(street: Street, ticket: Ticket) -> list[Line]:
    return list(await timeline(street.services, ticket, mask_digits))


def event(by: str, move: Move = Move.ADD, note: str | None = None) -> Event:
    return Event(NOON, by, move, State.OPEN, note=note)


def notice(to: str, kind: str = "task", **fields: object) -> Notice:
    return replace(Notice(f"1-{to}", to, kind, NOON, 0), **fields)  # type: ignore[arg-type]


def test_everybody_is_called_by_name_and_role(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await a_ticket(street, *(event(person) for person in PEOPLE))
        told = [each.who for each in await lines(street, ticket)][::-1][1:]
        assert told == [
            "王**（报事人）",
            "李**（跟进的居民）",
            "张师傅（志愿者）",
            "陈姐（志愿者）",
            "周主任（社区值班）",
            "居民",
            "到点自动",
            "法律援助中心",
            "转办单位",
        ]

    play(store_uri, story)


def test_every_move_by_anybody_has_words_without_an_openid(store_uri: str) -> None:
    async def story(street: Street) -> None:
        happened = [event(by, move, "说一句") for move in Move for by in PEOPLE]
        told = tuple(notice(each, kind="added", event=3) for each in PEOPLE)
        for line in await lines(street, await a_ticket(street, *happened, notices=told)):
            assert line.what
            assert not [each for each in PEOPLE if each in f"{line} {line.told}"]

    play(store_uri, story)


def test_who_was_told_stands_with_how_it_went(store_uri: str) -> None:
    async def story(street: Street) -> None:
        notices = (
            notice(ZHANG, state=NoticeState.DELIVERED),
            notice(WANG, "taken", state=NoticeState.UNDELIVERED, channel=Channel.CUSTOMER),
            notice(ZHANG, "taken", channel=Channel.RECORD),
        )
        (line,) = await lines(street, await a_ticket(street, notices=notices))
        first, second = line.told
        assert (first.who, first.way, first.became) == ("张师傅（志愿者）", "服务通知", "已送达")
        assert (second.way, second.became, second.is_missed) == (
            "微信消息",
            "没送到，请打电话",
            True,
        )

    play(store_uri, story)


def test_many_who_were_told_the_same_are_counted(store_uri: str) -> None:
    async def story(street: Street) -> None:
        notices = tuple(notice(person) for person in (ZHANG, CHEN, ZHOU, STRANGER))
        (line,) = await lines(street, await a_ticket(street, notices=notices))
        assert [each.who for each in line.told] == ["4 位"]

    play(store_uri, story)


def test_a_queue_is_named_a_name_not_repeated_and_a_number_hidden(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await a_ticket(
            street,
            event(ZHOU, Move.REROUTE, "benefits"),
            event(ZHANG, Move.GRAB, "张师傅"),
            event(WANG, Move.ADD, "打13812345678"),
        )
        notes = [each.note for each in await lines(street, ticket)]
        assert notes[:3] == ["打138****5678", "", "福利补贴"]

    play(store_uri, story)


def test_how_long_something_takes_is_said_in_two_parts_at_most(store_uri: str) -> None:
    async def story(street: Street) -> None:
        filed = await a_ticket(street)
        view = await view_of(street.services, filed)
        assert [each.left for each in view.dues] == ["还有 7 天 5 小时"]
        for minutes, words in ((5, "5 分钟"), (200, "3 小时 20 分钟"), (3000, "2 天 2 小时")):
            assert span_words(street.services, timedelta(minutes=minutes)) == words

    play(store_uri, story)
