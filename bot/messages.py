"""What people can send us, as one frozen type per kind, so that no one reads raw XML again.

Field names are ours, in plain English; ids stay text because a MsgId does not fit a float.
Source: WeChat 接收普通消息 docs.
"""

from dataclasses import dataclass

UNSUPPORTED_TEXT = "【收到不支持的消息类型，暂无法显示】"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Anything pushed to us: who sent it, to which account, and when (epoch seconds)."""

    sender: str
    recipient: str
    created: int

    @property
    def key(self) -> str:
        """What tells this push from every other, and is the same when WeChat repeats it."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage(Message):
    """Something a person said or sent in the chat."""

    message_id: str

    @property
    def key(self) -> str:
        """The sender and the MsgId."""
        return f"{self.sender}:{self.message_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(ChatMessage):
    """Typed words; `menu_id` is set when the words came from tapping a menu line we sent."""

    content: str
    menu_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Image(ChatMessage):
    """A photo; several chosen at once arrive one by one."""

    media_id: str
    picture_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice(ChatMessage):
    """A recording of up to 60 s: 8 kHz, mostly with a 16 kHz twin, almost never with a text."""

    media_id: str
    format: str = "amr"
    media_id_16k: str | None = None
    recognition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Video(ChatMessage):
    """A video file."""

    media_id: str
    thumb_media_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortVideo(ChatMessage):
    """A video recorded in the chat."""

    media_id: str
    thumb_media_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Location(ChatMessage):
    """A place chosen on the map, in degrees (GCJ-02); `label` is its address or empty."""

    latitude: float
    longitude: float
    scale: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(ChatMessage):
    """A shared web page."""

    url: str
    title: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sticker(ChatMessage):
    """A sticker, file or card that WeChat does not hand on; only a placeholder text arrives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown(Message):
    """A push of a kind we do not know, or of a known kind that lacks what makes it usable.

    `kind` is its MsgType, or its event's name; `own_id` its MsgId, MsgID or EventKey.
    """

    kind: str
    own_id: str = ""

    @property
    def key(self) -> str:
        """The sender, the second, the kind and whatever id it has."""
        return f"{self.sender}:{self.created}:{self.kind}:{self.own_id}"
