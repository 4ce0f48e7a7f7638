"""Whatever a resident writes, the notice is one WeChat takes, or we say which field is wrong."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.wechat.client import WeChatClient
from bot.wechat.templates import TemplateError, TemplateSpec, fit
from tests.bot.wechat.platform import ALL_KINDS, RESIDENT, Platform

GOOD = {
    "short_thing": "电梯",
    "number": "3.5",
    "letter": "AB",
    "symbol": "★!",
    "character_string": "A20261122-0007",
    "time": "2026-11-22 15:01",
    "date": "2026年11月22日",
    "amount": "100.00",
    "phone_number": "0551-63538888",
    "car_number": "皖A12345",
    "name": "王师傅",
    "phrase": "已接单",
    "const": "处理中",
    "enum": "普通",
    "thing": "楼道灯不亮",
}
ANYTHING = TemplateSpec("TPL_ALL", ALL_KINDS)


def fitted(kind: str, value: str | datetime) -> str:
    keyword = f"{kind}1"
    return fit(TemplateSpec("T", {"field": keyword}), {"field": value})[keyword]["value"]


class TestFit:
    @pytest.mark.parametrize(
        ("kind", "value", "shown"),
        [
            ("thing", "三号楼二单元的电梯昨晚停了，到现在也没修好", "三号楼二单元的电梯昨晚停了…"),
            ("thing", "灯坏了\n电话13800001234", "灯坏了 电话138****1234"),
            ("thing", "谢谢🙏", "谢谢"),
            ("short_thing", "电梯停了好几天", "电梯停了…"),
            ("amount", "12.5", "￥12.5"),
            ("amount", "￥100.00元", "￥100.00元"),
            ("phone_number", "138 0000 1234", "138****1234"),
            ("phone_number", "12345", "12345"),
            ("name", "张三", "张三"),
            ("name", "长江路街道法律援助工作站值班员", "长江路街道法律援助工"),
            ("name", "Zhang San", "Zhang San"),
            ("time", "２０２６-11-22 15:01", "2026-11-22 15:01"),
            ("time", "09:00~11:30", "09:00~11:30"),
            ("date", "11月22日", "11月22日"),
            ("car_number", "皖A12345", "皖A12345"),
        ],
    )
    def test_a_value_takes_the_shape_of_its_type(self, kind: str, value: str, shown: str) -> None:
        assert fitted(kind, value) == shown

    def test_a_moment_is_shown_in_the_time_of_china(self) -> None:
        moment = datetime(2026, 11, 22, 20, 1, tzinfo=UTC)
        assert fitted("time", moment) == "2026-11-23 04:01"
        assert fitted("date", moment) == "2026-11-23"
        assert fitted("thing", moment) == "2026-11-23 04:01"

    @pytest.mark.parametrize(
        ("kind", "value"),
        [
            *[(kind, empty) for kind in ALL_KINDS for empty in ("", " \n", "😀")],
            ("phrase", "已经派出师傅"),
            ("phrase", "OK"),
            ("phrase", "三楼，灯"),
            ("name", "王5"),
            ("number", "三"),
            ("number", "13800001234"),
            ("letter", "a1"),
            ("symbol", "一"),
            ("character_string", "编号7"),
            ("character_string", "x" * 33),
            ("time", "明天下午"),
            ("time", "25:00"),
            ("date", "2026-13-01"),
            ("amount", "一百"),
            ("amount", "12345678901"),
            ("phone_number", "问门卫"),
            ("car_number", "A"),
            ("const", "超过二十个字的固定词语是不可能在模板里登记过的"),
            ("enum", " 普通"),
            ("time", datetime(2026, 11, 22)),
        ],
    )
    def test_a_value_that_cannot_be_fitted_is_named(self, kind: str, value: str) -> None:
        with pytest.raises(TemplateError, match=r"^field: "):
            fitted(kind, value)

    def test_a_missing_value_is_named(self) -> None:
        with pytest.raises(TemplateError, match=r"^progress: "):
            fit(TemplateSpec("T", {"progress": "thing3"}), {"state": "x"})

    def test_a_value_without_a_keyword_is_left_out(self) -> None:
        spec = TemplateSpec("T", {"progress": "thing3"})
        assert fit(spec, {"progress": "x", "state": "y"}) == {"thing3": {"value": "x"}}


class TestSpec:
    @pytest.mark.parametrize("keyword", ["thing", "first", "remark1", "Thing1", "", "thing1.DATA"])
    def test_a_keyword_of_no_known_type_is_refused(self, keyword: str) -> None:
        with pytest.raises(TemplateError, match=r"^progress: "):
            TemplateSpec("T", {"progress": keyword})

    def test_a_keyword_cannot_serve_two_fields(self) -> None:
        with pytest.raises(TemplateError, match="another field"):
            TemplateSpec("T", {"a": "thing1", "b": "thing1"})

    def test_old_numbers_with_a_zero_are_fine(self) -> None:
        assert TemplateSpec("T", {"progress": "thing01"})


# What people write, and what is nearly right for one of the types.
WRITTEN = st.one_of(
    st.text(st.characters(), max_size=40),
    st.text(st.sampled_from("三楼灯不亮，0138９９:-/.~年月日￥元aZ皖 \n\x08😀❤️…★"), max_size=40),
    st.sampled_from(list(GOOD.values())).flatmap(
        lambda good: st.text(max_size=3).map(lambda tail: good + tail)
    ),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.fixed_dictionaries(dict.fromkeys(ALL_KINDS, WRITTEN)))
def test_whatever_is_fitted_wechat_takes(platform: Platform, written: dict[str, str]) -> None:
    values = dict(GOOD)
    for kind, text in written.items():
        try:
            fit(TemplateSpec("T", {kind: ALL_KINDS[kind]}), {kind: text})
        except TemplateError:
            continue
        values[kind] = text

    async def story(client: WeChatClient) -> None:
        assert await client.send_template(RESIDENT, "TPL_ALL", fit(ANYTHING, values), "t")

    platform.run(story)
