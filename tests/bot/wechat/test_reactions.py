"""Every code asks one thing of us, and says it to the operator in words."""

import pytest

from bot.wechat.reactions import Reaction, needs_alarm, reaction_to, remedy


@pytest.mark.parametrize(
    ("reaction", "codes"),
    [
        (Reaction.REFRESH, [40001, 40014, 42001]),
        (Reaction.BACK_OFF, [-1, 45011, 44990, 44991, 43108, 45169, 61450, 268487001, 87020]),
        (Reaction.QUOTA, [45009, 44993, 48006, 85406, 45047]),
        (Reaction.USER, [43004, 40003, 43101, 45015, 43019, 48002, 46004, 50005, 43104, 49003]),
        (Reaction.USER, [42007, 42002, 42003, 40029, 40163, 61010, 40226, 70000, 87007]),
        (Reaction.DATA, [40037, 47001, 47003, 40033, 40035, 40097, 41030, 40165, 40007, 40016]),
        (Reaction.DATA, [40027, 40039, 44002, 45002, 45008, 40129, 40169, 200011, 200022]),
        (Reaction.PERMISSION, [40125, 40013, 40164, 40243, 48001, 48004, 50002, 50004, 50007]),
        (Reaction.PERMISSION, [53600, 43107, 43116, 89503, 89506, 89507, 61024, 61004, 45109]),
        (Reaction.CONTENT, [45168, 40249, 87014]),
    ],
)
def test_a_listed_code_has_its_reaction(reaction: Reaction, codes: list[int]) -> None:
    assert {reaction_to(code) for code in codes} == {reaction}


@pytest.mark.parametrize("code", [1, 99999, -2])
def test_an_unlisted_code_is_our_mistake_and_alarms(code: int) -> None:
    assert reaction_to(code) is Reaction.DATA
    assert needs_alarm(code, Reaction.DATA)


def test_a_listed_mistake_does_not_alarm() -> None:
    assert not needs_alarm(47003, Reaction.DATA)


def test_a_token_that_cannot_be_refreshed_alarms() -> None:
    assert needs_alarm(40001, Reaction.PERMISSION)
    assert not needs_alarm(40001, Reaction.REFRESH)


def test_the_quota_of_one_person_does_not_alarm_and_that_of_the_account_does() -> None:
    assert not needs_alarm(45047, Reaction.QUOTA)
    assert needs_alarm(45009, Reaction.QUOTA)


@pytest.mark.parametrize("code", [-1, 40001, 40014, 40029, 40164, 43101, 44993, 87014, 99999])
def test_every_code_has_a_sentence_for_the_operator(code: int) -> None:
    assert remedy(code).endswith("。")


def test_the_sentence_for_a_blocked_address_says_where_to_go() -> None:
    assert "IP 白名单" in remedy(40164)
