import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import ApiError
from simulator.parameters import check_data

ACCEPTED = [
    ("thing1", "三楼楼道灯不亮，老人怕黑，请来看看"),
    ("thing1", "二十个字" * 5),
    ("short_thing1", "很着急呀"),
    ("number1", "12.50"),
    ("letter1", "ABC"),
    ("symbol1", "★☆"),
    ("character_string1", "A20261122-0007"),
    ("time1", "15:01"),
    ("time1", "2026-11-22 15:01"),
    ("time1", "2019年10月1日 15:01:30"),
    ("time1", "2026-11-22 15:01~2026-11-22 18:00"),
    ("date1", "2019年10月1日"),
    ("date1", "2019-10-01"),
    ("date1", "10/01 08:30"),
    ("amount1", "￥100.00元"),
    ("phone_number1", "+86-766-66888866"),
    ("car_number1", "粤A8Z888挂"),
    ("name1", "王秀兰"),
    ("phrase1", "已接单"),
    ("const1", "上门服务"),
]
REFUSED = [
    ("thing1", "字" * 21),
    ("thing1", "两\n行"),
    ("thing1", "笑😀"),
    ("short_thing1", "六个字太长了"),
    ("number1", "一"),
    ("letter1", "A1"),
    ("symbol1", "a"),
    ("character_string1", "编号7"),
    ("character_string1", "x" * 33),
    ("time1", "下午三点"),
    ("time1", "25:00"),
    ("time1", "2026-11-22"),
    ("date1", "明天"),
    ("amount1", "100"),
    ("phone_number1", "没有"),
    ("car_number1", "粤A8Z888888"),
    ("name1", "王秀兰2"),
    ("name1", "一二三四五六七八九十一"),
    ("phrase1", "已接单 "),
    ("phrase1", "六个汉字太长"),
    ("phrase1", "OK"),
]


@pytest.mark.parametrize(("key", "value"), ACCEPTED)
def test_a_value_of_its_type_is_accepted(key: str, value: str) -> None:
    assert check_data([key], {key: {"value": value}}) == {key: value}


@pytest.mark.parametrize(("key", "value"), REFUSED)
def test_a_value_that_breaks_its_type_is_refused_by_name(key: str, value: str) -> None:
    with pytest.raises(ApiError) as refusal:
        check_data([key], {key: {"value": value}})
    assert refusal.value.errcode == 47003
    assert refusal.value.detail == f"data.{key}.value invalid"


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({"thing1": {"value": "灯"}}, "data.thing2.value is missing"),
        ({"thing1": {"value": "灯"}, "thing2": {"value": ""}}, "data.thing2.value is empty"),
        ({"thing1": {"value": "灯"}, "thing2": {"value": 3}}, "data.thing2.value is not a string"),
        ({"thing1": {"value": "灯"}, "thing2": "三"}, "data.thing2.value is missing"),
        ({"first": {"value": "您好"}}, "data.first is not a key of the template"),
        ([], "data is not an object"),
        (None, "data is not an object"),
    ],
)
def test_the_key_set_must_be_exactly_that_of_the_template(data: object, complaint: str) -> None:
    with pytest.raises(ApiError) as refusal:
        check_data(["thing1", "thing2"], data)
    assert refusal.value.errcode == 47003
    assert refusal.value.detail == complaint


@given(st.text())
def test_any_text_is_either_taken_as_it_is_or_refused(value: str) -> None:
    with contextlib.suppress(ApiError):
        assert check_data(["thing1"], {"thing1": {"value": value}}) == {"thing1": value}
