"""An agency's own program is told over real HTTP: signed, by one identifier, the contact once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from pydantic import SecretStr

from bot.agencies.signing import check
from bot.agencies.webhook import AgencyWebhooks, is_private
from bot.notices import Courier
from bot.senders import NotSentError
from bot.services import Services
from bot.settings import TemplateSettings
from bot.signed_post import SignedPost
from bot.wechat.client import WeChatClient
from jobs.deliver import Postman
from models.agency import Webhook
from models.clock import ManualClock
from models.links import Link
from models.moves import Move, State
from models.notice import Channel, Notice, NoticeState
from models.steps import AGENCY
from models.ticket import HandOver, Ticket
from models.timetable import Timetable
from tests.models.samples import a_ticket
from tests.support.house import NOON, open_services, timetable
from tests.support.post import TEMPLATES, WeChat, settings_at
from tests.support.receiver import Receiver, receiving
from tests.support.street import Street, number_in

SECRET = "a shared secret of 24 ch."
CENTRE = "legal_aid_centre"
PHONE = "13812345678"
Story = Callable[["Line"], Awaitable[None]]


class Line:
    """Our end and the agency's."""

    def __init__(self, services: Services, receiver: Receiver, webhooks: AgencyWebhooks) -> None:
        self.services = services
        self.receiver = receiver
        self._webhooks = webhooks

    async def case(self, **changes: object) -> Ticket:
        """A case with the agency, filed."""
        handed: Ticket = a_ticket(
            "c1",
            state=State.HANDED_OVER,
            handover=HandOver(CENTRE, NOON),
            place="3栋502",
            phone=PHONE,
        )
        handed = replace(handed, **changes)  # type: ignore[arg-type]
        await self.services.store.tickets.file(self.services.store.tickets.document(handed))
        return handed

    async def send(self, ticket: Ticket, kind: str = "case") -> None:
        """Send one notice."""
        notice = Notice("0-0", AGENCY + CENTRE, kind, NOON, channel=Channel.WEBHOOK)
        await self._webhooks.send(notice, ticket)


def with_webhook(url: str) -> Timetable:
    """The settings of config.yaml with a program at the agency."""
    times = timetable()
    webhook = Webhook(url=url, secret=SecretStr(SECRET))
    centre = times.agencies[CENTRE].model_copy(update={"webhook": webhook})
    return replace(times, agencies={CENTRE: centre})


def play(uri: str, story: Story, host: str = "127.0.0.1") -> None:
    async def run() -> None:
        async with receiving() as receiver:
            times = with_webhook(receiver.url.replace("127.0.0.1", host))
            async with open_services(uri, ManualClock(NOON), times=times) as services:
                post = SignedPost(services.clock, answer_seconds=0.3)
                try:
                    await story(Line(services, receiver, AgencyWebhooks(services, post)))
                finally:
                    post.close()

    asyncio.run(run())


def test_a_case_arrives_signed_with_words_contact_and_a_link_that_works(store_uri: str) -> None:
    async def story(line: Line) -> None:
        ticket = await line.case()
        await line.send(ticket)
        ((headers, body),) = line.receiver.heard
        lower = {name.lower(): value for name, value in headers.items()}
        check(SECRET, lower, body, NOON.timestamp())
        assert lower["webhook-id"] == "c1-0-0"
        (event,) = line.receiver.events
        assert event["type"] == "case"
        data = event["data"]
        assert (data["phone"], data["place"]) == (PHONE, "3栋502")
        assert data["words"] == ticket.text
        token = data["link"].rsplit("/", 1)[1]
        link = line.services.store.links.read(token, NOON)
        assert link == Link(ticket.id, CENTRE, int(NOON.timestamp()), link.until)

    play(store_uri, story)


def test_that_the_contact_was_sent_is_noted_once_however_often_it_is_sent(store_uri: str) -> None:
    async def story(line: Line) -> None:
        ticket = await line.case()
        for _ in range(3):
            await line.send(ticket)
        after = await line.services.store.tickets.get(ticket.id)
        assert after is not None
        seen = [each for each in after.events if each.move is Move.REVEAL]
        assert [(each.by, each.revealed) for each in seen] == [(AGENCY + CENTRE, True)]
        assert len(set(line.receiver.ids)) == 1

    play(store_uri, story)


