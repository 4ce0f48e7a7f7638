"""One stand-in for all tests of the outgoing side."""

from collections.abc import Iterator

import pytest

from tests.bot.wechat.platform import ALL_KINDS, Platform
from tests.support.simulator import running_simulator

PROGRESS = "编号：{{character_string1.DATA}}\n事项：{{thing2.DATA}}\n时间：{{time3.DATA}}"
EVERYTHING = "\n".join(f"{kind}：{{{{{key}.DATA}}}}" for kind, key in ALL_KINDS.items())


@pytest.fixture(scope="package")
def platform() -> Iterator[Platform]:
    templates = [
        {"id": "TPL_PROGRESS", "title": "办理进度通知", "content": PROGRESS},
        {"id": "TPL_ALL", "title": "各种字段", "content": EVERYTHING},
    ]
    with running_simulator("http://127.0.0.1:9/", templates=templates) as base:
        yield Platform(base)
