"""Whom WeChat does not reach gets a text message, if the operator has a program that sends them."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest
from pydantic import SecretStr
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerRequest
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler

from bot.agencies.signing import check
from bot.notices import Courier
from bot.signed_post import SignedPost
from bot.sms import TextMessages
from jobs.deliver import Postman
from models.agency import Webhook
from models.notice import UNSETTLED, Channel, Notice, NoticeState
from models.people import Resident
from tests.support.house import WANG
from tests.support.post import Post, WeChat, post
from tests.support.street import LIGHT, number_in

SECRET = "s" * 24
PHONE = "13800138000"


@dataclass
class Program:
    """The operator's program: what it was asked, and what it answers."""

    status: int = 200
    asked: list[HTTPServerRequest] = field(default_factory=list)

    @property
    def texts(self) -> list[dict[str, str]]:
        """The messages it was asked to send."""
        return [json.loads(each.body) for each in self.asked]


@asynccontextmanager
async def running(program: Program) -> AsyncIterator[str]:
    """The program on a free port; its address."""

    class Door(RequestHandler):
        def post(self) -> None:
            program.asked.append(self.request)
            self.set_status(program.status)

    socket, port = bind_unused_port()
    server = HTTPServer(Application([("/", Door)]))
    server.add_socket(socket)
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.stop()
        await server.close_all_connections()


async def told_by_text(at: Post, program: Program, words: str = LIGHT) -> Notice:
    """How the word to Wang stands after WeChat refused it and a day passed."""
    number = number_in(await at.street.wang.say(words))
    await at.street.pass_time()
    await at.deliver_all()
    await at.street.zhang.say(f"抢 {number}")
    await at.wechat.unfollow(WANG)
    services = at.street.services
    async with running(program) as url:
        signed_post = SignedPost(services.clock)
        sms = TextMessages(services, signed_post, Webhook(url=url, secret=SecretStr(SECRET)))
        courier = Courier(services, at.client, at.courier.templates, {Channel.SMS: sms})
        postman = Postman(services, courier)
        for _ in range(48):
            await postman.go_round()
            at.street.clock.advance(minutes=30)
        signed_post.close()
    told = (await at.ticket(number)).notices
    assert not [each for each in told if each.state in UNSETTLED]
    return next(each for each in told if (each.to, each.kind) == (WANG, "taken"))


def test_the_text_says_no_more_than_a_locked_screen_may_show(
    store_uri: str, wechat: WeChat
) -> None:
    program = Program()

    async def story(at: Post) -> None:
        notice = await told_by_text(at, program, f"三楼楼道灯不亮了，电话{PHONE}")
        assert (notice.state, notice.channel) == (NoticeState.SENT, Channel.SMS)
        (text,) = program.texts
        assert text["phone"] == PHONE
        assert "张师傅接单" in text["text"]
        assert "灯" not in text["text"]

    post(store_uri, wechat, story)


def test_it_is_signed_and_a_repeat_can_be_known(store_uri: str, wechat: WeChat) -> None:
    program = Program(status=503)

    async def story(at: Post) -> None:
        await at.street.services.store.residents.put(
            Resident(WANG, "feicui-1", phone=PHONE, since=at.street.clock())
        )
        notice = await told_by_text(at, program)
        assert notice.state is NoticeState.UNDELIVERED
        assert len(program.asked) > 3
        assert len({each.headers["webhook-id"] for each in program.asked}) == 1
        last = program.asked[-1]
        moment = float(last.headers["webhook-timestamp"])
        check(SECRET, {k.lower(): v for k, v in last.headers.get_all()}, last.body, moment)

    post(store_uri, wechat, story)


@pytest.mark.parametrize("status", [400, 404, 301])
def test_what_the_program_refuses_is_not_asked_again(
    store_uri: str, wechat: WeChat, status: int
) -> None:
    program = Program(status=status)

    async def story(at: Post) -> None:
        notice = await told_by_text(at, program, f"三楼楼道灯不亮了，电话{PHONE}")
        assert notice.state is NoticeState.UNDELIVERED
        assert str(status) in (notice.error or "")
        assert len(program.asked) == 1

    post(store_uri, wechat, story)


def test_without_a_phone_number_somebody_has_to_find_one(store_uri: str, wechat: WeChat) -> None:
    program = Program()

    async def story(at: Post) -> None:
        resident = await at.street.services.store.residents.get(WANG)
        if resident:
            await at.street.services.store.residents.put(replace(resident, phone=None))
        notice = await told_by_text(at, program)
        assert notice.state is NoticeState.UNDELIVERED
        assert "no phone number is known" in (notice.error or "")
        assert program.asked == []

    post(store_uri, wechat, story)
