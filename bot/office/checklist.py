"""What is still to be done before residents can be helped: each with its state and what to do."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.account_menu import is_published
from bot.office.doctor import failed
from bot.office.first_steps import ITEMS, Item, State
from bot.office.setup import Setup
from bot.services import Services
from bot.wechat.client import WeChatClient
from bot.wechat.errors import ApiError
from bot.wechat.templates import TemplateError, fit
from models.area import Level
from models.audit import BrokenChainError
from models.people import Role
from models.ticks import Tick

PATIENCE = 3.0  # seconds for WeChat, and for the audit trail
DISMISSED, BACKED_UP = "checklist dismissed", "key file copied"
# Something for each field a template may ask for.
_SAMPLE: Mapping[str, str | datetime] = {
    "number": "10019",
    "need": "报修",
    "place": "翡翠社区",
    "time": datetime(2026, 1, 1, 8, tzinfo=UTC),
    "urgency": "一般",
    "state": "已受理",
    "note": "有人接单",
}


class Checklist:
    """Looks after each item; what WeChat knows is asked once, with little patience."""

    def __init__(self, services: Services, wechat: WeChatClient, setup: Setup) -> None:
        self._services = services
        self._store = services.store
        self._wechat = wechat
        self._setup = setup

    async def items(self) -> Sequence[Item]:
        """All items with their states."""
        looks: Mapping[str, Callable[[], Awaitable[bool]]] = {
            "areas": self._has_areas,
            "account": self._has_account,
            "code": self._has_codes,
            "volunteer": self._has_volunteer,
            "ticket": self._has_ticket,
            "backup": self._has_backup,
        }
        states = {name: _as_state(await look()) for name, look in looks.items()}
        states |= {
            "keys": _as_state(not self._setup.is_demo),
            "templates": _as_state(self._has_templates()),
            "audit": await self._audit(),
        }
        asked, why = await self._asked()
        states |= asked
        means = {"connection": why} if why else {}
        return [
            replace(each, state=states[each.name], means=means.get(each.name, each.means))
            for each in ITEMS
        ]

    async def is_dismissed(self) -> bool:
        """Whether somebody does not want to see it any more."""
        return DISMISSED in await self._store.ticks.all()

    async def tick(self, name: str, by: str) -> None:
        """Tick something off that no machine can see."""
        await self._store.ticks.set(Tick(name, by, self._services.clock()))

    async def untick(self, name: str) -> None:
        """Take it back."""
        await self._store.ticks.clear(name)

    async def _asked(self) -> tuple[Mapping[str, State], str]:
        """What WeChat tells of connection and menu, and why it does not."""
        try:
            async with asyncio.timeout(PATIENCE):
                is_ours = is_published(await self._wechat.get_menu())
        except (ApiError, TimeoutError) as error:
            code = error.code if isinstance(error, ApiError) else None
            why = failed("", code).words
            return {"connection": State.OPEN, "menu": State.UNSURE}, why
        return {"connection": State.DONE, "menu": _as_state(is_ours)}, ""

    def _has_templates(self) -> bool:
        try:
            for each in self._setup.templates.values():
                fit(each, _SAMPLE)
        except TemplateError:
            return False
        return bool(self._setup.templates) and not self._setup.has_demo_templates

    async def _has_areas(self) -> bool:
        return bool(self._services.areas.of_level(Level.COMMUNITY))

    async def _has_account(self) -> bool:
        return not await self._store.accounts.is_empty()

    async def _has_codes(self) -> bool:
        """Whether every administrator who can sign in needs a code for it."""
        members = await self._store.staff.of_role(Role.ADMINISTRATOR, limit=50)
        accounts = [a for m in members for a in await self._store.accounts.of_staff(m.id)]
        real = [each for each in accounts if each.active and not each.demo]
        return bool(real) and all(each.otp for each in real)

    async def _has_volunteer(self) -> bool:
        return not await self._store.volunteers.is_empty()

    async def _has_ticket(self) -> bool:
        top, tickets = self._services.areas.below(None), self._store.tickets
        return not all([await tickets.is_empty(each.id) for each in top])

    async def _has_backup(self) -> bool:
        return BACKED_UP in await self._store.ticks.all()

    async def _audit(self) -> State:
        """Whether the trail holds; one too long for a page is checked on its own page."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._store.audit.verify()
        except BrokenChainError:
            return State.OPEN
        except TimeoutError:
            return State.UNSURE
        return State.DONE


def _as_state(is_done: bool) -> State:
    return State.DONE if is_done else State.OPEN
