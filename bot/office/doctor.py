"""Tests the connection to WeChat now, step by step, and says of each failure what to do.

WeChat's own words are never shown: they may hold addresses and parts of secrets.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.account_menu import is_published
from bot.office.setup import Setup
from bot.wechat.client import WeChatClient
from bot.wechat.errors import ApiError
from bot.wechat.meanings import meaning
from bot.wechat.reactions import remedy

PATIENCE = 6.0  # seconds for each step
SENDS: Mapping[str, str] = {
    "模板消息": "/cgi-bin/message/template/send",
    "客服消息": "/cgi-bin/message/custom/send",
}
NO_ANSWER = "没有连上微信，或者微信没有按时回答。"
CONNECT = (
    "请看服务器能不能上网：要能访问 api.weixin.qq.com 的 443 端口。"
    "再看防火墙、域名解析，以及设置里的 wechat.api_base。"
)
TOKEN_FIRST = "凭证没有取到，这一步没有查。"  # noqa: S105 - a sentence
MENU = "请到“开始使用”里点“发布菜单”。"
TEMPLATES = "请在公众平台后台“模板消息”里核对，再改设置里的 templates。"


class Health(StrEnum):
    """How a step went."""

    WELL = "well"
    ILL = "ill"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """One step: how it went, in words, and what to do; ``code`` is WeChat's errcode."""

    title: str
    health: Health
    words: str
    todo: str = ""
    code: int | None = None


class Doctor:
    """Examines the connection; ``patience`` is the most seconds for each step."""

    def __init__(self, wechat: WeChatClient, setup: Setup, patience: float = PATIENCE) -> None:
        self._wechat = wechat
        self._setup = setup
        self._patience = patience

    async def examine(self) -> Sequence[Finding]:
        """All findings, within twice the patience."""
        token = await self._step("取凭证", self._token)
        rest: Mapping[str, Callable[[], Awaitable[Finding]]] = {
            "微信的服务器": self._addresses,
            "消息模板": self._templates,
            "聊天菜单": self._menu,
            "今天还能发多少": self._quotas,
        }
        if token.health is not Health.WELL:
            skipped = [Finding(title, Health.SKIPPED, TOKEN_FIRST) for title in rest]
            return [token, *skipped]
        steps = (self._step(title, look) for title, look in rest.items())
        return [token, *await asyncio.gather(*steps)]

    async def _step(self, title: str, look: Callable[[], Awaitable[Finding]]) -> Finding:
        try:
            async with asyncio.timeout(self._patience):
                return await look()
        except ApiError as error:
            return failed(title, error.code)
        except TimeoutError:
            return failed(title, None)

    async def _token(self) -> Finding:
        seconds = await self._wechat.test_token()
        return Finding("取凭证", Health.WELL, f"取到了，还能用 {int(seconds // 60)} 分钟。")

    async def _addresses(self) -> Finding:
        count = len(await self._wechat.callback_addresses())
        said = f"微信会从 {count} 个地址推送消息过来。"
        return Finding("微信的服务器", Health.WELL, said)

    async def _menu(self) -> Finding:
        if is_published(await self._wechat.get_menu()):
            return Finding("聊天菜单", Health.WELL, "已经发布，和这里的一样。")
        return Finding("聊天菜单", Health.ILL, "没有发布，或者和这里的不一样。", MENU)

    async def _templates(self) -> Finding:
        known, wrong = await self._wechat.templates(), []
        for name, spec in self._setup.templates.items():
            if spec.id not in known:
                wrong.append(f"后台没有 {name} 用的那个模板。")
            elif known[spec.id] != set(spec.fields.values()):
                wrong.append(f"{name} 的栏目和后台的对不上。")
        if wrong:
            return Finding("消息模板", Health.ILL, "".join(wrong), TEMPLATES)
        return Finding("消息模板", Health.WELL, f"{len(self._setup.templates)} 个都对得上。")

    async def _quotas(self) -> Finding:
        found = {name: await self._wechat.quota(path) for name, path in SENDS.items()}
        said = "；".join(f"{name}还剩 {each.left} 次" for name, each in found.items())
        if any(each.left <= 0 for each in found.values()):
            return Finding("今天还能发多少", Health.ILL, f"{said}。", remedy(45009), 45009)
        return Finding("今天还能发多少", Health.WELL, f"{said}。")


def failed(title: str, code: int | None) -> Finding:
    """What an errcode (None: no answer) means, and what to do about it."""
    if code is None:
        return Finding(title, Health.ILL, NO_ANSWER, CONNECT)
    return Finding(title, Health.ILL, meaning(code), remedy(code), code)
