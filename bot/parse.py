"""From the XML of a push to one of our message types, whatever the XML looks like.

Two failures, decided once: without sender, recipient, time or type nothing can be answered or
deduplicated, so `parse` raises MalformedMessage; a known kind that lacks something of its own
becomes Unknown, so that the person still gets an answer.
"""

import re
from collections.abc import Callable, Mapping
from typing import TypedDict

from bot import messages as m
from bot.fields import Fields, Missing
from bot.markup import MalformedXml, read_xml
from bot.parse_events import BUILD_EVENT, EventCommon

_SECONDS = re.compile("[0-9]{1,12}")


class MalformedMessage(ValueError):  # noqa: N818 - read as "raises MalformedMessage"
    """The push is not WeChat XML, or does not say who sent what to whom, and when."""


class _Common(TypedDict):
    sender: str
    recipient: str
    created: int


class _ChatCommon(_Common):
    message_id: str


def parse(xml: bytes) -> m.Message:
    """Return the message in `xml`; raise MalformedMessage if it cannot be told what it is."""
    try:
        fields = Fields(read_xml(xml))
        kind = fields.needed("MsgType").lower()
        common = _common(fields)
        if kind != "event":
            return _chat(kind, common, fields)
        return _event(fields.needed("Event").lower(), common, fields)
    except MalformedXml as error:
        raise MalformedMessage(str(error)) from None
    except Missing as missing:
        raise MalformedMessage(f"{missing} is missing or odd") from None


def _common(fields: Fields) -> _Common:
    created = fields.needed("CreateTime")
    if not _SECONDS.fullmatch(created):
        raise Missing("CreateTime")
    return _Common(
        sender=fields.needed("FromUserName"),
        recipient=fields.needed("ToUserName"),
        created=int(created),
    )


def _chat(kind: str, common: _Common, fields: Fields) -> m.Message:
    own_id = fields.text("MsgId")
    build = _BUILD_CHAT.get(kind)
    if build is None or not own_id:
        return m.Unknown(**common, kind=kind, own_id=own_id)
    try:
        return build(_ChatCommon(**common, message_id=own_id), fields)
    except Missing:
        return m.Unknown(**common, kind=kind, own_id=own_id)


def _event(name: str, common: _Common, fields: Fields) -> m.Message:
    event_key = fields.text("EventKey")
    build = BUILD_EVENT.get(name)
    if build is not None:
        try:
            return build(EventCommon(**common, event=name, event_key=event_key), fields)
        except Missing:
            pass
    own_id = event_key or fields.text("MsgID") or fields.text("MsgId")
    return m.Unknown(**common, kind=name, own_id=own_id)


def _text(common: _ChatCommon, fields: Fields) -> m.Message:
    content = fields.raw("Content")
    if content.strip() == m.UNSUPPORTED_TEXT:
        return m.Sticker(**common)
    return m.Text(**common, content=content, menu_id=fields.optional("bizmsgmenuid"))


def _image(common: _ChatCommon, fields: Fields) -> m.Message:
    return m.Image(**common, media_id=fields.needed("MediaId"), picture_url=fields.text("PicUrl"))


def _voice(common: _ChatCommon, fields: Fields) -> m.Message:
    return m.Voice(
        **common,
        media_id=fields.needed("MediaId"),
        format=fields.text("Format").lower() or "amr",
        media_id_16k=fields.optional("MediaId16K"),
        recognition=fields.optional("Recognition"),
    )


def _video(common: _ChatCommon, fields: Fields) -> m.Message:
    thumb = fields.text("ThumbMediaId")
    return m.Video(**common, media_id=fields.needed("MediaId"), thumb_media_id=thumb)


def _short_video(common: _ChatCommon, fields: Fields) -> m.Message:
    thumb = fields.text("ThumbMediaId")
    return m.ShortVideo(**common, media_id=fields.needed("MediaId"), thumb_media_id=thumb)


def _location(common: _ChatCommon, fields: Fields) -> m.Message:
    # X is the latitude: the names of the platform are the other way round than on a map.
    return m.Location(
        **common,
        latitude=fields.degrees("Location_X", 90),
        longitude=fields.degrees("Location_Y", 180),
        scale=fields.whole("Scale"),
        label=fields.text("Label"),
    )


def _link(common: _ChatCommon, fields: Fields) -> m.Message:
    return m.Link(
        **common,
        url=fields.needed("Url"),
        title=fields.text("Title"),
        description=fields.text("Description"),
    )


_BUILD_CHAT: Mapping[str, Callable[[_ChatCommon, Fields], m.Message]] = {
    "text": _text,
    "image": _image,
    "voice": _voice,
    "video": _video,
    "shortvideo": _short_video,
    "location": _location,
    "link": _link,
}
