"""The words that always work are known however they are written, and nothing else is."""

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import Command, choice, choices, number_alone, plain, recognise

SAYINGS = {
    "menu": "菜单 主菜单 目录 功能 帮助 怎么用 0 ０ 零 〇 按0 选零",
    "back": "返回 上一步 退出 回去",
    "repeat": "重复 再说一遍 再说一次 没听清 没看清",
    "elder_on": "老人模式 大字模式 长辈模式 打开大字模式",
    "elder_off": "普通模式 换回普通模式 关闭老人模式 退出大字模式",
    "too_hard": "我看不清 看不清楚 字太小 字太小了 说慢点 你说慢一点 慢点说 听不懂 看不懂 字大一点",
    "listens_on": "念给我听 说给我听 语音回答 用语音回答我",
    "listens_off": "不用念 不用念了 不要语音 别念了",
    "person": "人工 找人工 转人工 找个人工 我要人工 真人 工作人员 找工作人员 9 ９ 九 按9",
    "another": "新的 另一件 另一件事 是另一件事 不是这件",
    "correct": "改 改一下 改类型 分错了 不对 搞错了 弄错了",
    "cancel": "取消 撤回 撤销 不用了 算了 算了不用了 不用了谢谢 不用了，谢谢您",
    "not_fixed": "没修好 没解决 没弄好 没办好 没好 还没好 还没修好 没有修好 还是坏的",
    "rate": "评价",
    "urge": "催 催催 催一下 催一催 催办 帮我催一下",
    "tasks": "任务 任务列表 我的任务 看任务 有什么任务",
    "grab": "抢 抢单 我抢 接单 我来接 抢一单 抢一个",
    "finish": "完成 完成了 办好了 做完了 修好了",
    "give_back": "退回 去不了 来不了 完成不了",
    "return_case": "退单 不归我们管 这不归我管 不是我们管的",
    "accept": "接 接受 我接",
    "refuse": "拒绝 拒接 不接 我不接 不接受 接不了",
    "dispatch": "派 派单",
    "candidates": "谁能办 谁可以去 谁会修 谁来接",
    "veto": "否决",
    "supervise": "督办",
    "hand_over": "转办 转交 移交",
    "merge": "并案 合并",
    "reveal": "电话 查电话 联系电话",
    "reroute": "改派 改类",
    "call_back": "回访",
    "add": "补充",
    "cases": "案件 案件列表 我的案件 有什么案件",
    "case_details": "详情 案情",
    "receive_case": "签收",
    "decide_case": "受理",
    "assign_case": "指派",
    "answer_case": "答复",
    "finish_case": "办结",
    "case_link": "链接",
    "join": "当志愿者 我要当志愿者 我想当志愿者 想当一名志愿者 加入志愿者 报名志愿者 志愿者报名",
    "progress": "进度 进展 查进度 看进度 查询进度 我的进度 查一下我的进度 进度查询 进度怎么样了 "
    "我的事怎么样了 我的事办得怎么样了 我的事儿办到哪了 办得怎么样了 处理得如何了 "
    "修好了吗 修好了没有 办好了没 完成了吗",
    "hello": "你好 您好 在吗 有人吗 喂 早上好 HELLO Hi",
    "thanks": "谢谢 谢谢您 谢谢你们 好的谢谢 好的，谢谢 好 好的 嗯 嗯嗯 知道了 收到 行 OK 辛苦了",
}
CASES = [(said, name) for name, all_said in SAYINGS.items() for said in all_said.split()]
HERE = Path(__file__).parent
AROUND = ["{}", "{}。", " {} ", "{}！！", "“{}”", "{}\n", "{}～", "「{}」。", "{}…"]


@pytest.mark.parametrize(("said", "name"), CASES)
def test_a_word_is_known_with_whatever_stands_around_it(said: str, name: str) -> None:
    for frame in AROUND:
        assert recognise(frame.format(said)) == Command(name)


