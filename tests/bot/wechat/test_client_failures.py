"""When WeChat refuses or falls silent we know what that means, press nobody, and leak nothing."""

import asyncio
import logging
import socket
import traceback

import pytest

from bot.wechat.account import ApiAccount, Timeouts
from bot.wechat.client import WeChatClient
from bot.wechat.errors import Ambiguous, ApiError
from bot.wechat.reactions import Reaction
from tests.bot.wechat.platform import (
    APP_ID,
    APP_SECRET,
    IMPATIENT,
    RESIDENT,
    MemoryShelf,
    Platform,
    failure_of,
    send_notice,
)


class TestToken:
    def test_many_calls_at_once_fetch_one_token(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            await asyncio.gather(*(client.user_info(RESIDENT) for _ in range(30)))
            assert len(await platform.calls("/cgi-bin/stable_token")) == 1

        platform.run(story)

    def test_an_expired_token_is_replaced_and_the_call_repeated(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            await client.user_info(RESIDENT)
            await platform.tell("/sim/clock", {"advance": 7201})
            assert await send_notice(client)
            assert len(await platform.calls("/cgi-bin/stable_token")) == 2
            assert len(await platform.chat()) == 1

        platform.run(story)

    @pytest.mark.parametrize("code", [40001, 40014, 42001])
    def test_a_token_refused_for_ever_costs_two_calls_and_calls_a_person(
        self, platform: Platform, code: int
    ) -> None:
        async def story(client: WeChatClient) -> None:
            fault = {"api_failure": str(code), "api_failure_path": "/cgi-bin/message"}
            await platform.tell("/sim/faults", fault)
            error = await failure_of(send_notice(client))
            assert isinstance(error, ApiError)
            assert (error.code, error.reaction) == (code, Reaction.PERMISSION)
            assert len(await platform.calls("/cgi-bin/message")) == 2
            assert len(await platform.calls("/cgi-bin/stable_token")) == 2

        platform.run(story)

    def test_a_wrong_secret_calls_a_person_at_once(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            error = await failure_of(client.user_info(RESIDENT))
            assert isinstance(error, ApiError)
            assert (error.code, error.reaction) == (40125, Reaction.PERMISSION)
            assert len(await platform.calls("/cgi-bin/stable_token")) == 1

        platform.run(story, account=ApiAccount(APP_ID, "f" * 32, platform.base))

    def test_40001_from_the_token_door_is_not_retried(self, platform: Platform) -> None:
        async def story(client: WeChatClient) -> None:
            fault = {"api_failure": "40001", "api_failure_path": "/cgi-bin/stable_token"}
            await platform.tell("/sim/faults", fault)
            error = await failure_of(client.user_info(RESIDENT))
            assert isinstance(error, ApiError)
            assert error.reaction is Reaction.PERMISSION
            assert len(await platform.calls("/cgi-bin/stable_token")) == 1

        platform.run(story)

    def test_a_token_door_that_hangs_holds_a_send_no_longer_than_our_patience(
        self, platform: Platform
    ) -> None:
        async def story(client: WeChatClient) -> None:
            fault = {"api_failure": "hang", "api_failure_path": "/cgi-bin/stable_token"}
            await platform.tell("/sim/faults", fault)
            error = await asyncio.wait_for(failure_of(client.send_text(RESIDENT, "好")), 5)
            assert isinstance(error, ApiError)
            assert not isinstance(error, Ambiguous)
            assert error.reaction is Reaction.BACK_OFF

        platform.run(story, timeouts=IMPATIENT)


class TestLostAnswers:
    @pytest.mark.parametrize("failure", ["hang", "close", "http_500"])
    def test_a_send_without_an_answer_is_ambiguous_and_made_once(
        self, platform: Platform, failure: str
    ) -> None:
        async def story(client: WeChatClient) -> None:
            await platform.hear()
            fault = {"api_failure": failure, "api_failure_path": "/cgi-bin/message"}
            await platform.tell("/sim/faults", fault)
            error = await failure_of(client.send_text(RESIDENT, "好"))
            assert isinstance(error, Ambiguous)
            assert (error.code, error.reaction) == (None, Reaction.BACK_OFF)
            await asyncio.sleep(0.05)
            assert len(await platform.calls("/cgi-bin/message")) == 1

        platform.run(story, timeouts=IMPATIENT)

    def test_a_notice_whose_answer_was_lost_can_be_repeated_safely(
        self, platform: Platform
    ) -> None:
        async def story(client: WeChatClient) -> None:
            fault = {
                "api_failure": "close",
                "api_failure_path": "/cgi-bin/message",
                "api_failure_times": 1,
                "api_failure_after_work": True,
            }
            await platform.tell("/sim/faults", fault)
            assert isinstance(await failure_of(send_notice(client)), Ambiguous)
            assert await send_notice(client)
            assert len(await platform.chat()) == 1

        platform.run(story)

    @pytest.mark.parametrize("failure", ["hang", "close", "http_500"])
    def test_a_question_without_an_answer_may_be_asked_again(
        self, platform: Platform, failure: str
    ) -> None:
        async def story(client: WeChatClient) -> None:
            fault = {"api_failure": failure, "api_failure_path": "/cgi-bin/user"}
            await platform.tell("/sim/faults", fault)
            error = await failure_of(client.user_info(RESIDENT))
            assert isinstance(error, ApiError)
            assert not isinstance(error, Ambiguous)
            assert error.reaction is Reaction.BACK_OFF

        platform.run(story, timeouts=IMPATIENT)

    @pytest.mark.parametrize("code", [-1, 45011])
    def test_a_busy_platform_is_not_pressed(self, platform: Platform, code: int) -> None:
        async def story(client: WeChatClient) -> None:
            fault = {"api_failure": str(code), "api_failure_path": "/cgi-bin/message"}
            await platform.tell("/sim/faults", fault)
            error = await failure_of(send_notice(client))
            assert isinstance(error, ApiError)
            assert error.reaction is Reaction.BACK_OFF
            assert len(await platform.calls("/cgi-bin/message")) == 1

        platform.run(story)


class TestNoConnection:
    """With the token at hand, so that the send itself is what fails."""

    def test_a_refused_connection_never_carried_the_message(self, platform: Platform) -> None:
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        error = self.error_of_send(platform, port)
        assert not isinstance(error, Ambiguous)
        assert error.reaction is Reaction.BACK_OFF

    def test_a_connection_that_never_opens_never_carried_it_either(
        self, platform: Platform
    ) -> None:
        with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
            port = full.getsockname()[1]
            waiting = [socket.socket() for _ in range(3)]
            for each in waiting:
                each.setblocking(False)
                each.connect_ex(("127.0.0.1", port))
            error = self.error_of_send(platform, port)
            for each in waiting:
                each.close()
        assert not isinstance(error, Ambiguous)
        assert error.reaction is Reaction.BACK_OFF

    def error_of_send(self, platform: Platform, port: int) -> ApiError:
        async def story(client: WeChatClient) -> Exception:
            return await failure_of(client.send_text(RESIDENT, "好"))

        shelf = MemoryShelf()
        shelf.tokens[APP_ID] = ("84_token", 9e9)
        account = ApiAccount(APP_ID, APP_SECRET, f"http://127.0.0.1:{port}")
        patience = Timeouts(connect=0.2, call=5)
        error = platform.run(story, account=account, shelf=shelf, timeouts=patience)
        assert isinstance(error, ApiError)
        return error


class TestSecrets:
    @pytest.mark.parametrize("failure", ["hang", "close", "http_500", "40001", "48001", "40999"])
    def test_no_failure_shows_the_token_or_the_secret(
        self, platform: Platform, failure: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        shelf = MemoryShelf()

        async def story(client: WeChatClient) -> str:
            await client.user_info(RESIDENT)
            fault = {"api_failure": failure, "api_failure_path": "/cgi-bin/message"}
            await platform.tell("/sim/faults", fault)
            error = await failure_of(send_notice(client))
            return "".join(traceback.format_exception(error)) + repr(error) + repr(client)

        with caplog.at_level(logging.DEBUG):
            shown = platform.run(story, shelf=shelf, timeouts=IMPATIENT) + caplog.text
        token, _ = shelf.tokens[APP_ID]
        assert token not in shown
        assert APP_SECRET not in shown

    def test_the_account_does_not_print_its_secret(self) -> None:
        assert APP_SECRET not in repr(ApiAccount(APP_ID, APP_SECRET))

    def test_an_address_that_is_none_is_refused_before_it_can_leak(self) -> None:
        with pytest.raises(ValueError, match="api_base"):
            ApiAccount(APP_ID, APP_SECRET, "api.weixin.qq.com")


class TestAlarm:
    @pytest.mark.parametrize("code", [48001, 45009, 99999])
    def test_trouble_with_the_account_and_unlisted_codes_are_told_to_the_operator(
        self, platform: Platform, code: int, caplog: pytest.LogCaptureFixture
    ) -> None:
        assert self.alarms(platform, code, caplog)

    @pytest.mark.parametrize("code", [43004, 45047, -1])
    def test_the_state_of_one_person_is_not(
        self, platform: Platform, code: int, caplog: pytest.LogCaptureFixture
    ) -> None:
        assert not self.alarms(platform, code, caplog)

    def alarms(self, platform: Platform, code: int, caplog: pytest.LogCaptureFixture) -> list[str]:
        async def story(client: WeChatClient) -> None:
            fault = {"api_failure": str(code), "api_failure_path": "/cgi-bin/message"}
            await platform.tell("/sim/faults", fault)
            await failure_of(send_notice(client))

        platform.run(story)
        return [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
