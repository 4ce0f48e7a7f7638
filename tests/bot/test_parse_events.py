"""Every event the platform documents becomes one type of ours."""

from typing import Any

import pytest

from bot import events as e
from bot.messages import Message, Unknown
from bot.parse import parse

WHO: dict[str, Any] = {"sender": "oUSER", "recipient": "gh_x", "created": 1760000000}


def event(name: str, fields: str = "") -> Message:
    xml = (
        "<xml><ToUserName>gh_x</ToUserName><FromUserName>oUSER</FromUserName>"
        "<CreateTime>1760000000</CreateTime><MsgType>event</MsgType>"
        f"<Event><![CDATA[{name}]]></Event>{fields}</xml>"
    )
    return parse(xml.encode())


class TestFollowing:
    def test_following_without_a_card_has_no_scene(self) -> None:
        assert event("subscribe", "<EventKey></EventKey>") == e.Subscribe(**WHO, event="subscribe")

    def test_following_by_a_card_gives_its_scene(self) -> None:
        followed = event("subscribe", "<EventKey>qrscene_7</EventKey><Ticket>T</Ticket>")
        assert isinstance(followed, e.Subscribe)
        assert (followed.scene, followed.ticket) == ("7", "T")

    def test_a_follower_scanning_a_card_gives_the_bare_scene(self) -> None:
        scanned = event("SCAN", "<EventKey>7</EventKey><Ticket>T</Ticket>")
        assert scanned == e.Scan(**WHO, event="scan", event_key="7", scene="7", ticket="T")

    def test_leaving(self) -> None:
        assert event("unsubscribe") == e.Unsubscribe(**WHO, event="unsubscribe")


class TestMenu:
    @pytest.mark.parametrize("name", ["CLICK", "click", "Click"])
    def test_a_tap_whatever_the_case_of_the_name(self, name: str) -> None:
        tapped = event(name, "<EventKey>MY</EventKey>")
        assert tapped == e.Click(**WHO, event="click", event_key="MY")

    def test_a_page(self) -> None:
        opened = event("VIEW", "<EventKey>https://x/</EventKey><MenuId>9</MenuId>")
        assert isinstance(opened, e.View)
        assert (opened.url, opened.menu_id) == ("https://x/", "9")

    def test_a_mini_program_page(self) -> None:
        opened = event("view_miniprogram", "<EventKey>pages/a</EventKey><MenuId>9</MenuId>")
        assert isinstance(opened, e.ViewMiniprogram)
        assert (opened.page, opened.menu_id) == ("pages/a", "9")

    @pytest.mark.parametrize(("name", "waits"), [("scancode_push", 0), ("scancode_waitmsg", 1)])
    def test_a_code(self, name: str, waits: int) -> None:
        fields = (
            "<EventKey>K</EventKey><ScanCodeInfo><ScanType>qrcode</ScanType>"
            "<ScanResult>1</ScanResult></ScanCodeInfo>"
        )
        code = event(name, fields)
        assert isinstance(code, e.ScanCode)
        assert (code.scan_type, code.result, code.waits) == ("qrcode", "1", waits)

    @pytest.mark.parametrize("name", ["pic_sysphoto", "pic_photo_or_album", "pic_weixin"])
    def test_photos(self, name: str) -> None:
        fields = (
            "<EventKey>K</EventKey><SendPicsInfo><Count>2</Count><PicList>"
            "<item><PicMd5Sum>a</PicMd5Sum></item><item><PicMd5Sum>b</PicMd5Sum></item>"
            "</PicList></SendPicsInfo>"
        )
        chosen = event(name, fields)
        assert chosen == e.Pictures(**WHO, event=name, event_key="K", digests=("a", "b"))

    def test_a_place(self) -> None:
        fields = (
            "<EventKey>LOC</EventKey><SendLocationInfo><Location_X>31.8</Location_X>"
            "<Location_Y>117.2</Location_Y><Scale>15</Scale><Label>路</Label>"
            "<Poiname>园</Poiname></SendLocationInfo>"
        )
        place = event("location_select", fields)
        assert isinstance(place, e.LocationSelect)
        assert (place.latitude, place.longitude) == (31.8, 117.2)
        assert (place.scale, place.label, place.place) == (15, "路", "园")


def test_the_phone_reporting_its_position() -> None:
    fields = "<Latitude>31.8</Latitude><Longitude>117.2</Longitude><Precision>40.5</Precision>"
    reported = event("LOCATION", fields)
    assert reported == e.LocationReport(
        **WHO, event="location", latitude=31.8, longitude=117.2, precision=40.5
    )


