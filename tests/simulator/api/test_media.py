from simulator.samples import MP4, PNG
from tests.simulator.platform import Platform

UPLOAD = "/cgi-bin/media/upload"
GET = "/cgi-bin/media/get"


def test_an_uploaded_file_comes_back_as_it_was(platform: Platform) -> None:
    token = platform.token()
    stored = platform.upload(UPLOAD, "a.png", "image/png", PNG, access_token=token, type="image")
    assert stored.keys() == {"type", "media_id", "created_at"}
    answer = platform.request(GET, access_token=token, media_id=stored["media_id"])
    assert answer.body == PNG
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-disposition"] == 'attachment; filename="a.png"'


def test_a_thumb_has_an_id_of_another_name(platform: Platform) -> None:
    jpeg = b"\xff\xd8\xff\xe0" + bytes(9)
    query = {"access_token": platform.token(), "type": "thumb"}
    assert "thumb_media_id" in platform.upload(UPLOAD, "a.jpg", "image/jpeg", jpeg, **query)


def test_a_video_is_answered_by_its_address(platform: Platform) -> None:
    token = platform.token()
    query = {"access_token": token, "type": "video"}
    media_id = platform.upload(UPLOAD, "a.mp4", "video/mp4", MP4, **query)["media_id"]
    url = platform.get(GET, access_token=token, media_id=media_id)["video_url"]
    assert platform.request(url.removeprefix(platform.base)).body == MP4


def test_a_wrong_upload_is_refused(platform: Platform) -> None:
    query = {"access_token": platform.token()}
    assert platform.upload(UPLOAD, "a", "image/png", PNG, **query)["errcode"] == 40004
    query["type"] = "image"
    assert platform.upload(UPLOAD, "a", "image/png", b"", **query)["errcode"] == 44001
    assert platform.request(UPLOAD, b"", **query).json["errcode"] == 44001


def test_a_file_is_gone_after_three_days(platform: Platform) -> None:
    query = {"access_token": platform.token(), "type": "image"}
    media_id = platform.upload(UPLOAD, "a.png", "image/png", PNG, **query)["media_id"]
    platform.post("/sim/clock", {"advance": 3 * 24 * 3600})
    answer = platform.request(GET, access_token=platform.token(), media_id=media_id)
    assert (answer.status, answer.json["errcode"]) == (200, 40007)


def test_the_media_id_must_be_given(platform: Platform) -> None:
    assert platform.api(GET)["errcode"] == 41006