@pytest.mark.parametrize("kind", ["added", "urged", "supervised", "overdue", "agency_late"])
def test_all_other_events_hold_nothing_personal(store_uri: str, kind: str) -> None:
    async def story(line: Line) -> None:
        await line.send(await line.case(), kind)
        (event,) = line.receiver.events
        assert event["type"] == kind
        assert set(event["data"]) == {"ticket", "agency", "queue", "urgent", "link"}

    play(store_uri, story)


def test_nothing_that_opens_the_case_goes_where_others_can_read_it(store_uri: str) -> None:
    async def story(line: Line) -> None:
        await line.send(await line.case())
        (event,) = line.receiver.events
        assert set(event["data"]) == {"ticket", "agency", "queue", "urgent", "link"}
        assert event["data"]["link"] is None

    play(store_uri, story, host="0")  # this machine, by a name that does not say so


def test_a_case_that_is_not_theirs_any_more_comes_without_contact_and_link(store_uri: str) -> None:
    async def story(line: Line) -> None:
        await line.send(await line.case(state=State.CANCELLED))
        (event,) = line.receiver.events
        assert event["data"]["link"] is None
        assert "phone" not in event["data"]

    play(store_uri, story)


@pytest.mark.parametrize(
    ("answer", "final"),
    [
        (429, False),
        (500, False),
        (503, False),
        (None, False),
        (410, True),
        (404, True),
        (302, True),
    ],
)
def test_what_was_not_taken_says_whether_to_try_again(
    store_uri: str, answer: int | None, final: bool
) -> None:
    async def story(line: Line) -> None:
        line.receiver.answers = [answer]
        with pytest.raises(NotSentError) as refused:
            await line.send(await line.case())
        assert refused.value.final is final
        assert len(line.receiver.heard) == 1

    play(store_uri, story)


def test_nobody_there_is_worth_another_try(store_uri: str) -> None:
    async def run() -> None:
        times = with_webhook("http://127.0.0.1:9/hook")
        async with open_services(store_uri, ManualClock(NOON), times=times) as services:
            post = SignedPost(services.clock)
            line = Line(services, Receiver(), AgencyWebhooks(services, post))
            with pytest.raises(NotSentError) as refused:
                await line.send(await line.case())
            assert not refused.value.final
            post.close()

    asyncio.run(run())


def test_an_agency_without_a_program_is_told_by_nobody(store_uri: str) -> None:
    async def run() -> None:
        async with open_services(store_uri, ManualClock(NOON)) as services:
            post = SignedPost(services.clock)
            line = Line(services, Receiver(), AgencyWebhooks(services, post))
            with pytest.raises(NotSentError) as refused:
                await line.send(await line.case())
            assert refused.value.final
            post.close()

    asyncio.run(run())


@pytest.mark.parametrize(
    ("url", "private"),
    [
        ("https://centre.example/hook", True),
        ("http://127.0.0.1:9000/hook", True),
        ("http://[::1]:9000/hook", True),
        ("http://localhost/hook", True),
        ("http://centre.example/hook", False),
        ("http://10.0.0.5/hook", False),
        ("http://127.0.0.1.example/hook", False),
        ("http:///hook", False),
    ],
)
def test_the_contact_goes_only_where_nobody_can_read_it_on_the_way(url: str, private: bool) -> None:
    assert is_private(url) is private


def test_a_program_that_was_down_hears_of_the_case_once_it_is_back(
    store_uri: str, wechat: WeChat
) -> None:
    async def run() -> None:
        await wechat.tell("/sim/reset", {})
        clock = ManualClock(NOON)
        async with receiving() as receiver:
            times = with_webhook(receiver.url)
            async with open_services(store_uri, clock, times=times) as services:
                receiver.answers = [503, 429]
                street, post = Street(services, clock), SignedPost(clock)
                client = WeChatClient(settings_at(wechat).account(), services.store.credentials)
                specs = {name: TemplateSettings(**each).spec() for name, each in TEMPLATES.items()}
                senders = {Channel.WEBHOOK: AgencyWebhooks(services, post)}
                postman = Postman(services, Courier(services, client, specs, senders))
                number = number_in(await street.wang.say("老板欠我工资不给，想咨询律师"))
                await street.zhou.say(f"转办 {number} 法律援助中心")
                for _ in range(4):
                    await postman.go_round()
                    clock.advance(minutes=1)
                ticket = await street.ticket(number)
                client.close()
                post.close()
            assert [each["type"] for each in receiver.events] == ["case"] * 3
            assert len(set(receiver.ids)) == 1
            told = [each for each in ticket.notices if each.channel is Channel.WEBHOOK]
            assert [each.state for each in told] == [NoticeState.SENT]

    asyncio.run(run())
