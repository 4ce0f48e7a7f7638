"""The doors for those who run Jieyou: is it well, and how is it doing."""

from collections.abc import Callable

from handlers.base import Door
from handlers.metrics import Metrics
from models.database import Database, StoreUnavailableError


class HealthDoor(Door):
    """200 once messages can be taken; else 503 with what is broken and what to do."""

    def initialize(self, database: Database, is_stopping: Callable[[], bool]) -> None:
        """Take what the door needs."""
        self._database = database
        self._is_stopping = is_stopping

    async def get(self) -> None:
        """Ask the store."""
        broken = await self._broken()
        self.set_status(503 if broken else 200)
        self.finish({"status": "broken" if broken else "ok", "broken": broken})

    async def _broken(self) -> dict[str, str]:
        if self._is_stopping():
            return {"server": "stopping"}
        try:
            await self._database.ping()
        except StoreUnavailableError:
            return {"store": "does not answer; check store.uri and that the store runs"}
        return {}


class MetricsDoor(Door):
    """The figures for Prometheus; keep this address off the internet."""

    def initialize(self, metrics: Metrics, database: Database) -> None:
        """Take what the door needs."""
        self._metrics = metrics
        self._database = database

    def get(self) -> None:
        """Answer in Prometheus' text format."""
        self.set_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.finish(self._metrics.page(self._database.operations))
