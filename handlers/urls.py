"""The whole surface on one page: which address leads to which door."""

from collections.abc import Callable

from tornado.routing import URLSpec
from tornado.web import Application

from bot.dispatcher import Dispatcher
from bot.envelope import Envelope
from handlers.base import Door
from handlers.callback import CallbackDoor
from handlers.health import HealthDoor, MetricsDoor
from handlers.metrics import Metrics
from models.clock import Clock
from models.database import Database


class NotFound(Door):
    """Any other address."""

    def prepare(self) -> None:
        """Say so."""
        self.set_status(404)
        self.write_error(404)


def make_application(
    *,
    envelope: Envelope,
    dispatcher: Dispatcher,
    metrics: Metrics,
    database: Database,
    clock: Clock,
    is_stopping: Callable[[], bool],
) -> Application:
    """The web application with every door."""
    callback = {
        "envelope": envelope,
        "dispatcher": dispatcher,
        "metrics": metrics,
        "clock": clock,
    }
    doors = [
        URLSpec(r"/wechat", CallbackDoor, callback),
        URLSpec(r"/healthz", HealthDoor, {"database": database, "is_stopping": is_stopping}),
        URLSpec(r"/metrics", MetricsDoor, {"metrics": metrics, "database": database}),
    ]
    return Application(doors, default_handler_class=NotFound)