def read(name: str) -> list[tuple[str, str | None]]:
    """The sentences of a file with the command each is."""
    rows = yaml.safe_load((HERE / name).read_text("utf-8"))
    return [(str(s), None if name == "none" else name) for name in rows for s in rows[name]]


def heard(said: str) -> str | None:
    command = recognise(said)
    return command.name if command else None


@pytest.mark.parametrize(("said", "name"), read("natural_forms.yaml"))
def test_people_need_not_know_the_words(said: str, name: str | None) -> None:
    assert heard(said) == name


def test_most_of_what_nobody_thought_of_is_known_and_needs_are_hardly_ever_taken() -> None:
    rows = read("natural_forms_held_out.yaml")
    needs = [heard(said) is None for said, name in rows if name is None]
    known = [heard(said) == name for said, name in rows if name is not None]
    assert sum(needs) / len(needs) >= 0.9
    assert sum(known) / len(known) >= 0.65


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("那个修灯的到哪一步了", Command("progress", rest="修灯")),
        ("上次报的水管有消息了吗", Command("progress", rest="水管")),
        ("请问，我家水管的事，处理得怎么样了？", Command("progress", rest="水管")),
        ("编号10019现在怎么样了", Command("progress", "10019")),
        ("灯自己好了，不用来了，谢谢啊", Command("cancel", rest="灯")),
        ("帮我取消一下那个修灯的", Command("cancel", rest="修灯")),
        ("麻烦把修水管的那个单子撤了", Command("cancel", rest="修水管")),
        ("我儿子修好了不用来了", Command("cancel")),
        ("催一催那个修水管的师傅", Command("urge", rest="修水管")),
        ("水管换好了", Command("finish", rest="水管换好了")),
        ("家里有事，去不了了", Command("give_back", rest="家里有事去不了了")),
    ],
)
def test_a_sentence_may_name_what_it_is_about(said: str, command: Command) -> None:
    assert recognise(said) == command


@pytest.mark.parametrize("said", ["怎么还没人来", "有没有活", "这个我去", "我干不了", "又坏了"])
def test_a_sentence_that_may_mean_something_else_brings_its_words(said: str) -> None:
    command = recognise(said)
    assert command is not None
    assert command.rest == said


