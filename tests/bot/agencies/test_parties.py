"""Names on each side are read from a line as people type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agencies.parties import Naming, names_in, read_naming


@pytest.mark.parametrize(
    ("line", "naming"),
    [
        ("李律师", Naming("李律师")),
        ("给李律师", Naming("李律师")),
        ("李律师 对方 翠湖物业有限公司", Naming("李律师", (), ("翠湖物业有限公司",))),
        ("李律师，对方是张三、李四", Naming("李律师", (), ("张三", "李四"))),
        ("李律师 当事人：王芳 对方：和谐公司", Naming("李律师", ("王芳",), ("和谐公司",))),
        ("李律师对方张三当事人王芳", Naming("李律师", ("王芳",), ("张三",))),
        ("对方 张三", Naming("", (), ("张三",))),
        ("", Naming("")),
    ],
)
def test_lawyer_and_sides(line: str, naming: Naming) -> None:
    assert read_naming(line) == naming


@given(st.text(max_size=200))
def test_any_line_can_be_read(line: str) -> None:
    naming = read_naming(line)
    assert all(naming.ours)
    assert all(naming.theirs)


@given(
    st.lists(st.text("王李张翠湖物业", min_size=1, max_size=6), unique=True),
    st.sampled_from("、,， ;"),
)
def test_a_list_of_names_is_read_back(names: list[str], between: str) -> None:
    assert list(names_in(between.join(names))) == names