class TestNotices:
    @pytest.mark.parametrize(
        ("status", "delivery"),
        [
            ("success", e.Delivery.DELIVERED),
            ("failed:user block", e.Delivery.BLOCKED),
            ("failed: User Block", e.Delivery.BLOCKED),
            ("failed: system failed", e.Delivery.FAILED),
            ("failed:something new", e.Delivery.FAILED),
            ("", e.Delivery.FAILED),
        ],
    )
    def test_what_became_of_a_template_message(self, status: str, delivery: e.Delivery) -> None:
        result = event("TEMPLATESENDJOBFINISH", f"<MsgID>42</MsgID><Status>{status}</Status>")
        assert isinstance(result, e.TemplateResult)
        assert (result.message_id, result.delivery) == ("42", delivery)

    def test_two_results_in_one_second_have_two_keys(self) -> None:
        one = event("TEMPLATESENDJOBFINISH", "<MsgID>1</MsgID><Status>success</Status>")
        two = event("TEMPLATESENDJOBFINISH", "<MsgID>2</MsgID><Status>success</Status>")
        assert one.key == "oUSER:1760000000:templatesendjobfinish:1"
        assert one.key != two.key

    def test_what_became_of_a_broadcast(self) -> None:
        result = event("MASSSENDJOBFINISH", "<MsgID>42</MsgID><Status>send success</Status>")
        assert isinstance(result, e.BroadcastResult)
        assert (result.message_id, result.status) == ("42", "send success")

    @pytest.mark.parametrize(
        ("name", "wrapper"),
        [
            ("subscribe_msg_popup_event", "SubscribeMsgPopupEvent"),
            ("subscribe_msg_change_event", "SubscribeMsgChangeEvent"),
        ],
    )
    def test_consent_given_and_refused(self, name: str, wrapper: str) -> None:
        items = "".join(
            f"<List><TemplateId>{template}</TemplateId>"
            f"<SubscribeStatusString>{answer}</SubscribeStatusString></List>"
            for template, answer in (("T1", "accept"), ("T2", "reject"))
        )
        answered = event(name, f"<{wrapper}>{items}</{wrapper}>")
        assert isinstance(answered, e.SubscriptionConsent)
        assert answered.consents == (e.TemplateConsent("T1", True), e.TemplateConsent("T2", False))

    def test_what_became_of_subscription_notices(self) -> None:
        fields = (
            "<SubscribeMsgSentEvent><List><TemplateId>T1</TemplateId><MsgID>5</MsgID>"
            "<ErrorCode>0</ErrorCode><ErrorStatus>success</ErrorStatus></List>"
            "</SubscribeMsgSentEvent>"
        )
        result = event("subscribe_msg_sent_event", fields)
        assert isinstance(result, e.SubscriptionResult)
        assert result.deliveries == (e.NoticeDelivery("T1", "5", 0, "success"),)


class TestAccounts:
    @pytest.mark.parametrize("name", ["kf_create_session", "kf_close_session"])
    def test_an_agent_comes_or_goes(self, name: str) -> None:
        assert event(name, "<KfAccount>a@x</KfAccount>") == e.SessionEvent(
            **WHO, event=name, agent="a@x"
        )

    def test_an_agent_hands_over(self) -> None:
        fields = "<FromKfAccount>a@x</FromKfAccount><ToKfAccount>b@x</ToKfAccount>"
        switched = event("kf_switch_session", fields)
        assert isinstance(switched, e.SessionEvent)
        assert (switched.agent, switched.previous_agent) == ("b@x", "a@x")

    def test_a_permission_withdrawn(self) -> None:
        fields = "<OpenID>oUSER</OpenID><AppID>wx1</AppID><RevokeInfo>2,5</RevokeInfo>"
        changed = event("user_authorization_revoke", fields)
        assert isinstance(changed, e.AuthorizationChange)
        assert (changed.openid, changed.revoked) == ("oUSER", ("2", "5"))

    def test_an_account_closed(self) -> None:
        fields = "<OpenID>oGONE</OpenID><AppID>wx1</AppID><UnionID>u1</UnionID>"
        gone = event("user_authorization_cancellation", fields)
        assert isinstance(gone, e.AccountCancelled)
        assert (gone.openid, gone.union_id) == ("oGONE", "u1")

    def test_our_own_verification_running_out(self) -> None:
        expired = event("verify_expired", "<ExpiredTime>1760000000</ExpiredTime>")
        assert expired == e.VerificationEvent(**WHO, event="verify_expired", expires=1760000000)


class TestUnknown:
    def test_an_event_that_does_not_exist_yet(self) -> None:
        assert event("Party", "<EventKey>K</EventKey>") == Unknown(**WHO, kind="party", own_id="K")

    @pytest.mark.parametrize(
        ("name", "fields"),
        [
            ("SCAN", ""),
            ("CLICK", ""),
            ("VIEW", ""),
            ("LOCATION", "<Latitude>x</Latitude>"),
            ("scancode_push", "<EventKey>K</EventKey>"),
            ("location_select", "<SendLocationInfo/>"),
            ("TEMPLATESENDJOBFINISH", "<Status>success</Status>"),
            ("subscribe_msg_sent_event", "<SubscribeMsgSentEvent><List/></SubscribeMsgSentEvent>"),
            ("kf_create_session", ""),
            ("user_authorization_cancellation", ""),
        ],
    )
    def test_a_known_event_without_its_own_fields(self, name: str, fields: str) -> None:
        message = event(name, fields)
        assert isinstance(message, Unknown)
        assert message.kind == name.lower()