NUMBERED = [
    ("派 10019 给 张师傅", Command("dispatch", "10019", "给 张师傅")),
    ("派１００１９给张师傅", Command("dispatch", "10019", "给张师傅")),
    ("派单一〇〇一九给张师傅。", Command("dispatch", "10019", "给张师傅")),
    ("把10019派给张师傅", Command("dispatch", "10019", "派给张师傅")),
    ("派，10019，张师傅", Command("dispatch", "10019", "张师傅")),
    ("派 3", Command("dispatch", "3")),
    ("谁能办10019", Command("candidates", "10019")),
    ("10019谁能办", Command("candidates", "10019")),
    ("接10019号", Command("accept", "10019")),
    ("拒绝10019家里有事", Command("refuse", "10019", "家里有事")),
    ("不接，太远了", Command("refuse", rest="太远了")),
    ("否决10019他没有电工证", Command("veto", "10019", "他没有电工证")),
    ("督办 10019，三天内办好", Command("supervise", "10019", "三天内办好")),
    ("把10019转给法律援助中心", Command("hand_over", "10019", "法律援助中心")),
    ("并案一〇〇一九 一〇〇二八", Command("merge", "10019", "一〇〇二八")),
    ("电话10019核对地址", Command("reveal", "10019", "核对地址")),
    ("改类10019法律援助", Command("reroute", "10019", "法律援助")),
    ("回访10019不满意，还在漏", Command("call_back", "10019", "不满意,还在漏")),
    ("退单 10019 还在保修期", Command("return_case", "10019", "还在保修期")),
    ("抢 10019", Command("grab", "10019")),
    ("抢10019", Command("grab", "10019")),
    ("抢１００１９", Command("grab", "10019")),
    ("抢10019号", Command("grab", "10019")),
    ("抢第10019单", Command("grab", "10019")),
    ("抢编号10019", Command("grab", "10019")),
    ("抢单 10019。", Command("grab", "10019")),
    ("抢幺零零幺九", Command("grab", "10019")),
    ("抢一〇〇一九", Command("grab", "10019")),
    ("抢 3", Command("grab", "3")),
    ("进度 10019", Command("progress", "10019")),
    ("查进度10019", Command("progress", "10019")),
    ("进度　１００１９", Command("progress", "10019")),
    ("取消 10019", Command("cancel", "10019")),
    ("取消10019号，谢谢", Command("cancel", "10019")),
    ("催10019", Command("urge", "10019")),
    ("退回 10019", Command("give_back", "10019")),
    ("退回 10019 家里有事", Command("give_back", "10019", "家里有事")),
    ("退回家里有事", Command("give_back", rest="家里有事")),
    ("去不了，家里有事", Command("give_back", rest="家里有事")),
    ("退单10019，2 在六安", Command("return_case", "10019", "2 在六安")),
    ("详情一〇〇一九", Command("case_details", "10019")),
    ("签收 10019号 皖援2026-118", Command("receive_case", "10019", "皖援2026-118")),
    ("受理１００１９", Command("decide_case", "10019")),
    ("指派10019李律师 对方 张三丰", Command("assign_case", "10019", "李律师 对方 张三丰")),
    ("答复 10019：请带工资条", Command("answer_case", "10019", "请带工资条")),
    ("答复 请带工资条", Command("answer_case", rest="请带工资条")),
    ("办结10019 钱已付清", Command("finish_case", "10019", "钱已付清")),
    ("链接 10019", Command("case_link", "10019")),
    ("补充10019，是东边那盏", Command("add", "10019", "是东边那盏")),
    ("完成 10019", Command("finish", "10019")),
    ("完成10019换了灯泡", Command("finish", "10019", "换了灯泡")),
    ("完成一〇〇一九 换了两个灯泡", Command("finish", "10019", "换了两个灯泡")),
    ("完成了灯泡换好了", Command("finish", rest="灯泡换好了")),
    ("完成。灯泡换好了", Command("finish", rest="灯泡换好了")),
    ("完成\n灯泡换好了\n很亮", Command("finish", rest="灯泡换好了 很亮")),
    ("修好了，换了个开关", Command("finish", rest="换了个开关")),
    ("没修好 10019", Command("not_fixed", "10019")),
    ("没修好 还在漏", Command("not_fixed", rest="还在漏")),
    ("没修好还在漏", Command("not_fixed", rest="还在漏")),
    ("没修好 10019 还在漏", Command("not_fixed", "10019", "还在漏")),
    ("没修好 3楼还黑着", Command("not_fixed", rest="3楼还黑着")),
    ("没解决，1203室还在漏", Command("not_fixed", rest="1203室还在漏")),
    ("没好，还在漏", Command("not_fixed", rest="还在漏")),
]


@pytest.mark.parametrize(("said", "command"), NUMBERED)
def test_a_number_and_words_may_come_with_it(said: str, command: Command) -> None:
    assert recognise(said) == command


@pytest.mark.parametrize(
    ("said", "stars", "number"),
    [
        ("评价5", 5, None),
        ("评价 5", 5, None),
        ("评价５", 5, None),
        ("评价五分", 5, None),
        ("评价 4 分", 4, None),
        ("评价三星", 3, None),
        ("评价两颗星", 2, None),
        ("五星", 5, None),
        ("5分", 5, None),
        ("给五分", 5, None),
        ("打4星", 4, None),
        ("评价 5 10019", 5, "10019"),
        ("评价10019", None, "10019"),
        ("评价 0", 0, None),
        ("评价 6", 6, None),
        ("评价 100", 100, None),
    ],
)
def test_stars_are_read_and_never_cut_out_of_a_number(
    said: str, stars: int | None, number: str | None
) -> None:
    assert recognise(said) == Command("rate", number, stars=stars)


