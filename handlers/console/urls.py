"""The console's surface on one page."""

from tornado.routing import URLSpec

from bot.office.office import Office
from handlers.console.home import HomeDoor
from handlers.console.own import OwnDoor
from handlers.console.sign_in import SignInDoor, SignOutDoor


def console_doors(office: Office) -> list[URLSpec]:
    """Which address of the console leads to which page."""
    pages = [
        (r"/console/?", HomeDoor),
        (r"/console/sign-in", SignInDoor),
        (r"/console/sign-out", SignOutDoor),
        (r"/console/own", OwnDoor),
    ]
    return [URLSpec(path, page, {"office": office}) for path, page in pages]
