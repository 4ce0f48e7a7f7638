"""Two things in one message become two needs."""

import pytest

from nlp import Understander


def queues(understander: Understander, text: str) -> list[str]:
    return [need.queue for need in understander.understand(text).needs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我家厨房水管漏水，另外我妈的高龄津贴怎么领", ["repair", "benefits"]),
        ("三楼的路灯坏了。老板欠我三个月工资不给，能告他吗", ["repair", "legal_aid"]),
        ("想问问低保怎么申请还有我腿脚不好谁能帮我去买菜", ["benefits", "volunteer"]),
        ("马桶堵了，对了我想离婚孩子能判给我吗", ["repair", "legal_aid"]),
        ("卫生间的灯不亮了我妈腿脚不好能不能找个人陪她去趟医院", ["repair", "volunteer"]),
    ],
)
def test_two_matters_are_two_needs(
    understander: Understander, text: str, expected: list[str]
) -> None:
    assert queues(understander, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "家里灯泡坏了我够不着，求大家帮帮忙",
        "电梯又坏了，老人上下楼很不方便",
        "公司不交社保，我能去告吗",
        "早上好，我家马桶堵了，谢谢你们",
        "楼上漏水把我家泡了，他不肯赔，怎么告他",
        "老板欠我工资不给，另外加班费也一分没有",
        "嗯",
        "",
    ],
)
def test_one_matter_with_many_sides_stays_one_need(understander: Understander, text: str) -> None:
    assert len(queues(understander, text)) == 1


def test_each_need_carries_its_part_of_the_message(understander: Understander) -> None:
    first, second = understander.understand("厨房水管漏水，另外高龄津贴怎么领").needs
    assert "水管" in first.text
    assert "津贴" not in first.text
    assert "津贴" in second.text


def test_a_single_need_carries_the_whole_message(understander: Understander) -> None:
    (need,) = understander.understand("三楼灯坏了，明天来修").needs
    assert need.text == "三楼灯坏了，明天来修"
