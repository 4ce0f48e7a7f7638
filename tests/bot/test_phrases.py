"""Every sentence the bot says is there, is filled as it asks to be, is used, and is short."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.agencies.deeds import DEEDS as AGENCY_DEEDS
from bot.agencies.view import SHOWN_DUES
from bot.links import without_links
from bot.manners import BY_CARD, CALL
from bot.office.intake import SOURCES
from bot.office.replying import STANDARD
from bot.office.ticket_view import SHOWN_DUES as SHOWN
from bot.phrases import ELDER, PhrasesError, load_phrases
from bot.refusals import SAID, SAID_BY_STAFF
from bot.screens import screens
from bot.speech.audio import Fault
from bot.talks.giving_back import REASONS
from bot.talks.preferences import DEFAULTS
from bot.talks.voice import LOST
from models.ladder import Rung
from models.moves import Move, Need, State
from models.notice import Channel, NoticeState
from models.people import Role
from models.rules import RULES
from models.suitability import Nearness, Unfit
from models.summary import Summary
from models.ticket import Due
from nlp import QUEUES
from nlp.danger import KINDS as DANGERS
from nlp.danger import UNCLEAR

ROOT = Path(__file__).resolve().parents[2]
PHRASES = load_phrases()
SPEAKERS = {"say", "missed", "phrases", "_phrases"}
GAPS = {"alarm", "number", "queue", "place", "when", "who", "stars", "note", "until"}
NOTICES = {kind for rule in RULES for kind in rule.tells.values()}
NOTICES |= {BY_CARD, CALL, "family", "bound", "bound_to"}
ATTACHMENTS = {"photo", "voice", "video"}
SKILLS = {queue for queue in QUEUES if queue != "other"}
DEEDS = {deed.value for deed in AGENCY_DEEDS}
RUNGS = set(Rung.model_fields["who"].annotation.__args__)  # type: ignore[union-attr]

# What stands for the gap in a name put together by the code, such as say(f"queue.{queue}").
FAMILIES: Mapping[str, set[str]] = {
    "queue.": set(QUEUES),
    "screen.": set(screens()),
    "source.": {"chat", "card", "check_in", "family", "page", *SOURCES},
    "figures.by.": {"whole", *Summary().by},
    "state.": {state.value for state in State},
    "skill.": SKILLS,
    "describe.": SKILLS,
    "kind.": ATTACHMENTS,
    "report.": ATTACHMENTS,
    "report.attached.": ATTACHMENTS,
    "report.next.": RUNGS,
    "danger.": {*DANGERS, UNCLEAR},
    "alarm.of.": {*DANGERS, UNCLEAR, "danger", "check_in"},
    "agency.deed.": DEEDS,
    "agency.done.": DEEDS,
    "agency.due.": {due.value for due in SHOWN_DUES},
    "agency.missing.": {need.value for need in Need},
    "notice.": NOTICES,
    "template.": NOTICES,
    "progress.": {"open", "held", "away", "paused", "done", "ended"},
    "progress.due.": {each.value for each in Due} - {"climb", "warn", "call_back", "alarm"},
    "rating.": {"thanks", "sorry"},
    "volunteer.": {"tasks_head", "pledged_head", "mine_head"},
    "claims.reason.": set(REASONS.values()),
    "preferences.name.": set(DEFAULTS),
    "preferences.unclear.": set(DEFAULTS),
    "voice.trouble.": {LOST, *Fault},
    "weekday.": {str(day) for day in range(1, 8)},
    "family.mode.": {f"{what}_{how}" for what in ("large", "voice") for how in ("on", "off")},
    "page.stands.": {"open", "held", "away", "paused", "done", "merged", "cancelled"},
    "nearness.": {each.name.lower() for each in Nearness},
    "unfit.": {each.value for each in Unfit},
    "can.": {move.value for move in SAID},
    "staff.can.": {move.value for move in SAID_BY_STAFF},
    "undelivered.": {"asker", "follower"},
    "refusal.": {"late", "state"},
    "refusal.missing.": {need.value for need in Need},
    "call_back.noted.": {"content", "unreached"},
    "role.": {role.value for role in Role},
    "timeline.": {move.value for move in Move},
    "way.": {channel.value for channel in Channel} - {"record"},
    "became.": {state.value for state in NoticeState},
    "due_for.": {each.value for each in SHOWN},
    "reply.title.": set(STANDARD),
    "reply.text.": set(STANDARD),
}

# Each on one screen, so that nobody has to scroll back to the beginning.
SCREENS = [name for name in PHRASES.names() if name.split(".")[0] not in {"queue", "state"}]
LINES, LINE, BYTES = 6, 28, 2048


def calls() -> Iterator[tuple[str, ast.expr, set[str] | None]]:
    """Where, which phrase and with which gaps (None when they are not written out)."""
    for room in ("bot", "jobs"):
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and _name_of(node.func) in SPEAKERS and node.args:
                    given = {each.arg for each in node.keywords}
                    written = None if None in given else {arg for arg in given if arg}
                    yield f"{file.name}:{node.lineno}", node.args[0], written


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def names_of(argument: ast.expr) -> set[str]:
    """The names a call can mean: the one written, or the family of one put together."""
    if isinstance(argument, ast.Constant):
        return {str(argument.value)}
    if isinstance(argument, ast.IfExp):
        return names_of(argument.body) | names_of(argument.orelse)
    if isinstance(argument, ast.JoinedStr):
        prefix = argument.values[0]
        assert isinstance(prefix, ast.Constant), "a name begins with its family"
        family = str(prefix.value)
        return {family + member for member in FAMILIES[family]}
    return set()


CALLS = [
    (where, name, gaps) for where, argument, gaps in calls() for name in sorted(names_of(argument))
]


def test_calls_are_found() -> None:
    assert len(CALLS) > 80


def test_every_phrase_the_code_names_exists() -> None:
    missing = {f"{where} {name}" for where, name, _ in CALLS if name not in PHRASES.names()}
    assert not missing


def test_every_call_fills_the_gaps_of_its_phrase() -> None:
    # More than asked for is fine where one call serves a family of phrases.
    short = [
        f"{where} {name}: {sorted(PHRASES.gaps(name) - gaps)}"
        for where, name, gaps in CALLS
        if gaps is not None and name in PHRASES.names() and PHRASES.gaps(name) - gaps
    ]
    assert not short


def test_a_call_of_one_phrase_passes_nothing_it_does_not_show() -> None:
    needless = [
        f"{where} {name}: {sorted(gaps - PHRASES.gaps(name))}"
        for where, argument, gaps in calls()
        for name in names_of(argument)
        if isinstance(argument, ast.Constant) and gaps and gaps - PHRASES.gaps(name)
    ]
    assert not needless


def test_every_phrase_is_used() -> None:
    said = {name for _, name, _ in CALLS}
    assert {name.removeprefix(ELDER) for name in PHRASES.names()} - said == set()


def test_what_elders_hear_fills_no_gap_that_others_do_not() -> None:
    for name in PHRASES.names():
        twin = PHRASES.for_elders(name)
        assert PHRASES.gaps(twin) <= PHRASES.gaps(name), twin


SAMPLES = {
    "number": "10012",
    "known": "10011",
    "queue": "找人帮忙",
    "count": "12",
    "who": "志愿者张师傅",
    "phone": "13800135678",
    "until": "12月25日 10:00",
    "text": "灯" * 14,
    "about": "灯" * 12,
    "state": "重新办理",
}
FREE = {"choices", "lines", "advice", "words"}  # lines of their own, measured where they come from
WIDEST = 16  # Chinese characters; others are half as wide


def width(line: str) -> float:
    return sum(1 if ord(letter) > 0x2000 else 0.5 for letter in line)


@pytest.mark.parametrize("name", [name for name in PHRASES.names() if name.startswith(ELDER)])
def test_elders_read_six_short_lines_at_most(name: str) -> None:
    gaps = dict.fromkeys(PHRASES.gaps(name) & FREE, "好") | SAMPLES
    lines = without_links(PHRASES(name, **gaps)).splitlines()
    assert len(lines) <= 6
    assert [line for line in lines if width(line) > WIDEST] == []


def test_numbers_can_be_tapped_by_elders() -> None:
    said = PHRASES("elder.duplicates.ask", **dict.fromkeys(PHRASES.gaps("duplicates.ask"), "9 乱"))
    assert 'msgmenucontent=2&msgmenuid=elder.duplicates.ask">2 不是</a>' in said
    assert "1 是的　2 不是" in without_links(said)
    assert said.count("<a ") == 4


def test_what_was_said_is_put_again_as_elders_hear_it() -> None:
    filed = PHRASES("report.filed", number="10012", queue="报修", evidence="", next="等")
    told = without_links(PHRASES.reworded(f"{filed}\n{PHRASES('report.hints')}"))
    assert told.splitlines() == [
        "好，记下了，编号 10012。",
        "是【报修】的事。",
        "有人办了就告诉您。",
        "不要了，就说“取消”。",
        "9 找人说话　0 回到开头",
    ]
    assert PHRASES.reworded("随便什么话") == "随便什么话"


@pytest.mark.parametrize("kind", sorted(NOTICES))
def test_notices_ask_only_for_what_the_courier_knows(kind: str) -> None:
    assert PHRASES.gaps(f"notice.{kind}") <= GAPS


@pytest.mark.parametrize("kind", sorted(NOTICES))
def test_a_template_never_holds_what_a_resident_said(kind: str) -> None:
    allowed = {"taken": {"who"}, "rated": {"stars"}}.get(kind, set())
    assert PHRASES.gaps(f"template.{kind}") == allowed


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_short(name: str) -> None:
    linked = PHRASES(name, **dict.fromkeys(PHRASES.gaps(name), ""))
    text = without_links(linked)
    lines = text.splitlines()
    assert len(lines) <= LINES
    assert max(len(line) for line in lines or [""]) <= LINE
    assert len(linked.encode()) <= BYTES


@pytest.mark.parametrize("name", PHRASES.names())
def test_a_phrase_is_plain_chinese(name: str) -> None:
    text = without_links(PHRASES(name, **dict.fromkeys(PHRASES.gaps(name), "")))
    for odd in ("您好您", "openid", "ID", "系统", "错误", "失败", "无效", "指令", "提交", "操作"):
        assert odd not in text
    assert text == text.strip()


@pytest.mark.parametrize("danger", [*DANGERS, UNCLEAR])
def test_advice_in_danger_fits_one_glance_and_names_a_number(danger: str) -> None:
    advice = PHRASES(f"danger.{danger}")
    assert len(advice.splitlines()) <= 2
    assert any(number in advice for number in ("110", "119", "120", "12356"))


def test_a_file_with_a_list_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "menu.yaml").write_text("menu:\n  main: [一, 二]\n", "utf-8")
    with pytest.raises(PhrasesError, match=r"menu\.yaml: menu\.main"):
        load_phrases(tmp_path)


def test_a_file_that_cannot_be_read_is_refused_by_line(tmp_path: Path) -> None:
    (tmp_path / "menu.yaml").write_text("menu:\n  main: 您好: 请说\n", "utf-8")
    with pytest.raises(PhrasesError, match=r"menu\.yaml, line 2: .*in quotes"):
        load_phrases(tmp_path)


def test_a_phrase_that_stands_in_two_files_is_refused(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("menu:\n  main: 您好\n", "utf-8")
    with pytest.raises(PhrasesError, match=r"b\.yaml: menu\.main"):
        load_phrases(tmp_path)


def test_words_of_a_person_that_look_like_gaps_stay_words() -> None:
    assert PHRASES("report.line", number="1", queue="报修", text="{number}{x}") == (
        "编号 1【报修】{number}{x}"
    )


def test_other_peoples_words_become_no_link_and_turn_nothing_around() -> None:
    evil = '<a href="weixin://bizmsgmenu?msgmenucontent=退回&msgmenuid=1">看\u202e这里</a>'
    said = PHRASES("notice.done", number="10019", note=evil)
    assert "<" not in said
    assert "\u202e" not in said
    assert "看这里" in said
