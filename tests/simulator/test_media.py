import pytest

from simulator.errors import ApiError
from simulator.media import LIFETIME, MediaStore, amr_seconds, check_upload
from simulator.samples import MP4, PNG, SILENT_AMR
from tests.simulator.manual_clock import manual_clock

JPEG = b"\xff\xd8\xff\xe0" + bytes(100)
SECOND_OF_AMR = (b"\x3c" + bytes(31)) * 50


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("image", PNG),
        ("image", JPEG),
        ("image", b"GIF89a" + bytes(9)),
        ("voice", SILENT_AMR),
        ("voice", b"ID3" + bytes(9)),
        ("video", MP4),
        ("thumb", JPEG),
    ],
)
def test_a_file_of_its_kind_is_taken(kind: str, body: bytes) -> None:
    check_upload(kind, body)


@pytest.mark.parametrize(
    ("kind", "body", "errcode"),
    [
        ("file", PNG, 40004),
        ("", PNG, 40004),
        ("image", b"", 44001),
        ("image", b"<svg/>", 40005),
        ("image", PNG + bytes(2 * 2**20), 40009),
        ("voice", PNG, 40005),
        ("voice", SILENT_AMR + bytes(2 * 2**20), 40010),
        ("voice", b"#!AMR\n" + SECOND_OF_AMR * 61, 45007),
        ("video", MP4 + bytes(10 * 2**20), 40011),
        ("thumb", PNG, 40005),
        ("thumb", JPEG + bytes(64 * 2**10), 40012),
    ],
)
def test_any_other_file_is_refused_with_its_errcode(kind: str, body: bytes, errcode: int) -> None:
    with pytest.raises(ApiError) as refusal:
        check_upload(kind, body)
    assert refusal.value.errcode == errcode


def test_the_playing_time_of_amr_is_counted_in_frames() -> None:
    assert amr_seconds(b"#!AMR\n" + SECOND_OF_AMR * 3) == pytest.approx(3)
    assert amr_seconds(b"ID3") == 0


def test_a_file_is_gone_after_three_days() -> None:
    clock = manual_clock()
    store = MediaStore(clock)
    media = store.put("image", PNG, "image/png", "a.png")
    clock.advance(LIFETIME - 1)
    assert store.get(media.id) is media
    clock.advance(1)
    with pytest.raises(ApiError) as refusal:
        store.get(media.id)
    assert refusal.value.errcode == 40007
    assert not store.has(media.id)
    assert store.shown(media.id) is media


def test_the_oldest_files_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.media._CAPACITY", 25)
    store = MediaStore(manual_clock())
    ids = [store.put("image", bytes(10), "image/png", "a").id for _ in range(3)]
    assert [store.has(media_id) for media_id in ids] == [False, True, True]
