"""Which address of the elder's page leads to which screen."""

from tornado.routing import URLSpec

from bot.services import Services
from bot.talks.web_page import PATH
from handlers.elder_page import CallDoor, DeedDoor, DoneDoor, HelpDoor, MattersDoor, StartDoor
from handlers.elder_say import SayDoor


def elder_doors(services: Services) -> list[URLSpec]:
    """The doors of the page."""
    link = rf"{PATH}/([^/]+)"
    doors = (
        (link, StartDoor),
        (rf"{link}/help", HelpDoor),
        (rf"{link}/say", SayDoor),
        (rf"{link}/call", CallDoor),
        (rf"{link}/done", DoneDoor),
        (rf"{link}/matters", MattersDoor),
        (rf"{link}/matters/([0-9]{{1,20}})/(urge|not_fixed|cancel)", DeedDoor),
    )
    return [URLSpec(path, door, {"services": services}) for path, door in doors]
