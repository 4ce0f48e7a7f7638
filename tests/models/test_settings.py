"""Whoever writes a setting wrong is told at once, everything at once, and what to write instead."""

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from models.settings import FileSettings, SettingsProblemError, load_settings, nearest


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


class House(FileSettings):
    """Settings as the application joins them."""

    server: Server = Server()
    templates: dict[str, Template] = Field(default_factory=dict)
    secret: SecretStr = SecretStr("")

    def inconsistencies(self) -> list[str]:
        """A rule over two groups."""
        return ["templates: too many for one port"] if len(self.templates) > 2 else []


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A settings file with a port and a template."""
    file = tmp_path / "config.yaml"
    file.write_text("server: {port: 9000}\ntemplates: {task: {id: T1}}\n")
    return file


def problems(file: Path, content: str | None = None) -> list[str]:
    """What is wrong with the settings, line by line."""
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsProblemError) as found:
        load_settings(House, file)
    return str(found.value).splitlines()


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
    assert problems(file, "server: {prot: 1}") == ["server.prot: unknown key; did you mean port?"]
    assert problems(file, "servre: {port: 1}") == ["servre: unknown key; did you mean server?"]
    assert problems(file, "templates: {task: {id: T, color: x}}") == [
        "templates.task.color: unknown key; did you mean colour?"
    ]


def test_an_unknown_variable_is_answered_with_the_nearest_known_one(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIEYOU_SERVR__PORT", "1")
    monkeypatch.setenv("JIEYOU_SERVER__PROT", "1")
    assert problems(file) == [
        "environment JIEYOU_SERVR__PORT: unknown; did you mean server?",
        "server.prot: unknown key; did you mean port?",
    ]


def test_every_mistake_is_told_at_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIEYOU_COLOUR", "red")
    found = problems(file, "server: {port: 0, adress: x}\ntemplates: {task: {}}")
    places = [each.split(": ")[0] for each in found]
    assert places == [
        "environment JIEYOU_COLOUR",
        "server.port",
        "server.adress",
        "templates.task.id",
    ]


def test_what_contradicts_itself_is_told(file: Path) -> None:
    content = "templates: {a: {id: A}, b: {id: B}, c: {id: C}}"
    assert problems(file, content) == ["templates: too many for one port"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("server: [", "while parsing"),
        ("just words", "must hold groups such as `server:`"),
        ("- a list", "must hold groups such as `server:`"),
        ("1: 2", "must hold groups such as `server:`"),
        ("server: 5", "server: Input should be"),
        ("server: {port: abc}", "server.port: Input should be a valid integer"),
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
