"""The whole surface on one page: which address leads to which door."""

from collections.abc import Callable
from pathlib import Path

from tornado.routing import URLSpec
from tornado.web import Application

from bot.dispatcher import Dispatcher
from bot.envelope import Envelope
from bot.office.office import Office
from handlers.agency_api import AgencyEventsDoor
from handlers.base import Door
from handlers.callback import CallbackDoor
from handlers.console.urls import console_doors
from handlers.device_api import DeviceEventsDoor
from handlers.elder_urls import elder_doors
from handlers.handover import HandoverDoor, StaticDoor
from handlers.health import HealthDoor, MetricsDoor
from handlers.help_card import HelpCardDoor
from handlers.metrics import Metrics
from models.clock import Clock

CONSOLE = Path(__file__).resolve().parents[1] / "console"


class NotFound(Door):
    """Any other address."""

    def prepare(self) -> None:
        """Say so."""
        self.set_status(404)
        self.write_error(404)


def make_application(
    *,
    office: Office,
    envelope: Envelope,
    dispatcher: Dispatcher,
    metrics: Metrics,
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
    services = office.services
    database = services.store.database
    doors = [
        URLSpec(r"/wechat", CallbackDoor, callback),
        URLSpec(r"/healthz", HealthDoor, {"database": database, "is_stopping": is_stopping}),
        URLSpec(r"/metrics", MetricsDoor, {"metrics": metrics, "database": database}),
        URLSpec(r"/handover/([^/]+)", HandoverDoor, {"services": services}),
        URLSpec(r"/h/([^/]{1,100})", HelpCardDoor, {"services": services}),
        URLSpec(r"/api/v1/agencies/([^/]+)/events", AgencyEventsDoor, {"services": services}),
        URLSpec(r"/api/v1/devices/events", DeviceEventsDoor, {"services": services}),
        URLSpec(r"/static/(.+)", StaticDoor, {"path": CONSOLE / "static"}),
        *elder_doors(services),
        *console_doors(office),
    ]
    return Application(
        doors, default_handler_class=NotFound, template_path=str(CONSOLE / "templates")
    )
