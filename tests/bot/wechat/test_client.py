"""Every call to WeChat does its work, as seen from the other side."""

import json

import pytest

from bot.wechat.account import ApiAccount
from bot.wechat.client import WeChatClient
from bot.wechat.errors import ApiError
from bot.wechat.media import Media, MediaKind
from bot.wechat.payloads import MenuItem
from bot.wechat.reactions import Reaction
from tests.bot.wechat.platform import (
    MINI_ID,
    MINI_SECRET,
    NOTICE,
    RESIDENT,
    Platform,
    failure_of,
    send_notice,
)

PNG = Media(b"\x89PNG\r\n\x1a\n" + bytes(40), "image/png", "灯 1.png")
FILM = Media(bytes(4) + b"ftypisom" + bytes(40), "video/mp4", "film.mp4")


class TestTemplate:
    def test_arrives_and_has_an_id_longer_than_a_float_can_hold(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            msgid = await client.send_template(
                RESIDENT, "TPL_PROGRESS", NOTICE, "t7-done", url="https://example.org/t/7"
            )
            (card,) = await platform.chat()
            assert int(msgid) > 2**53
            assert card["values"]["thing2"] == "楼道灯不亮"
            assert card["url"] == "https://example.org/t/7"

        platform.run(story)

    def test_repeated_under_the_same_id_arrives_once(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            first, second = await send_notice(client), await send_notice(client)
            assert first == second
            assert len(await platform.chat()) == 1

        platform.run(story)

    def test_already_sent_is_no_failure(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            await platform.tell(
                "/sim/faults", {"api_failure": "44007", "api_failure_path": "/cgi-bin/message"}
            )
            assert await send_notice(client) == ""

        platform.run(story)

    @pytest.mark.parametrize("client_msg_id", ["", "x" * 33])
    def test_an_id_that_cannot_stop_repeats_is_refused(
        self, platform: Platform, client_msg_id: str
    ) -> None:
        async def story(client: WeChatClient) -> None:
            with pytest.raises(ValueError, match="client_msg_id"):
                await send_notice(client, client_msg_id)

        platform.run(story)

    def test_goes_out_as_raw_utf8(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            await send_notice(client)
            (call,) = await platform.calls("/cgi-bin/message/template/send")
            assert "楼道灯不亮" in call["body"]

        platform.run(story)

    def test_a_field_that_breaks_its_type_is_our_mistake(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            data = {**NOTICE, "time3": {"value": "改天"}}
            error = await failure_of(client.send_template(RESIDENT, "TPL_PROGRESS", data, "t1"))
            assert isinstance(error, ApiError)
            assert (error.code, error.reaction) == (47003, Reaction.DATA)
            assert "time3" in error.message
            assert error.rid
            assert "rid" not in error.message

        platform.run(story)


class TestCustomerMessages:
    def test_words_arrive_inside_the_window(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            await platform.hear()
            await client.send_text(RESIDENT, "已派师傅\x08，😀\n请等")
            assert (await platform.chat())[-1]["text"] == "已派师傅，😀\n请等"

        platform.run(story)

    def test_outside_the_window_the_person_cannot_be_reached_so(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            error = await failure_of(client.send_text(RESIDENT, "已派师傅"))
            assert isinstance(error, ApiError)
            assert (error.code, error.reaction) == (45015, Reaction.USER)

        platform.run(story)

    def test_the_sixth_in_one_window_is_over_the_quota(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            await platform.hear()
            for _ in range(5):
                await client.send_text(RESIDENT, "好")
            error = await failure_of(client.send_text(RESIDENT, "好"))
            assert isinstance(error, ApiError)
            assert (error.code, error.reaction) == (45047, Reaction.QUOTA)

        platform.run(story)

    def test_a_menu_arrives_with_its_lines(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            await platform.hear()
            items = [MenuItem("v1:yes", "对"), MenuItem("v1:no", "不对")]
            await client.send_menu(RESIDENT, items, head="您说的是灯不亮吗？", tail="请点一下")
            menu = (await platform.chat())[-1]
            assert menu["list"] == [
                {"id": "v1:yes", "content": "对"},
                {"id": "v1:no", "content": "不对"},
            ]
            assert (menu["head"], menu["tail"]) == ("您说的是灯不亮吗？", "请点一下")

        platform.run(story)


class TestMedia:
    def test_a_picture_goes_up_is_sent_and_comes_down_again(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            await platform.hear()
            media_id = await client.upload_media(MediaKind.IMAGE, PNG)
            await client.send_image(RESIDENT, media_id)
            assert (await platform.chat())[-1]["media_id"] == media_id
            assert await client.download_media(media_id) == Media(
                PNG.content, "image/png", "__1.png"
            )

        platform.run(story)

    def test_a_recording_goes_up_and_is_sent(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            await platform.hear()
            amr = Media(b"#!AMR\n" + bytes([0x3C]) * 32, "audio/amr", "v.amr")
            media_id = await client.upload_media(MediaKind.VOICE, amr)
            await client.send_voice(RESIDENT, media_id)
            assert (await platform.chat())[-1]["msgtype"] == "voice"

        platform.run(story)

    def test_a_thumb_has_an_id_of_another_name(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            thumb = Media(b"\xff\xd8\xff" + bytes(40), "image/jpeg", "t.jpg")
            assert await client.upload_media(MediaKind.THUMB, thumb)

        platform.run(story)

    def test_a_film_is_fetched_from_where_the_answer_points(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            media_id = await client.upload_media(MediaKind.VIDEO, FILM)
            assert (await client.download_media(media_id)).content == FILM.content

        platform.run(story)

    def test_a_file_that_is_gone_is_an_error_and_not_a_file(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            error = await failure_of(client.download_media("gone"))
            assert isinstance(error, ApiError)
            assert (error.code, error.reaction) == (40007, Reaction.DATA)

        platform.run(story)

    def test_an_upload_after_a_refused_token_is_whole(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            fault = {
                "api_failure": "40001",
                "api_failure_times": 1,
                "api_failure_path": "/cgi-bin/media",
            }
            await platform.tell("/sim/faults", fault)
            media_id = await client.upload_media(MediaKind.IMAGE, PNG)
            assert (await client.download_media(media_id)).content == PNG.content

        platform.run(story)


class TestAccount:
    def test_the_menu_is_put_up(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            await client.create_menu([{"type": "click", "name": "我的进度", "key": "MY"}])
            assert "我的进度" in json.dumps(await platform.ask("/sim/menu"), ensure_ascii=False)

        platform.run(story)

    def test_a_lasting_code_and_one_that_expires(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            lasting = await client.create_qrcode("elder:7", None)
            passing = await client.create_qrcode("7", 3600)
            assert lasting.expire_seconds is None
            assert passing.expire_seconds == 3600
            assert lasting.url.startswith("http")
            codes = await platform.ask("/sim/qrcodes")
            assert {code["scene"] for code in codes} == {"elder:7", "7"}

        platform.run(story)

    @pytest.mark.parametrize(
        ("scene", "seconds"), [("", 60), ("x" * 65, 60), ("7", 0), ("7", 2592001)]
    )
    def test_an_impossible_code_is_refused(
        self, platform: Platform, scene: str, seconds: int
    ) -> None:
        async def story(client: WeChatClient) -> None:
            with pytest.raises(ValueError, match=r"scene|QR"):
                await client.create_qrcode(scene, seconds)

        platform.run(story)

    def test_a_follower_is_known_as_one(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            follower = await client.user_info(RESIDENT)
            assert (follower.openid, follower.is_following) == (RESIDENT, True)
            await platform.tell("/sim/people", {"openid": RESIDENT, "follows": False})
            assert (await client.user_info(RESIDENT)).is_following is False

        platform.run(story)

    def test_a_login_to_the_mini_program_is_good_once(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            given = await platform.tell("/sim/login-code", {"person": RESIDENT})
            login = await client.code_to_session(given["code"])
            assert login.openid == given["openid"]
            assert login.union_id
            assert login.session_key not in repr(login)
            error = await failure_of(client.code_to_session(given["code"]))
            assert isinstance(error, ApiError)
            assert (error.code, error.reaction) == (40163, Reaction.USER)

        platform.run(story, account=ApiAccount(MINI_ID, MINI_SECRET, platform.base))
