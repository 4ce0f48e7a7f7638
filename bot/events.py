"""What people and the platform can do besides writing, as one frozen type per kind of event.

Source: WeChat 接收事件推送, 模板消息 and 订阅通知 docs.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.messages import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Message):
    """Something a person or the platform did; `event` is its name in lower case."""

    event: str
    event_key: str = ""

    @property
    def own_id(self) -> str:
        """What tells two events of one name apart when they fall in the same second."""
        return self.event_key

    @property
    def key(self) -> str:
        """The sender, the second, the event's name and its own id."""
        return f"{self.sender}:{self.created}:{self.event}:{self.own_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribe(Event):
    """Someone follows us; `scene` is what the QR card said, if one was scanned."""

    scene: str | None = None
    ticket: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsubscribe(Event):
    """Someone stopped following: nothing can be sent to them, their data must go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan(Event):
    """A follower scanned one of our QR cards."""

    scene: str
    ticket: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationReport(Event):
    """The phone's own position, in degrees and metres, sent if the person allowed it."""

    latitude: float
    longitude: float
    precision: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Click(Event):
    """A tap on a menu button; `event_key` is the button's key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View(Event):
    """A tap on a menu button that opens a web page."""

    url: str
    menu_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewMiniprogram(Event):
    """A tap on a menu button that opens the mini-program."""

    page: str
    menu_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanCode(Event):
    """A code scanned through the menu; `waits` if the person is shown that we are working."""

    scan_type: str
    result: str
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures(Event):
    """Photos chosen through the menu: only their MD5 sums, the photos follow as images."""

    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationSelect(Event):
    """A place chosen through the menu; it also arrives as a Location."""

    latitude: float
    longitude: float
    scale: int | None = None
    label: str = ""
    place: str = ""


class Delivery(StrEnum):
    """What became of a notice."""

    DELIVERED = "delivered"
    BLOCKED = "blocked"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateResult(Event):
    """What became of a template message; it can overtake the answer to the send itself."""

    message_id: str
    delivery: Delivery

    @property
    def own_id(self) -> str:
        """The id of the template message."""
        return self.message_id


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastResult(Event):
    """What became of a message to all followers."""

    message_id: str
    status: str

    @property
    def own_id(self) -> str:
        """The id of the broadcast."""
        return self.message_id


@dataclass(frozen=True, slots=True)
class TemplateConsent:
    """One template a person accepted or rejected."""

    template_id: str
    is_accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionConsent(Event):
    """A person answered the consent pop-up, or changed their mind in the settings later."""

    consents: tuple[TemplateConsent, ...]

    @property
    def own_id(self) -> str:
        """The templates and the answers."""
        return ",".join(f"{c.template_id}={c.is_accepted:d}" for c in self.consents)


@dataclass(frozen=True, slots=True)
class NoticeDelivery:
    """One subscription notice and what became of it; error code 0 is delivered."""

    template_id: str
    message_id: str
    error_code: int
    error_status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionResult(Event):
    """What became of subscription notices."""

    deliveries: tuple[NoticeDelivery, ...]

    @property
    def own_id(self) -> str:
        """The ids of the notices."""
        return ",".join(delivery.message_id for delivery in self.deliveries)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEvent(Event):
    """A chat with a human agent began, ended or changed hands."""

    agent: str
    previous_agent: str | None = None

    @property
    def own_id(self) -> str:
        """The agent."""
        return self.agent


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationChange(Event):
    """A person changed, or withdrew, data they had let us see; `revoked` are platform codes."""

    openid: str
    revoked: tuple[str, ...] = ()

    @property
    def own_id(self) -> str:
        """The person and what they withdrew."""
        return f"{self.openid}:{','.join(self.revoked)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCancelled(Event):
    """A person closed their WeChat account: their data must be deleted or anonymised."""

    openid: str
    union_id: str | None = None

    @property
    def own_id(self) -> str:
        """The person."""
        return self.openid


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationEvent(Event):
    """The account's own verification succeeded, failed or runs out; without it APIs fail."""

    expires: int | None = None
    reason: str = ""
