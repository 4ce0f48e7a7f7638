"""The screens of the elder's page: start, what it is about, say it, be phoned, done, my matters."""

from urllib.parse import urlencode

from bot.elder_page import asking, matters, phones
from bot.elder_page.asking import AskingError
from bot.wechat.wording import mask_digits
from handlers.elder_door import ElderDoor

# What the buttons of 找人帮忙 say, and what is asked after each.
NEEDS = {
    "repair": ("家里东西坏了", "什么坏了？在哪里？"),
    "volunteer": ("想找人帮忙", "要帮什么？什么时候？"),
    "benefits": ("补贴、养老钱", "想问什么，想办什么？"),
    "legal_aid": ("打官司、要说法", "遇到了什么事？"),
}
_ANYTHING = "什么事？请说一说。"
_MOST_SHOWN = 5
_SOON = 7  # days before its end that a link says so
SURE = frozenset({"cancel"})  # deeds that are asked about first
NOTED = {
    "urge": "已经帮您催了。",
    "not_fixed": "对不起，没办好。马上重新找人。",
    "cancel": "好，不办了。",
}
_CHANGED = "这件事刚刚有变化，没有办成。请看现在的样子。"


class StartDoor(ElderDoor):
    """The first screen."""

    async def get(self, token: str) -> None:
        """Show it."""
        left = (self.link.until - self.now).days if self.link else 0
        self.show("start", days=left if left < _SOON else None)


class HelpDoor(ElderDoor):
    """找人帮忙: what it is about."""

    async def get(self, token: str) -> None:
        """Show the choices."""
        self.show("help", needs=NEEDS)


class CallDoor(ElderDoor):
    """Somebody shall phone."""

    async def get(self, token: str) -> None:
        """Show which number will be called, or ask for one."""
        self._show()

    async def post(self, token: str) -> None:
        """Note it."""
        key, typed = self.key(), self.get_body_argument("phone", "")[:40]
        try:
            asked = await asking.ask_to_call(self.services, self.person, key, typed)
        except AskingError as error:
            return self._show(status=422, key=key, typed=typed, refused=str(error))
        return self.on(f"done?{urlencode({'n': asked.tickets[0].number})}")

    def _show(
        self, status: int = 200, key: str = "", typed: str = "", refused: str | None = None
    ) -> None:
        known = self.resident.phone if self.resident else None
        veiled = mask_digits(known) if known else None
        self.show("call", status=status, key=key, known=veiled, typed=typed, refused=refused)


class DoneDoor(ElderDoor):
    """What became of it: the number, and what happens next."""

    async def get(self, token: str) -> None:
        """Show it; 404 for a number of somebody else."""
        numbers = self.get_query_arguments("n")[:_MOST_SHOWN]
        found = [await self.services.store.tickets.numbered(each) for each in numbers]
        tickets = [each for each in found if each and self.person in each.askers]
        if not tickets or len(tickets) < len(numbers):
            self.refuse(404)
        told = next((each.danger for each in tickets if each.danger), None)
        danger = told or self.get_query_argument("danger", "")
        advice = asking.advice_on(self.services, danger)
        self.show(
            "done",
            tickets=tickets,
            advice=advice,
            numbers=phones.numbers_in(advice or ""),
            next_step=asking.what_next(self.services, tickets[0]),
        )


class MattersDoor(ElderDoor):
    """我的事."""

    async def get(self, token: str) -> None:
        """Show the latest ones."""
        noted = NOTED.get(self.get_query_argument("noted", ""))
        refused = _CHANGED if self.get_query_argument("changed", "") else None
        found = await matters.matters(self.services, self.person)
        self.show("matters", matters=found, noted=noted, refused=refused)


class DeedDoor(ElderDoor):
    """One deed about one matter."""

    async def get(self, token: str, number: str, deed: str) -> None:
        """Ask whether they are sure."""
        found = await matters.matter(self.services, self.person, number)
        if found is None or deed not in SURE:
            self.refuse(404)
        if deed not in found.deeds:
            self.refuse(409)
        self.show("sure", matter=found, deed=deed)

    async def post(self, token: str, number: str, deed: str) -> None:
        """Do it once, and show the matters as they stand."""
        key = self.key()
        if await matters.matter(self.services, self.person, number) is None:
            self.refuse(404)
        done = await matters.do(self.services, self.person, number, deed, key)
        self.on(f"matters?{urlencode({'noted': deed} if done else {'changed': '1'})}")


def question(need: str) -> str:
    """What is asked after a choice; something general after none."""
    return NEEDS[need][1] if need in NEEDS else _ANYTHING
