"""Whoever writes a setting wrong is told at once, everything at once, and what to write instead."""

from pathlib import Path
from typing import Literal, Self

import pytest
from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from models.settings import FileSettings, Problem, SettingsProblemError, load_settings, nearest

CONFIG = Path(__file__).resolve().parents[2] / "config.yaml"


class Server(BaseModel):
    """A group."""

    model_config = ConfigDict(extra="forbid")

    port: int = Field(default=8000, ge=1)
    address: str = "127.0.0.1"


class Template(BaseModel):
    """One of many."""

    model_config = ConfigDict(extra="forbid")

    id: str
    colour: str = "red"


class Rung(BaseModel):
    """One of a list."""

    who: Literal["volunteers", "group", "agency", "desk"]
    within: str = "grid"


class Queue(BaseModel):
    """A list in a group of groups."""

    ladder: tuple[Rung, ...]

    @model_validator(mode="after")
    def _ends(self) -> Self:
        if not self.ladder:
            raise ValueError("no rung")
        return self


class House(FileSettings):
    """Settings as the application joins them."""

    server: Server = Server()
    templates: dict[str, Template] = Field(default_factory=dict)
    queues: dict[str, Queue] = Field(default_factory=dict)
    secret: SecretStr = SecretStr("")

    def inconsistencies(self) -> list[Problem]:
        """Rules over several groups."""
        return [
            Problem(("queues", name, "ladder", index, "within"), "no template of that name")
            for name, queue in self.queues.items()
            for index, rung in enumerate(queue.ladder)
            if self.templates and rung.within not in self.templates
        ]


class Street(FileSettings):
    """The queues of the real file, whatever else is in it."""

    model_config = SettingsConfigDict(extra="ignore")

    queues: dict[str, Queue]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A settings file with a port and a template."""
    file = tmp_path / "config.yaml"
    file.write_text("server: {port: 9000}\ntemplates: {task: {id: T1}}\n")
    return file


def problems(file: Path, content: str | None = None, kind: type[FileSettings] = House) -> list[str]:
    """What is wrong with the settings, line by line, without the folder of the file."""
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsProblemError) as found:
        load_settings(kind, file)
    return str(found.value).replace(f"{file.parent}/", "").splitlines()


def test_the_file_says_what_it_says_and_defaults_say_the_rest(file: Path) -> None:
    house = load_settings(House, file)
    assert (house.server.port, house.server.address) == (9000, "127.0.0.1")
    assert house.templates["task"].colour == "red"


def test_an_empty_file_means_the_defaults(file: Path) -> None:
    file.write_text("# nothing but a comment\n")
    assert load_settings(House, file) == House()


def test_the_environment_wins_over_the_file_and_leaves_the_rest(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIEYOU_SERVER__ADDRESS", "0.0.0.0")  # noqa: S104
    monkeypatch.setenv("JIEYOU_TEMPLATES__TASK__COLOUR", "blue")
    house = load_settings(House, file)
    assert (house.server.port, house.server.address) == (9000, "0.0.0.0")  # noqa: S104
    assert (house.templates["task"].id, house.templates["task"].colour) == ("T1", "blue")


def test_an_unknown_key_is_answered_with_the_nearest_known_one(file: Path) -> None:
    assert problems(file, "server: {prot: 1}") == [
        "config.yaml, line 1: server.prot: unknown key; did you mean port?"
    ]
    assert problems(file, "servre: {port: 1}") == [
        "config.yaml, line 1: servre: unknown key; did you mean server?"
    ]
    assert problems(file, "templates: {task: {id: T, color: x}}") == [
        "config.yaml, line 1: templates.task.color: unknown key; did you mean colour?"
    ]


def test_an_unknown_variable_is_answered_with_the_nearest_known_one(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIEYOU_SERVR__PORT", "1")
    monkeypatch.setenv("JIEYOU_SERVER__PROT", "1")
    assert problems(file) == [
        "environment JIEYOU_SERVR__PORT: unknown; did you mean server?",
        "environment JIEYOU_SERVER__PROT: server.prot: unknown key; did you mean port?",
    ]


def test_every_mistake_is_told_at_once_with_its_own_line(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIEYOU_COLOUR", "red")
    content = "server:\n  port: 0\n  adress: x\ntemplates:\n  task: {}\nqueues: {a: {ladder: 1}}"
    places = [each.rsplit(": ", 1)[0] for each in problems(file, content)]
    assert places == [
        "environment JIEYOU_COLOUR",
        "config.yaml, line 2: server.port",
        "config.yaml, line 3: server.adress",
        "config.yaml, line 5: templates.task.id",
        "config.yaml, line 6: queues.a.ladder",
    ]


LADDERS = """\
templates:
  grid: {id: T}
queues:
  repair:
    ladder:
      - {who: volunteers, within: grid}
      - {who: group,
         within: city}
  other:
    ladder: []
