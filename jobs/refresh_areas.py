"""Areas change at a page of one process; this brings them to the memory of every other one."""

from bot.services import Services


class AreaRefresher:
    """Reads the tree again when its version is another."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._known: int | None = None

    async def look(self) -> None:
        """Take over what another process changed. Raises StoreUnavailableError."""
        areas = self._services.store.areas
        self._known = await areas.refresh(self._services.areas, self._known)
