import io
from typing import Any

import pytest
from PIL import Image

from simulator.errors import ApiError
from simulator.qrcodes import QrCodes
from tests.simulator.manual_clock import manual_clock


def wanted(action: str, scene: Any, **more: Any) -> dict[str, Any]:
    name = "scene_str" if "STR" in action else "scene_id"
    return {"action_name": action, "action_info": {"scene": {name: scene}}, **more}


@pytest.mark.parametrize(
    ("request_", "scene", "seconds"),
    [
        (wanted("QR_STR_SCENE", "door-3-502", expire_seconds=2592000), "door-3-502", 2592000),
        (wanted("QR_STR_SCENE", "x"), "x", 60),
        (wanted("QR_SCENE", 2**32 - 1, expire_seconds=5), "4294967295", 5),
        (wanted("QR_LIMIT_SCENE", 100_000), "100000", None),
        (wanted("QR_LIMIT_STR_SCENE", "字" * 64), "字" * 64, None),
    ],
)
def test_a_code_carries_its_scene(request_: Any, scene: str, seconds: int | None) -> None:
    clock = manual_clock()
    code = QrCodes(clock).create(request_)
    assert code.scene == scene
    assert code.answer(clock.seconds()).get("expire_seconds") == seconds


@pytest.mark.parametrize(
    ("request_", "errcode"),
    [
        ({}, 40052),
        (wanted("QR_OTHER", "x"), 40052),
        ({"action_name": "QR_SCENE"}, 40053),
        (wanted("QR_STR_SCENE", ""), 40053),
        (wanted("QR_STR_SCENE", "x" * 65), 40053),
        (wanted("QR_SCENE", 0), 40053),
        (wanted("QR_SCENE", True), 40053),
        (wanted("QR_LIMIT_SCENE", 100_001), 40053),
        (wanted("QR_STR_SCENE", "x", expire_seconds=2592001), 40035),
        (wanted("QR_STR_SCENE", "x", expire_seconds="60"), 40035),
    ],
)
def test_a_request_outside_the_rules_is_refused(request_: Any, errcode: int) -> None:
    with pytest.raises(ApiError) as refusal:
        QrCodes(manual_clock()).create(request_)
    assert refusal.value.errcode == errcode


def test_only_codes_that_have_not_expired_can_be_scanned() -> None:
    clock = manual_clock()
    codes = QrCodes(clock)
    codes.create(wanted("QR_STR_SCENE", "short", expire_seconds=60))
    lasting = codes.create(wanted("QR_LIMIT_STR_SCENE", "door"))
    clock.advance(60)
    assert codes.valid() == [lasting]
    assert codes.ticket_for("door") == lasting.ticket
    assert codes.ticket_for("short").startswith("gQF")


def test_the_picture_is_a_jpeg_and_unknown_tickets_have_none() -> None:
    codes = QrCodes(manual_clock())
    picture = codes.picture(codes.create(wanted("QR_LIMIT_SCENE", 7)).ticket)
    assert picture
    assert Image.open(io.BytesIO(picture)).format == "JPEG"
    assert codes.picture("nothing") is None


def test_a_camera_gets_from_the_address_to_the_scene_as_long_as_the_code_is_valid() -> None:
    clock = manual_clock()
    codes = QrCodes(clock)
    short = codes.create(wanted("QR_STR_SCENE", "short", expire_seconds=60))
    lasting = codes.create(wanted("QR_LIMIT_STR_SCENE", "card:abc"))
    assert codes.scene_of(lasting.url) == "card:abc"
    assert codes.scene_of(short.url) == "short"
    assert codes.scene_of("http://weixin.qq.com/q/another") is None
    clock.advance(60)
    assert codes.scene_of(short.url) is None
