"""The rule of the house: arrows never point up, and each library has one home."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# What each room may import of ours.
MAY_KNOW: dict[str, set[str]] = {
    "models": {"models"},
    "nlp": {"nlp"},
    "bot": {"bot", "nlp", "models"},
    "handlers": {"handlers", "bot", "models"},
    "jobs": {"jobs", "bot", "models"},
    "simulator": {"simulator"},
}
ROOMS = {*MAY_KNOW, "app", "console", "tests", "benchmarks"}

# Which modules may import a library; a path ending in / is a whole room.
HOMES: dict[str, tuple[str, ...]] = {
    "motor": ("models/database.py",),
    "pymongo": ("models/database.py",),
    "gridfs": ("models/database.py",),
    "bson": ("models/database.py",),
    "secantus": (),
    "jieba": ("nlp/segment.py",),
    "numpy": ("nlp/workshop/",),
    "scipy": ("nlp/workshop/matrices.py",),
    "chinese_calendar": ("models/calendar.py",),
    "pypinyin": ("nlp/homophones.py",),
    "wechatpy": ("bot/envelope.py", "bot/replies.py"),
    "apscheduler": ("jobs/schedule.py",),
    "tornado": (
        "handlers/",
        "bot/wechat/client.py",
        "bot/signed_post.py",
        "bot/speech/",
        "simulator/",
        "app.py",
    ),
    "prometheus_client": ("handlers/metrics.py",),
    "xlsxwriter": ("bot/office/workbook.py",),
    "qrcode": ("simulator/", "handlers/console/own.py", "bot/help_card.py"),
    "av": ("bot/speech/audio.py",),
    "argon2": ("bot/office/passwords.py",),
    "pyotp": ("bot/office/second_factor.py",),
}

WHY = {
    "models": "models is the ground floor: it knows the neighbourhood and nothing above it",
    "nlp": "nlp is pure: text in, understanding out, without store or WeChat",
    "bot": "bot talks; doors and clocks call it, never the other way round",
    "handlers": "handlers are doors: they hand on to the bot and know no job",
    "jobs": "jobs are the clock: they know no door",
    "simulator": "the simulator is the other side of the wire and must not share our mistakes",
}


def sources() -> list[Path]:
    found = [*ROOT.glob("*.py")]
    for room in MAY_KNOW:
        found += (ROOT / room).rglob("*.py")
    return sorted(found)


def imports_of(file: Path) -> Iterator[str]:
    """What a file imports; a name taken from a package may be a module, so it counts as one."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = file.relative_to(ROOT).parts[: -node.level] if node.level else ()
            source = ".".join((*package, *([node.module] if node.module else ())))
            yield source
            yield from (f"{source}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("file", sources(), ids=lambda file: str(file.relative_to(ROOT)))
def test_arrows_never_point_up(file: Path) -> None:
    room = file.relative_to(ROOT).parts[0].removesuffix(".py")
    if room == "app":
        return
    for name in imports_of(file):
        target = name.split(".")[0]
        assert target not in ROOMS - MAY_KNOW[room], f"{file.name} imports {name}: {WHY[room]}"


@pytest.mark.parametrize("file", sources(), ids=lambda file: str(file.relative_to(ROOT)))
def test_each_library_has_one_home(file: Path) -> None:
    place = file.relative_to(ROOT).as_posix()
    for name in imports_of(file):
        homes = HOMES.get(name.split(".")[0])
        if homes is not None:
            assert place.startswith(homes), f"{place} imports {name}, which lives in {homes}"


def test_no_room_imports_in_a_circle() -> None:
    modules = {module_name(file): file for file in sources()}
    graph = {
        name: {target for target in imports_of(file) if target in modules}
        for name, file in modules.items()
    }
    for start in graph:
        assert start not in reachable(graph, start), f"{start} imports itself by a detour"


def module_name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def reachable(graph: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += graph[name]
    return seen
