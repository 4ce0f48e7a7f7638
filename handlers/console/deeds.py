"""Pages with several deeds: one form each, named by a field, refused with words that say why."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from bot.office.deeds import DeedRefusedError, GoneError
from handlers.console.door import ConsoleDoor
from models.clock import CHINA

Deed = Callable[[str], Awaitable[None]]
GONE = "没有找到，或者不归您管。"


class DeedsDoor(ConsoleDoor):
    """A page about one thing, named by the end of its address, or about a list of things."""

    @abstractmethod
    def deeds(self) -> Mapping[str, Deed]:
        """What can be done here, by the field ``deed`` of the form."""

    @abstractmethod
    async def look(self, identifier: str) -> None:
        """Show the page. Raises GoneError or DeedRefusedError."""

    def get_template_namespace(self) -> dict[str, Any]:
        """These pages write whole days as well."""
        return super().get_template_namespace() | {"day": day}

    async def get(self, identifier: str = "") -> None:
        """Show it."""
        await self._guarded(self.look, identifier)

    async def post(self, identifier: str = "") -> None:
        """Do what the form says."""
        deed = self.deeds().get(self.field("deed", 20))
        if deed is None:
            self.refuse(422)
        await self._guarded(deed, identifier)

    async def _guarded(self, deed: Deed, identifier: str) -> None:
        try:
            await deed(identifier)
        except DeedRefusedError as refused:
            self.refuse(422, str(refused))
        except GoneError:
            self.refuse(404, GONE)

    def fields(self, name: str, most: int = 100) -> list[str]:
        """All values of a field that may stand there several times; 413 for too many."""
        values = self.get_body_arguments(name)
        if len(values) > most:
            self.refuse(413)
        if any(len(value) > 100 for value in values):
            self.refuse(422, "有一栏写得太长了。")
        return values


def day(moment: datetime) -> str:
    """A day as people and date fields write it."""
    return str(moment.astimezone(CHINA).date())
