"""No lawyer serves both sides: found by keyed hashes, among any number of tickets."""

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.mandates import Mandates, VagueNameError, normal
from models.ticket import Ticket
from models.vault import Vault
from tests.models.samples import a_ticket
from tests.support.house import open_store

CENTRE, LAWYER = "legal_aid_centre", "李明"
MANDATES = Mandates(None, Vault({1: b"k" * 32}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("翠湖物业有限公司", "翠湖物业有限责任公司"),
        ("翠湖物业有限公司", "翠湖物业"),
        ("翠湖物业（合肥）有限公司", "翠湖物业(合肥)公司"),
        ("张三丰先生", "张 三 丰"),
        ("ＡＢＣ公司", "abc有限公司"),
        ("李明律师", "李明"),
    ],
)
def test_the_same_name_written_otherwise_is_the_same(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"), [("张三", "张三丰"), ("翠湖物业", "翠湖家政"), ("先生", "女士")]
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert normal(one) != normal(other)


@given(st.text(max_size=40))
def test_a_name_is_compared_the_same_however_it_is_spaced(name: str) -> None:
    assert normal(f" {name}　") == normal(name)


@pytest.mark.parametrize("name", ["王先生", "李", "……", " "])
def test_a_name_that_could_be_anybody_is_refused(name: str) -> None:
    with pytest.raises(VagueNameError):
        MANDATES.parties([], [name])


def test_names_are_kept_as_hashes_that_tell_lawyer_party_and_side() -> None:
    ours, theirs = MANDATES.parties(["王秀兰"], ["王秀兰"])
    assert ours.mark == theirs.mark
    assert "王" not in ours.mark
    marks = MANDATES.marks(CENTRE, LAWYER, [ours, theirs])
    assert len({*marks, *MANDATES.marks(CENTRE, "赵刚", [ours])}) == 3


@pytest.mark.parametrize(
    ("ours", "theirs", "clashes"),
    [
        (["翠湖物业"], ["张三丰"], True),
        (["陈七"], ["王秀兰"], True),
        (["陈七"], ["翠湖物业"], False),
        (["王秀兰"], ["别的公司"], False),
        ([], [], False),
    ],
    ids=["against their client", "for who was against", "same opponent", "same client", "none"],
)
def test_a_conflict_is_being_on_the_other_side_of_a_party(
    store_uri: str, ours: list[str], theirs: list[str], clashes: bool
) -> None:
    async def run() -> None:
        async with open_store(store_uri) as store:
            mandates = store.mandates
            known = mandates.parties(["王秀兰"], ["翠湖物业有限公司"])
            acted = mandates.marks(CENTRE, LAWYER, known)
            earlier = replace(a_ticket(), id="earlier", number="10019", acted=acted)
            await store.tickets.file(store.tickets.document(earlier))
            parties = mandates.parties(ours, theirs)
            now: Ticket = replace(a_ticket(), id="now", number="10027")
            found = await mandates.conflict(now, CENTRE, LAWYER, parties)
            assert found == ("10019" if clashes else None)
            assert await mandates.conflict(now, CENTRE, "赵刚", parties) is None
            assert await mandates.conflict(earlier, CENTRE, LAWYER, parties) is None

    asyncio.run(run())