"""


def test_a_rung_is_named_by_its_own_line(file: Path) -> None:
    content = LADDERS.replace("group", "mayor").replace("[]", "[{within: grid}]")
    assert [each.rsplit(": ", 1)[0] for each in problems(file, content)] == [
        "config.yaml, line 7: queues.repair.ladder.1.who",
        "config.yaml, line 10: queues.other.ladder.0.who",
    ]


def test_a_rule_of_a_whole_group_names_the_line_where_the_group_begins(file: Path) -> None:
    assert problems(file, LADDERS) == ["config.yaml, line 9: queues.other: Value error, no rung"]


def test_what_contradicts_another_setting_is_named_by_its_line(file: Path) -> None:
    content = LADDERS.replace("[]", "[{who: desk}]")
    assert problems(file, content) == [
        "config.yaml, line 8: queues.repair.ladder.1.within: no template of that name"
    ]


def test_what_the_file_leaves_out_is_named_by_the_line_it_belongs_under(file: Path) -> None:
    content = LADDERS.replace(", within: grid", "").replace("grid:", "city:")
    (problem,) = problems(file, content.replace("[]", "[{who: desk, within: city}]"))
    assert problem.startswith("config.yaml, line 6: queues.repair.ladder.0.within: ")


def test_a_wrong_rung_in_the_file_we_ship_is_named_by_its_line(tmp_path: Path) -> None:
    lines = CONFIG.read_text(encoding="utf-8").splitlines()
    number = max(n for n, line in enumerate(lines) if "who: desk" in line)
    lines[number] = lines[number].replace("who: desk", "who: mayor")
    (problem,) = problems(tmp_path / "config.yaml", "\n".join(lines), Street)
    assert problem.startswith(f"config.yaml, line {number + 1}: queues.")
    assert problem.endswith("who: Input should be 'volunteers', 'group', 'agency' or 'desk'")


@pytest.mark.parametrize(
    ("variable", "value", "origin"),
    [
        ("JIEYOU_SERVER__PORT", "0", "environment JIEYOU_SERVER__PORT: server.port: "),
        ("jieyou_server__port", "0", "environment jieyou_server__port: server.port: "),
        ("JIEYOU_SERVER", '{"port": 0}', "environment JIEYOU_SERVER: server.port: "),
        (
            "JIEYOU_QUEUES__REPAIR__LADDER",
            '[{"who": "mayor"}]',
            "environment JIEYOU_QUEUES__REPAIR__LADDER: queues.repair.ladder.0.who: ",
        ),
    ],
)
def test_a_mistake_of_the_environment_is_named_by_its_variable(
    file: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, origin: str
) -> None:
    monkeypatch.setenv(variable, value)
    (problem,) = problems(file, "server: {port: 9000}\n" + LADDERS.replace("[]", "[{who: desk}]"))
    assert problem.startswith(origin)


def test_a_mistake_of_the_file_beside_the_environment_keeps_its_line(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIEYOU_SERVER", '{"port": 1}')
    (problem,) = problems(file, "server:\n  address: [1]")
    assert problem.startswith("config.yaml, line 2: server.address: ")


def test_a_rule_of_a_group_that_both_fill_names_both(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIEYOU_QUEUES__REPAIR__LADDER", "[]")
    assert problems(file, LADDERS.replace("[]", "[{who: desk, within: grid}]")) == [
        "config.yaml, line 4, environment JIEYOU_QUEUES__REPAIR__LADDER: "
        "queues.repair: Value error, no rung"
    ]


def test_what_nobody_wrote_is_named_by_the_file_it_belongs_in(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIEYOU_TEMPLATES__TASK__COLOUR", "blue")
    assert problems(file, "") == ["config.yaml: templates.task.id: Field required"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("server: [", "config.yaml, line 1: while parsing"),
        ("just words", "must hold groups such as `server:`"),
        ("- a list", "must hold groups such as `server:`"),
        ("1: 2", "must hold groups such as `server:`"),
        ("server: 5", "line 1: server: Input should be"),
        ("server: {port: abc}", "line 1: server.port: Input should be a valid integer"),
    ],
)
def test_a_file_that_makes_no_sense_is_named(file: Path, content: str, sentence: str) -> None:
    assert sentence in "\n".join(problems(file, content))


def test_a_file_in_another_encoding_is_to_be_saved_as_utf_8(file: Path) -> None:
    file.write_bytes("# 设置".encode("gbk"))
    assert "save it as UTF-8" in problems(file)[0]


def test_a_missing_file_says_how_to_give_another(tmp_path: Path) -> None:
    assert problems(tmp_path / "none.yaml")[0].endswith("give the file with --config")


def test_a_variable_that_cannot_be_read_says_how_to_write_it(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIEYOU_TEMPLATES", "{task")
    assert "put __ between levels, or give JSON" in problems(file)[0]


def test_a_secret_is_never_part_of_a_complaint(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIEYOU_SECRET", "sesame")
    assert "sesame" not in "\n".join(problems(file, "server: {port: x}\nsecret: {sesame: 1}"))


def test_the_nearest_of_nothing_is_nothing() -> None:
    assert nearest("port", []) == ""
