"""QR codes over HTTP."""

from simulator.api.call import Answer, Blob, Request
from simulator.world import World


def create(world: World, request: Request) -> Answer:
    """POST /cgi-bin/qrcode/create."""
    return world.qrcodes.create(request.json()).answer(world.clock.seconds())


def show(world: World, request: Request) -> Answer:
    """GET /cgi-bin/showqrcode: the picture, without a token; 404 for an unknown ticket."""
    picture = world.qrcodes.picture(request.query.get("ticket", ""))
    if picture is None:
        return Blob(b"", "text/html", status=404)
    return Blob(picture, "image/jpg")
