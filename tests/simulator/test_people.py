import pytest

from simulator.errors import ApiError
from simulator.people import People
from tests.simulator.manual_clock import START, manual_clock
from tests.simulator.platform import ELDER, RESIDENT


def test_the_shipped_people_follow_and_have_full_length_openids() -> None:
    people = People(manual_clock())
    names = [person.name for person in people]
    assert names[:5] == ["王秀兰", "李大爷", "张师傅", "陈姐", "周主任"]
    assert len(set(names)) == len(names)
    assert all(person.follows and len(person.openid) == 28 for person in people)
    assert all(person.openid.startswith("o") for person in people)
    assert all(person.subscribe_time == int(START) for person in people)


def test_a_newcomer_may_have_any_openid() -> None:
    people = People(manual_clock())
    shipped = len(list(people))
    people.add("load-test_0001")
    assert people.follower("load-test_0001").name == f"邻居{shipped + 1}"


def test_a_newcomer_without_openid_gets_one() -> None:
    people = People(manual_clock())
    person = people.add(name="小赵")
    assert len(person.openid) == 28
    assert people.get(person.openid) is person


def test_adding_someone_who_is_here_changes_only_what_is_given() -> None:
    people = People(manual_clock())
    people.add(ELDER, follows=False)
    assert people.known(ELDER).name == "李大爷"
    with pytest.raises(ApiError) as refusal:
        people.follower(ELDER)
    assert refusal.value.errcode == 43004


def test_an_openid_of_nobody_is_invalid() -> None:
    people = People(manual_clock())
    for openid in ("oNobody", None, 7):
        with pytest.raises(ApiError) as refusal:
            people.known(openid)
        assert refusal.value.errcode == 40003


@pytest.mark.parametrize("openid", ["two words", "a/b", "x" * 65])
def test_an_impossible_openid_is_refused(openid: str) -> None:
    with pytest.raises(ValueError, match="openid: give 1 to 64"):
        People(manual_clock()).add(openid)


def test_an_unknown_detail_is_refused_and_nobody_is_added() -> None:
    people = People(manual_clock())
    with pytest.raises(ValueError, match="no field age"):
        people.add("oNew", age=70)
    assert people.get("oNew") is None


def test_one_person_has_another_openid_in_the_mini_program() -> None:
    people = People(manual_clock())
    person = people.known(RESIDENT)
    assert person.miniprogram_openid != person.openid
    assert person.miniprogram_openid != people.known(ELDER).miniprogram_openid
    assert len(person.miniprogram_openid) == len(person.unionid) == 28
