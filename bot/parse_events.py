"""From the fields of an event to its type; one small builder for each kind the platform has."""

import re
from collections.abc import Callable, Mapping
from typing import TypedDict

from bot import events as e
from bot.fields import Fields, Missing

_SCENE_PREFIX = "qrscene_"
_VERIFICATION_EVENTS = (
    "qualification_verify_success",
    "qualification_verify_fail",
    "naming_verify_success",
    "naming_verify_fail",
    "annual_renew",
    "verify_expired",
)


class EventCommon(TypedDict):
    """The fields every event has."""

    sender: str
    recipient: str
    created: int
    event: str
    event_key: str


def _subscribe(common: EventCommon, fields: Fields) -> e.Event:
    scene = common["event_key"].removeprefix(_SCENE_PREFIX) or None
    return e.Subscribe(**common, scene=scene, ticket=fields.optional("Ticket"))


def _unsubscribe(common: EventCommon, _fields: Fields) -> e.Event:
    return e.Unsubscribe(**common)


def _scan(common: EventCommon, fields: Fields) -> e.Event:
    return e.Scan(**common, scene=fields.needed("EventKey"), ticket=fields.optional("Ticket"))


def _location_report(common: EventCommon, fields: Fields) -> e.Event:
    return e.LocationReport(
        **common,
        latitude=fields.degrees("Latitude", 90),
        longitude=fields.degrees("Longitude", 180),
        precision=fields.decimal("Precision"),
    )


def _click(common: EventCommon, fields: Fields) -> e.Event:
    fields.needed("EventKey")
    return e.Click(**common)


def _view(common: EventCommon, fields: Fields) -> e.Event:
    return e.View(**common, url=fields.needed("EventKey"), menu_id=fields.optional("MenuId"))


def _view_miniprogram(common: EventCommon, fields: Fields) -> e.Event:
    page = fields.needed("EventKey")
    return e.ViewMiniprogram(**common, page=page, menu_id=fields.optional("MenuId"))


def _scan_code(common: EventCommon, fields: Fields) -> e.Event:
    code = fields.inside("ScanCodeInfo")
    return e.ScanCode(
        **common,
        scan_type=code.text("ScanType"),
        result=code.needed("ScanResult"),
        waits=common["event"] == "scancode_waitmsg",
    )


def _pictures(common: EventCommon, fields: Fields) -> e.Event:
    items = fields.each("SendPicsInfo", "PicList", "item")
    return e.Pictures(**common, digests=tuple(item.text("PicMd5Sum") for item in items))


def _location_select(common: EventCommon, fields: Fields) -> e.Event:
    place = fields.inside("SendLocationInfo")
    return e.LocationSelect(
        **common,
        latitude=place.degrees("Location_X", 90),
        longitude=place.degrees("Location_Y", 180),
        scale=place.whole("Scale"),
        label=place.text("Label"),
        place=place.text("Poiname"),
    )


def _template_result(common: EventCommon, fields: Fields) -> e.Event:
    status = "".join(fields.text("Status").lower().split())
    known = {"success": e.Delivery.DELIVERED, "failed:userblock": e.Delivery.BLOCKED}
    return e.TemplateResult(
        **common,
        message_id=fields.needed("MsgID"),
        delivery=known.get(status, e.Delivery.FAILED),
    )


def _broadcast_result(common: EventCommon, fields: Fields) -> e.Event:
    status = fields.text("Status")
    return e.BroadcastResult(**common, message_id=fields.needed("MsgID"), status=status)


def _subscription_consent(wrapper: str) -> "_Build":
    def build(common: EventCommon, fields: Fields) -> e.Event:
        consents = tuple(_consent(item) for item in fields.each(wrapper, "List"))
        return e.SubscriptionConsent(**common, consents=consents)

    return build


def _consent(item: Fields) -> e.TemplateConsent:
    accepted = item.needed("SubscribeStatusString").lower() == "accept"
    return e.TemplateConsent(item.needed("TemplateId"), accepted)


def _subscription_result(common: EventCommon, fields: Fields) -> e.Event:
    items = fields.each("SubscribeMsgSentEvent", "List")
    return e.SubscriptionResult(**common, deliveries=tuple(map(_notice_delivery, items)))


def _notice_delivery(item: Fields) -> e.NoticeDelivery:
    code = item.whole("ErrorCode")
    if code is None:
        raise Missing("ErrorCode")
    return e.NoticeDelivery(
        item.needed("TemplateId"), item.needed("MsgID"), code, item.text("ErrorStatus")
    )


def _session(common: EventCommon, fields: Fields) -> e.Event:
    if common["event"] == "kf_switch_session":
        previous, agent = fields.needed("FromKfAccount"), fields.needed("ToKfAccount")
        return e.SessionEvent(**common, agent=agent, previous_agent=previous)
    return e.SessionEvent(**common, agent=fields.needed("KfAccount"))


def _authorization_change(common: EventCommon, fields: Fields) -> e.Event:
    revoked = tuple(re.findall("[0-9]+", fields.text("RevokeInfo")))
    return e.AuthorizationChange(**common, openid=fields.needed("OpenID"), revoked=revoked)


def _account_cancelled(common: EventCommon, fields: Fields) -> e.Event:
    union_id = fields.optional("UnionID")
    return e.AccountCancelled(**common, openid=fields.needed("OpenID"), union_id=union_id)


def _verification(common: EventCommon, fields: Fields) -> e.Event:
    expires, reason = fields.whole("ExpiredTime"), fields.text("FailReason")
    return e.VerificationEvent(**common, expires=expires, reason=reason)


_Build = Callable[[EventCommon, Fields], e.Event]

BUILD_EVENT: Mapping[str, _Build] = {
    "subscribe": _subscribe,
    "unsubscribe": _unsubscribe,
    "scan": _scan,
    "location": _location_report,
    "click": _click,
    "view": _view,
    "view_miniprogram": _view_miniprogram,
    "scancode_push": _scan_code,
    "scancode_waitmsg": _scan_code,
    "pic_sysphoto": _pictures,
    "pic_photo_or_album": _pictures,
    "pic_weixin": _pictures,
    "location_select": _location_select,
    "templatesendjobfinish": _template_result,
    "masssendjobfinish": _broadcast_result,
    "subscribe_msg_popup_event": _subscription_consent("SubscribeMsgPopupEvent"),
    "subscribe_msg_change_event": _subscription_consent("SubscribeMsgChangeEvent"),
    "subscribe_msg_sent_event": _subscription_result,
    "kf_create_session": _session,
    "kf_close_session": _session,
    "kf_switch_session": _session,
    "user_info_modified": _authorization_change,
    "user_authorization_revoke": _authorization_change,
    "user_authorization_cancellation": _account_cancelled,
    **dict.fromkeys(_VERIFICATION_EVENTS, _verification),
}