@pytest.mark.parametrize(
    "said",
    [
        "帮我取消明天的预约",
        "取消明天的预约",
        "菜单上写错了",
        "我家没修好的水管",
        "没好意思麻烦邻居",
        "去不了医院，能不能找人陪我",
        "完成不了解",
        "抢劫",
        "抢修水管",
        "催缴物业费",
        "进度太慢了",
        "你好，我家灯坏了",
        "谢谢你帮我修灯",
        "改水管",
        "派人来修水管",
        "你们派人来了吗",
        "谁来修水管",
        "接不上网",
        "接水管漏了",
        "不接电话的邻居",
        "电话打不通",
        "电话13912345678",
        "转给别人的钱要不回来",
        "合并户口怎么办",
        "拆迁补偿移交手续",
        "新的灯泡坏了",
        "评价一下你们",
        "9楼的灯坏了",
        "0551",
        "10019",
        "",
        "。。。",
        "😀",
    ],
)
def test_sentences_that_only_look_alike_are_no_commands(said: str) -> None:
    assert recognise(said) is None


@pytest.mark.parametrize(
    ("said", "number"),
    [
        *(
            (said, 2)
            for said in ("2", "２", "二", "两", "2。", "第二个", "2号", "回2", "我选2", "按二")
        ),
        *((said, None) for said in ("", "12", "2楼", "二十", "两个灯泡", "二号楼")),
    ],
)
def test_a_choice_is_one_number_and_nothing_else(said: str, number: int | None) -> None:
    assert choice(said) == number


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("1 4", [1, 4]),
        ("１，４", [1, 4]),
        ("14", [1, 4]),
        ("一和四", [1, 4]),
        ("4 1 4", [4, 1]),
        ("都行", []),
    ],
)
def test_several_choices_keep_their_order_and_count_once(said: str, numbers: list[int]) -> None:
    assert choices(said) == numbers


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("10019", "10019"),
        ("１００１９。", "10019"),
        ("编号10019", "10019"),
        ("第10019号", "10019"),
        ("幺零零幺九", "10019"),
        ("10019 灯", None),
        ("3", None),
        ("", None),
    ],
)
def test_a_ticket_number_can_stand_alone(said: str, number: str | None) -> None:
    assert number_alone(said) == number


@given(st.text())
def test_any_text_is_read_without_failing(text: str) -> None:
    command = recognise(text)
    assert command is None or command.name in SAYINGS
    assert choice(text) in {None, *range(10)}
    assert all(0 <= number <= 9 for number in choices(text))
    assert plain(plain(text)) == plain(text)


@given(
    st.sampled_from([said for said, _ in CASES]),
    st.text("，。！、 \n”0123456789一二三号单分星不吗", max_size=12),
)
def test_whatever_follows_a_word_is_read_without_failing(said: str, tail: str) -> None:
    command = recognise(said + tail)
    assert command is None or command.name in SAYINGS


@pytest.mark.parametrize("piece", ["，", " ", "抢", "1", "嗯", " ，", "“"])
def test_an_endless_message_takes_no_time(piece: str) -> None:
    started = time.perf_counter()
    for word in ("", "抢", "完成", "没好", "评价", "取消"):
        recognise(word + piece * 50_000 + "a")
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("start", ["", "人工", "没听清", "算了", "请", "我家"])
def test_no_stammering_takes_time(start: str) -> None:
    pieces = ["说", "帮我", "我", "来", "不用了", "好了", "听", "那个", "还没来", "找", "的", "修"]
    started = time.process_time()
    for piece in pieces:
        recognise((start + piece * 40)[:39] + "x")
    assert time.process_time() - started < 0.5
