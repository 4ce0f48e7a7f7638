"""Temporary media over HTTP."""

from simulator.api.call import Answer, Blob, Request
from simulator.errors import ApiError
from simulator.media import check_upload
from simulator.world import World


def upload(world: World, request: Request) -> Answer:
    """POST /cgi-bin/media/upload: multipart field `media`."""
    kind, sent = request.query.get("type", ""), request.uploads.get("media")
    if sent is None:
        raise ApiError(44001)
    check_upload(kind, sent.body)
    media = world.media.put(kind, sent.body, sent.content_type, sent.filename)
    name = "thumb_media_id" if kind == "thumb" else "media_id"
    return {"type": kind, name: media.id, "created_at": media.created_at}


def get(world: World, request: Request) -> Answer:
    """GET /cgi-bin/media/get: the file, or for a video the address of the file."""
    media = world.media.get(request.text("media_id", 41006))
    if media.kind == "video":
        return {"video_url": f"{world.address}/sim/media/{media.id}"}
    return Blob(media.body, media.content_type, media.filename)
