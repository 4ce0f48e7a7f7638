"""What people show us is kept before WeChat forgets it, sealed, and given up only when lost."""

import pytest

from jobs.fetch_media import fetch_media
from models.ticket import Attachment, Ticket
from simulator.samples import MP4, PNG, SILENT_AMR
from tests.support.house import WANG
from tests.support.post import IMPATIENT, Post, WeChat, open_door, post

GET = "/cgi-bin/media/get"


async def fetch(at: Post, **later: float) -> int:
    """Run the job once, after a while by the manual clock."""
    at.street.clock.advance(**later)
    return await fetch_media(at.street.services, at.client)


async def show(at: Post, kind: str) -> Ticket:
    """Let the resident send a file from the phone; the ticket it opened."""
    async with open_door(at):
        await at.wechat.tell("/sim/push", {"person": WANG, "kind": kind})
    return (await at.street.tickets_of(at.street.wang))[0]


async def attachment_of(at: Post) -> Attachment:
    (attachment,) = (await at.street.tickets_of(at.street.wang))[0].attachments
    return attachment


@pytest.mark.parametrize(
    ("kind", "content", "content_type"),
    [
        ("image", PNG, "image/png"),
        ("voice", SILENT_AMR, "audio/amr"),
        ("video", MP4, "video/mp4"),
    ],
    ids=["photo", "recording", "film"],
)
def test_a_file_is_kept_and_reads_back_the_same(
    store_uri: str, wechat: WeChat, kind: str, content: bytes, content_type: str
) -> None:
    async def story(at: Post) -> None:
        ticket = await show(at, kind)
        assert ticket.fetch_at is not None
        assert await fetch(at) == 1
        attachment = await attachment_of(at)
        assert attachment.state == "kept"
        assert attachment.file
        kept = await at.street.services.store.media.read(attachment.file)
        assert kept == (content, content_type)
        assert await fetch(at, days=1) == 0

    post(store_uri, wechat, story)


def test_at_rest_nobody_can_read_it(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        await show(at, "image")
        await fetch(at)
        file = (await attachment_of(at)).file
        raw, _ = await at.street.services.store.database.files("media").read(str(file))
        assert PNG not in raw

    post(store_uri, wechat, story)


def test_what_wechat_no_longer_has_is_lost_and_not_asked_for_again(
    store_uri: str, wechat: WeChat
) -> None:
    async def story(at: Post) -> None:
        await at.street.wang.send("image", PicUrl="http://x/1", MediaId="gone")
        assert await fetch(at) == 1
        attachment = await attachment_of(at)
        assert (attachment.state, attachment.file) == ("lost", None)
        assert await fetch(at, hours=1) == 0
        assert len(await wechat.calls(GET)) == 1

    post(store_uri, wechat, story)


@pytest.mark.parametrize("failure", ["-1", "close", "http_500", "45009"])
def test_trouble_on_the_way_is_no_loss(store_uri: str, wechat: WeChat, failure: str) -> None:
    async def story(at: Post) -> None:
        await show(at, "image")
        await wechat.faults(api_failure=failure, api_failure_times=1, api_failure_path=GET)
        assert await fetch(at) == 1
        assert (await attachment_of(at)).state == "owed"
        assert await fetch(at, seconds=29) == 0
        assert await fetch(at, seconds=1) == 1
        assert (await attachment_of(at)).state == "kept"

    post(store_uri, wechat, story, timeouts=IMPATIENT)


def test_after_three_days_of_trouble_it_is_lost(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        await show(at, "image")
        await wechat.faults(api_failure="-1", api_failure_path=GET)
        await fetch(at, days=2)
        assert (await attachment_of(at)).state == "owed"
        await fetch(at, days=1, seconds=1)
        assert (await attachment_of(at)).state == "lost"
        assert await fetch(at, days=9) == 0

    post(store_uri, wechat, story)


def test_one_lost_file_does_not_cost_the_others(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        await at.street.wang.send("image", PicUrl="http://x/1", MediaId="gone")
        ticket = await show(at, "image")
        assert len(ticket.attachments) == 2
        await fetch(at)
        found = (await at.street.tickets_of(at.street.wang))[0].attachments
        assert [each.state for each in found] == ["lost", "kept"]

    post(store_uri, wechat, story)


def test_the_photo_of_a_finished_task_is_kept_too(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        answer = await at.street.wang.say("三楼楼道灯不亮了")
        await at.street.pass_time()
        await at.street.zhang.say("抢")
        await at.street.zhang.say("完成")
        await at.street.zhang.send("image", PicUrl="http://x/1", MediaId="gone")
        ticket = await at.ticket(answer)
        assert (ticket.state, len(ticket.attachments)) == ("done", 1)
        assert await fetch(at) == 1

    post(store_uri, wechat, story)
