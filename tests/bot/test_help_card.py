"""The sheet of a help card: what a camera reads on it, how large it is, and that nothing is cut."""

import io
import re

import pytest
from PIL import Image

from bot.help_card import CODE, DOTS, INCH, MARGIN, QUIET, SHEET, Sheet, draw, pdf, png
from tests.support import qr_reader

WECHAT = "http://weixin.qq.com/q/02AbCdEfGhIjKlMnOpQrStUvWx"
OURS = "https://jieyou.green-maple-community.example.org:8443/h/abcdefghjkmnp"
PLAIN = Sheet(WECHAT, "青枫社区", "0551-00000000", "482107")


def picture(sheet: Sheet) -> Image.Image:
    return Image.open(io.BytesIO(png(sheet)))


@pytest.mark.parametrize("content", [WECHAT, OURS, "http://weixin.qq.com/q/a"])
def test_a_camera_reads_what_was_to_be_said_and_nothing_else(content: str) -> None:
    assert qr_reader.read(picture(Sheet(content, "青枫社区", None, "482107"))) == content


def test_the_code_is_large_and_has_its_quiet_zone() -> None:
    image = picture(PLAIN)
    left, top, unit = qr_reader.find(image)
    size = len(qr_reader.modules_of(image))
    assert unit * size >= CODE
    assert unit * size / DOTS * INCH >= 45
    around = image.convert("L").crop(
        (left - QUIET * unit, top - QUIET * unit, left + (size + QUIET) * unit, top)
    )
    assert around.getextrema() == (255, 255)


def test_the_picture_is_a6_at_three_hundred_dots_and_small_enough_to_send() -> None:
    content = png(PLAIN)
    image = Image.open(io.BytesIO(content))
    assert image.size == SHEET
    assert image.info["dpi"] == pytest.approx((DOTS, DOTS), abs=0.1)
    assert len(content) < 150_000


def test_the_pdf_is_one_page_of_a6() -> None:
    content = pdf(PLAIN)
    boxes = re.findall(rb"/MediaBox \[ 0 0 ([0-9.]+) ([0-9.]+) \]", content)
    (width, height) = boxes[0]
    assert len(boxes) == 1
    assert float(width) / 72 * INCH == pytest.approx(105, abs=0.3)
    assert float(height) / 72 * INCH == pytest.approx(148, abs=0.3)


@pytest.mark.parametrize(
    ("community", "phone"),
    [
        ("翡翠社区", None),
        ("幸福里", "110"),
        ("高新技术产业开发区长江西路街道梧桐苑小区联合社区居民委员会", "0551-12345678"),
        ("幸" * 40, "+86 0551 1234 5678 90"),
        ("Community of the Green Maple Trees by the River", "400-000-0000"),
    ],
)
def test_long_names_and_missing_numbers_are_fitted_and_never_cut(
    community: str, phone: str | None
) -> None:
    page = draw(Sheet(OURS, community, phone, "482107")).convert("L")
    below = page.crop((0, 200, *SHEET))
    box = below.point(lambda dot: 255 if dot < 200 else 0).getbbox()
    assert box is not None
    assert box[0] >= MARGIN // 2
    assert box[2] <= SHEET[0] - MARGIN // 2
    assert box[3] <= SHEET[1] - 200 - 10


def test_what_cannot_be_printed_whole_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        draw(Sheet(OURS, "幸" * 400, None, "482107"))
