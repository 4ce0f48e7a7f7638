from typing import Any

import pytest

from simulator.errors import ApiError
from simulator.menus import FIELDS_BY_TYPE, as_queried, check_menu

MINI = "wxde00000000000002"


def click(name: str = "报修", **changes: Any) -> dict[str, Any]:
    return {"type": "click", "name": name, "key": "NEW:repair", **changes}


def parent(*children: dict[str, Any]) -> dict[str, Any]:
    return {"name": "我要求助", "sub_button": list(children)}


def test_a_menu_within_the_rules_is_taken_as_it_is() -> None:
    page = {"type": "miniprogram", "name": "志愿者", "url": "https://example.org", "appid": MINI}
    page["pagepath"] = "pages/tasks/index"
    view = {"type": "view", "name": "网页", "url": "https://example.org"}
    buttons = [parent(*[click()] * 5), page, view]
    assert check_menu({"button": buttons}, MINI) == buttons


@pytest.mark.parametrize("kind", sorted(FIELDS_BY_TYPE))
def test_every_type_needs_its_own_fields(kind: str) -> None:
    with pytest.raises(ApiError):
        check_menu({"button": [{"type": kind, "name": "x"}]}, MINI)


@pytest.mark.parametrize(
    ("buttons", "errcode"),
    [
        ([], 40016),
        ([click()] * 4, 40016),
        ({"list": []}, 40016),
        (["words"], 40017),
        ([click(type="tap")], 40017),
        ([{"name": "无"}], 40017),
        ([click(name="一二三四五六")], 40018),
        ([click(name="")], 40018),
        ([click(key="")], 40019),
        ([click(key="k" * 129)], 40019),
        ([{"type": "view", "name": "网页", "url": "u" * 1025}], 40020),
        ([parent(parent(click()))], 40022),
        ([parent(*[click()] * 6)], 40023),
        ([{"name": "x", "sub_button": {"list": [click()]}}], 40023),
        ([parent(click(type="tap"))], 40024),
        ([parent(click(name="字" * 21))], 40025),
        ([parent(click(key="k" * 129))], 40026),
        ([parent({"type": "view", "name": "网页"})], 40027),
    ],
)
def test_a_broken_rule_has_its_errcode(buttons: Any, errcode: int) -> None:
    with pytest.raises(ApiError) as refusal:
        check_menu({"button": buttons}, MINI)
    assert refusal.value.errcode == errcode


def test_a_mini_program_must_be_the_linked_one() -> None:
    page = {"type": "miniprogram", "name": "x", "url": "https://x", "appid": "wx", "pagepath": "p"}
    with pytest.raises(ApiError) as refusal:
        check_menu({"button": [page]}, MINI)
    assert refusal.value.errcode == 45064


def test_the_queried_shape_cannot_be_sent_back() -> None:
    shape = as_queried([parent(click()), click()])
    assert shape[0]["sub_button"] == {"list": [click()]}
    with pytest.raises(ApiError):
        check_menu({"button": shape}, MINI)
