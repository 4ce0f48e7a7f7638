"""The sentences an office keeps: only what can be filled is kept, and each stays with its area."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.reply_templates import MOST, ReplyTemplate, TemplateRefusedError, checked
from tests.support.house import open_store

VALUES = {"number": "10019", "queue": "报修", "place": "翡翠社区"}


@given(text=st.text(alphabet="{}numberqpl!:.[0] 好", min_size=1, max_size=40))
def test_whatever_is_kept_can_be_filled(text: str) -> None:
    try:
        kept = checked("名称", text, "")
    except TemplateRefusedError:
        return
    assert kept.filled(**VALUES) is not None


@pytest.mark.parametrize("text", ["", "{phone}", "{number", "{0}", "{}", "{number.real}"])
def test_what_cannot_be_filled_is_refused(text: str) -> None:
    with pytest.raises(TemplateRefusedError):
        checked("名称", text, "")


def test_an_area_has_its_own_and_those_for_everywhere(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri) as store:
            kept = store.reply_templates
            for name, area in (("b", "feicui"), ("a", ""), ("c", "tingtao")):
                await kept.put(ReplyTemplate(name, name, "好", area))
            assert [each.id for each in await kept.of(["wanhe", "feicui"])] == ["a", "b"]
            await kept.remove("b")
            assert [each.id for each in await kept.of(["wanhe", "feicui"])] == ["a"]

    asyncio.run(scenario())


def test_an_area_keeps_only_so_many_and_can_still_change_them(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri) as store:
            kept = store.reply_templates
            for number in range(MOST):
                await kept.put(ReplyTemplate(str(number), "名称", "好", "feicui"))
            with pytest.raises(TemplateRefusedError):
                await kept.put(ReplyTemplate("more", "名称", "好", "feicui"))
            await kept.put(ReplyTemplate("0", "名称", "改了", "feicui"))
            changed = await kept.get("0")
            assert changed
            assert changed.text == "改了"

    asyncio.run(scenario())
