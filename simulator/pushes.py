"""The XML fields of every message and event a phone can cause."""

from collections.abc import Callable, Mapping
from typing import Any

from simulator.faults import Faults
from simulator.media import MediaStore
from simulator.qrcodes import QrCodes
from simulator.samples import MP4, PNG, SILENT_AMR

UNSUPPORTED = "【收到不支持的消息类型，暂无法显示】"
MESSAGES = ("text", "image", "voice", "video", "location", "link", "sticker")
EVENTS = ("subscribe", "unsubscribe", "scan", "click", "view", "event")
_SAMPLES = {
    "image": (PNG, "image/png", "photo.png"),
    "voice": (SILENT_AMR, "audio/amr", "voice.amr"),
    "video": (MP4, "video/mp4", "video.mp4"),
}

XmlFields = dict[str, Any]


class PushError(ValueError):
    """A push that no phone could cause; the message says which field to give."""


class Fielder:
    """Works out the XML fields of a push from what the person did.

    Source: WeChat 消息推送 docs, receiving messages and receiving events pages.
    """

    def __init__(self, media: MediaStore, qrcodes: QrCodes, media_url: str) -> None:
        self._media = media
        self._qrcodes = qrcodes
        self._media_url = media_url

    def scanned(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what was given for a scan, a `url` read from a printed code turned into a scene.

        Raises PushError for an address that is in no valid code of the account.
        """
        if "url" not in given:
            return given
        scene = self._qrcodes.scene_of(_required(given, "url"))
        if scene is None:
            raise PushError("url: no valid code of this account leads there; open it in a browser")
        return {**given, "scene": scene}

    def fields(self, kind: str, given: Mapping[str, Any], faults: Faults) -> XmlFields:
        """Return MsgType and everything after it; raises PushError for a missing field."""
        makers: dict[str, Callable[[], XmlFields]] = {
            "text": lambda: _text(given),
            "sticker": lambda: {"MsgType": "text", "Content": UNSUPPORTED},
            "image": lambda: self._image(given),
            "voice": lambda: self._voice(given, faults),
            "video": lambda: self._video(given),
            "location": lambda: _location(given),
            "link": lambda: _link(given),
            "subscribe": lambda: self._subscribe(given),
            "unsubscribe": lambda: _event("unsubscribe", EventKey=""),
            "scan": lambda: self._scan(given),
            "click": lambda: _event("CLICK", EventKey=_required(given, "key")),
            "view": lambda: _event("VIEW", EventKey=_required(given, "url"), MenuId="1"),
            "event": lambda: _any_event(given),
        }
        if kind not in makers:
            raise PushError(f"kind: give one of {', '.join([*makers, 'raw'])}")
        return makers[kind]()

    def _image(self, given: Mapping[str, Any]) -> XmlFields:
        media_id = self._file("image", given)
        return {"MsgType": "image", "PicUrl": self._media_url + media_id, "MediaId": media_id}

    def _voice(self, given: Mapping[str, Any], faults: Faults) -> XmlFields:
        media_id = self._file("voice", given)
        fields: XmlFields = {"MsgType": "voice", "MediaId": media_id, "Format": "amr"}
        if not faults.voice_without_16k:
            fields["MediaId16K"] = self._copy(media_id)
        if faults.voice_empty_recognition:
            fields["Recognition"] = ""
        return fields

    def _video(self, given: Mapping[str, Any]) -> XmlFields:
        media_id = self._file("video", given)
        thumb = self._media.put("thumb", PNG, "image/png", "thumb.png").id
        return {"MsgType": "video", "MediaId": media_id, "ThumbMediaId": thumb}

    def _file(self, kind: str, given: Mapping[str, Any]) -> str:
        return str(given.get("media_id") or self._media.put(kind, *_SAMPLES[kind]).id)

    def _copy(self, media_id: str) -> str:
        media = self._media.shown(media_id)
        if media is None:
            return media_id
        return self._media.put("voice", media.body, media.content_type, media.filename).id

    def _subscribe(self, given: Mapping[str, Any]) -> XmlFields:
        scene = given.get("scene", "")
        if not scene:
            return _event("subscribe", EventKey="")
        ticket = self._qrcodes.ticket_for(str(scene))
        return _event("subscribe", EventKey=f"qrscene_{scene}", Ticket=ticket)

    def _scan(self, given: Mapping[str, Any]) -> XmlFields:
        scene = _required(given, "scene")
        return _event("SCAN", EventKey=scene, Ticket=self._qrcodes.ticket_for(scene))


def _required(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise PushError(f"{name}: give a text that is not empty")
    return value


def _text(given: Mapping[str, Any]) -> XmlFields:
    fields: XmlFields = {"MsgType": "text", "Content": _required(given, "content")}
    if "menu_id" in given:
        fields["bizmsgmenuid"] = str(given["menu_id"])
    return fields


def _location(given: Mapping[str, Any]) -> XmlFields:
    try:
        latitude, longitude = float(given["latitude"]), float(given["longitude"])
    except (KeyError, TypeError, ValueError) as error:
        raise PushError("latitude and longitude: give two numbers") from error
    return {
        "MsgType": "location",
        "Location_X": latitude,
        "Location_Y": longitude,
        "Scale": int(given.get("scale", 15)),
        "Label": str(given.get("label", "")),
    }


def _link(given: Mapping[str, Any]) -> XmlFields:
    return {
        "MsgType": "link",
        "Title": str(given.get("title", "")),
        "Description": str(given.get("description", "")),
        "Url": _required(given, "url"),
    }


def _event(event: str, **fields: Any) -> XmlFields:
    return {"MsgType": "event", "Event": event, **fields}


def _any_event(given: Mapping[str, Any]) -> XmlFields:
    fields = given.get("fields", {})
    if not isinstance(fields, dict):
        raise PushError("fields: give an object of XML names and values")
    return _event(_required(given, "event"), **fields)
