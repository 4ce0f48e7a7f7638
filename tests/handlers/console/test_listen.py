"""听一听: staff write down what an elder said, and it reaches whoever needs it."""

import html

from tornado.httpclient import HTTPResponse

from models.moves import Move
from models.ticket import Ticket
from tests.support.console import Console, play, text_of
from tests.support.street import Street

PATH = "/console/listen"
LEAK = "厨房的水管漏水了"


def seen(page: HTTPResponse) -> str:
    return html.unescape(text_of(page))


async def spoken(street: Street) -> Ticket:
    return await street.ticket(await street.wang.send("voice", MediaId="v1", Format="amr"))


def test_a_recording_is_listed_written_down_and_gone(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, zhou = await spoken(at.street), await at.sign_in("zhou")
        assert ticket.number in seen(await zhou.get(PATH))
        assert "去听一听" in seen(await zhou.get(f"/console/tickets/{ticket.number}"))
        answer = await zhou.post(PATH, number=ticket.number, deed="write", words=LEAK)
        assert (answer.code, answer.headers["Location"]) == (303, f"{PATH}?noted=heard")
        page = seen(await zhou.get(PATH))
        assert ticket.number not in page
        assert "现在没有要听的语音" in page
        after = await at.street.ticket(ticket.number)
        assert (after.queue, after.times(Move.HEAR)) == ("repair", 1)
        assert LEAK in seen(await zhou.get(f"/console/tickets/{ticket.number}"))

    play(store_uri, story)


def test_nothing_heard_is_asked_for_again(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, zhou = await spoken(at.street), await at.sign_in("zhou")
        answer = await zhou.post(PATH, number=ticket.number, deed="write", words=" ")
        assert answer.code == 422
        assert "请写一写听到的话" in seen(answer)
        assert (await at.street.ticket(ticket.number)).version == ticket.version

    play(store_uri, story)


def test_the_second_who_listened_is_told_and_keeps_the_words(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, zhou, tong = (
            await spoken(at.street),
            await at.sign_in("zhou"),
            await at.sign_in("tong"),
        )
        await zhou.post(PATH, number=ticket.number, deed="write", words=LEAK)
        answer = await tong.post(PATH, number=ticket.number, deed="write", words="水龙头坏了")
        assert answer.code == 409
        assert "水龙头坏了" in seen(answer)
        assert (await at.street.ticket(ticket.number)).times(Move.HEAR) == 1

    play(store_uri, story)


def test_the_same_click_twice_counts_once(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, zhou = await spoken(at.street), await at.sign_in("zhou")
        for _ in range(2):
            answer = await zhou.post(
                PATH, key="once", number=ticket.number, deed="write", words=LEAK
            )
            assert answer.code == 303
        assert (await at.street.ticket(ticket.number)).times(Move.HEAR) == 1

    play(store_uri, story)


def test_what_cannot_be_made_out_is_to_be_phoned(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, zhou = await spoken(at.street), await at.sign_in("zhou")
        answer = await zhou.post(PATH, number=ticket.number, deed="unheard")
        assert answer.headers["Location"] == f"{PATH}?noted=unheard"
        assert ticket.number in await at.street.zhou.say("待告知")

    play(store_uri, story)


def test_a_grid_worker_listens_in_the_own_grid(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, wu = await spoken(at.street), await at.sign_in("wu")
        assert ticket.number in seen(await wu.get(PATH))
        theirs = await at.street.ticket(
            await at.street.li.send("voice", MediaId="v2", Format="amr")
        )
        assert theirs.number not in seen(await wu.get(PATH))
        away = await wu.post(PATH, number=theirs.number, deed="write", words=LEAK)
        assert away.code == 404
        mine = await wu.post(PATH, number=ticket.number, deed="write", words=LEAK)
        assert mine.code == 303

    play(store_uri, story)


def test_a_leader_an_agency_and_a_lawyer_do_not_listen(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket = await spoken(at.street)
        for name in ("sun", "fang", "li"):
            visitor = await at.sign_in(name)
            assert (await visitor.get(PATH)).code == 403
            refused = await visitor.post(PATH, number=ticket.number, deed="write", words=LEAK)
            assert refused.code == 403

    play(store_uri, story)
