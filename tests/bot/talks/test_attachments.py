"""What is shown or spoken instead of typed, as by somebody who cannot type."""

import pytest

from tests.support.street import LIGHT, Street, number_in, play

PHOTO = {"PicUrl": "http://x/1", "MediaId": "P1"}
VOICE = {"MediaId": "V8", "MediaId16K": "V16", "Format": "amr"}
FILM = {"MediaId": "F1", "ThumbMediaId": "T1"}
PLACE = {"Location_X": "31.8", "Location_Y": "117.2", "Scale": "16"}


@pytest.mark.parametrize(
    ("kind", "fields", "media_id"),
    [
        ("image", PHOTO, "P1"),
        ("voice", VOICE, "V16"),
        ("voice", {"MediaId": "V8", "Format": "amr", "Recognition": ""}, "V8"),
        ("video", FILM, "F1"),
        ("shortvideo", FILM, "F1"),
    ],
)
def test_alone_it_becomes_a_ticket_that_words_then_sort(
    store_uri: str, kind: str, fields: dict[str, str], media_id: str
) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.li.send(kind, **fields))
        ticket = await street.ticket(number)
        assert (ticket.queue, ticket.undecided) == ("other", True)
        assert [each.media_id for each in ticket.attachments] == [media_id]
        assert ticket.fetch_at is not None
        answer = await street.li.say(LIGHT)
        assert number in answer
        assert "【报修】" in answer
        await street.pass_time()
        assert LIGHT in await street.zhang.say("抢")

    play(store_uri, story)


def test_without_words_a_person_looks_after_two_minutes(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await street.ticket(await street.li.send("voice", **VOICE))
        await street.pass_time(seconds=119)
        assert (await street.ticket(ticket.number)).notices == ()
        await street.pass_time(seconds=1)
        (notice,) = (await street.ticket(ticket.number)).notices
        assert (notice.kind, notice.to) == ("desk", street.zhou.person)

    play(store_uri, story)


def test_spoken_words_that_wechat_wrote_down_are_said_back_but_for_commands(
    store_uri: str,
) -> None:
    async def story(street: Street) -> None:
        spoken = VOICE | {"Recognition": "三楼楼道灯不亮了。"}
        assert "您说的是“三楼楼道灯不亮了”" in await street.li.send("voice", **spoken)
        answer = await street.li.say("1")
        assert "【报修】" in answer
        ticket = await street.ticket(answer)
        assert [each.media_id for each in ticket.attachments] == ["V16"]
        for words, said in [("进度。", ticket.number), ("菜单。", "1 报修"), ("零。", "1 报修")]:
            assert said in await street.li.send("voice", **VOICE | {"Recognition": words})
        assert "已撤回" in await street.li.send("voice", **VOICE | {"Recognition": "取消。"})

    play(store_uri, story)


def test_after_choosing_by_number_a_photo_or_recording_is_enough(store_uri: str) -> None:
    async def story(street: Street) -> None:
        for kind, fields in (("image", PHOTO), ("voice", VOICE)):
            await street.li.say("1")
            number = number_in(await street.li.send(kind, **fields))
            ticket = await street.ticket(number)
            assert (ticket.queue, ticket.undecided) == ("repair", False)
            assert number in await street.li.say("厨房那个")
            assert (await street.ticket(number)).events[-1].note == "厨房那个"

    play(store_uri, story)


def test_a_place_and_then_words_make_one_ticket_there(store_uri: str) -> None:
    async def story(street: Street) -> None:
        assert "翡翠路1号" in await street.li.send("location", **PLACE, Label="翡翠路1号")
        assert await street.tickets_of(street.li) == []
        ticket = await street.ticket(await street.li.say("灯不亮了，帮忙修一下"))
        assert ticket.place == "翡翠路1号"
        assert len(await street.tickets_of(street.li)) == 1

    play(store_uri, story)


def test_a_place_sent_after_choosing_by_number_keeps_the_choice(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.li.say("1")
        assert "31.80000,117.20000" in await street.li.send("location", **PLACE)
        ticket = await street.ticket(await street.li.say("那个坏了"))
        assert (ticket.queue, ticket.place) == ("repair", "31.80000,117.20000")

    play(store_uri, story)


def test_a_link_waits_for_words_and_joins_like_them(store_uri: str) -> None:
    async def story(street: Street) -> None:
        link = {"Title": "高龄津贴", "Description": "", "Url": "https://example.org/a"}
        number = number_in(await street.wang.send("link", **link))
        assert number in await street.wang.say("我妈80了，高龄津贴怎么申请")
        assert number in await street.wang.send("link", **link)

    play(store_uri, story)


def test_a_volunteer_may_speak_or_show_how_it_ended(store_uri: str) -> None:
    async def story(street: Street) -> None:
        for kind, fields in (("voice", VOICE), ("image", PHOTO), ("video", FILM)):
            await street.wang.say("新的")
            ticket = await street.ticket(await street.wang.say(LIGHT))
            await street.pass_time()
            await street.zhang.say("抢")
            await street.zhang.say("完成")
            assert "已办结" in await street.zhang.send(kind, **fields)
            done = await street.ticket(ticket.number)
            assert (done.state, len(done.attachments)) == ("done", 1)
        assert await street.tickets_of(street.zhang) == []

    play(store_uri, story)
