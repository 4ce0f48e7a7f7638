"""How differences and advice read."""

import json

from nlp.edits import AddTerm, WeighWord
from nlp.lexicon import Pattern
from nlp.workshop.compare import Comparison, Move, Repatterned, Reweighed, Scores, Terms, Turned
from nlp.workshop.corrections import Advice, Correction, Suggestion
from nlp.workshop.examples import Example
from nlp.workshop.wording import advice_as_json, describe, describe_advice

PATTERN = Pattern("bad", frozenset({"lamp"}), frozenset({"broken", "dark"}), 3, ordered=True)
REPAIRED = Turned(Example("灯裂开\n了", "repair"), "other", "repair")
BROKEN = Turned(Example("裂开的西瓜", "other"), "other", "repair")
CORRECTION = Correction("墙裂开了", "repair", "other")
ADVICE = Advice(
    right_already=(Correction("灯坏了", "repair"),),
    suggestions=(
        Suggestion(AddTerm("裂开", "broken"), (CORRECTION,), (REPAIRED, BROKEN), 2),
        Suggestion(WeighWord("快递", "volunteer", 1.5), (Correction("快递", "volunteer"),), (), 1),
    ),
    together=(REPAIRED,),
    dangers=(Correction("着火", "other"),),
    left_over=(Correction("唉", "volunteer"),),
)


def test_no_difference_is_said() -> None:
    assert describe(Comparison((), (), (), (), (), None, None)) == "两份词表没有差别"


def test_every_difference_is_a_line() -> None:
    comparison = Comparison(
        (Terms("broken", ("裂开",), ("漏水", "坏")),),
        (Move("水管", "thing", "pipes"),),
        (Reweighed("broken", "repair", 2.0, 1.5),),
        (Repatterned("bad", None, PATTERN), Repatterned("worse", PATTERN, None)),
        (REPAIRED, BROKEN),
        Scores(0.5, 0.4),
        Scores(0.6, 0.5),
    )
    assert describe(comparison).splitlines() == [
        "broken 加了：裂开",
        "broken 删了：漏水 坏",
        "“水管”从 thing 移到 pipes",
        "broken 对 repair 的分量：2 → 1.5",
        "新句式 bad：lamp 在前，broken|dark，3 个词以内",
        "句式 worse 没了",
        "例句改对了 1 句：",
        "  other → repair（应是 repair）：灯裂开 了",
        "例句改错了 1 句：",
        "  other → repair（应是 other）：裂开的西瓜",
        "正确率 0.5000 → 0.6000，macro-F1 0.4000 → 0.5000",
    ]


def test_long_lists_are_cut_and_say_so() -> None:
    weights = tuple(Reweighed(f"f{i}", "repair", 0, i) for i in range(40))
    lines = describe(Comparison((), (), weights, (), (), None, None)).splitlines()
    assert len(lines) == 31
    assert lines[-1] == "  ……还有 10 个"


def test_advice_numbers_its_suggestions_and_names_what_turns() -> None:
    assert describe_advice(ADVICE).splitlines() == [
        "1 条纠正现在已经分对了",
        "1. 在词族 broken 里加“裂开”",
        "   改对的纠正 1 条：",
        "     repair：墙裂开了",
        "   例句改对了 1 句：",
        "     other → repair（应是 repair）：灯裂开 了",
        "   例句改错了 1 句：",
        "     other → repair（应是 other）：裂开的西瓜",
        "2. 单词“快递”对 volunteer 的分量设为 1.5（只见过一次，把握小）",
        "   改对的纠正 1 条：",
        "     volunteer：快递",
        "全部采纳：",
        "   例句改对了 1 句：",
        "     other → repair（应是 repair）：灯裂开 了",
        "说的是危险，归哪个队列由 danger.yaml 定 1 条：",
        "  other：着火",
        "没找到改一处就好又不伤别处的办法 1 条：",
        "  volunteer：唉",
    ]


def test_advice_as_json_says_the_same() -> None:
    advice = json.loads(json.dumps(advice_as_json(ADVICE)))
    first, second = advice["suggestions"]
    assert first["edit"] == {"kind": "add_term", "term": "裂开", "family": "broken"}
    assert first["words"] == "在词族 broken 里加“裂开”"
    assert first["repairs"] == [{"text": "墙裂开了", "queue": "repair", "was": "other"}]
    assert [turned["text"] for turned in first["broken"]] == ["裂开的西瓜"]
    assert second["number"] == 2
    assert [turned["after"] for turned in advice["together"]["repaired"]] == ["repair"]
    assert advice["left_over"][0]["text"] == "唉"
