"""Reading settings: one YAML file, the environment over it, and every mistake told at once."""

import difflib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from pydantic_settings.exceptions import SettingsError

from models.settings_file import Document, Place, UnreadableError, parse

PREFIX = "JIEYOU_"


class SettingsProblemError(Exception):
    """The settings are wrong; one line a mistake."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: the setting, and what is wrong with it, without its value."""

    place: Place
    sentence: str

    def __str__(self) -> str:
        return f"{'.'.join(str(part) for part in self.place)}: {self.sentence}"


class FileSettings(BaseSettings):
    """Settings whose file comes as arguments and whose environment wins."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment before the file."""
        return env_settings, init_settings

    def inconsistencies(self) -> list[Problem]:
        """What is wrong only in the light of other settings."""
        return []


Kind = TypeVar("Kind", bound=FileSettings)


def load_settings(kind: type[Kind], file: Path) -> Kind:
    """Read and check the settings. Raises SettingsProblemError with every mistake and its line."""
    complaints = _unknown_environment(kind)
    try:
        settings = _load(kind, file)
    except SettingsProblemError as error:
        complaints.append(str(error))
    if complaints:
        raise SettingsProblemError("\n".join(complaints))
    return settings


def _load(kind: type[Kind], file: Path) -> Kind:
    """The settings. Raises SettingsProblemError with every mistake in what is known."""
    document = _read(file)
    try:
        settings = kind(**document.content)
        problems = settings.inconsistencies()
    except SettingsError as error:
        hint = "put __ between levels, or give JSON"
        raise SettingsProblemError(f"environment: {error}; {hint}") from None
    except ValidationError as error:
        problems = [_problem(kind, each) for each in error.errors(include_input=False)]
    if problems:
        told = (f"{_origin(kind, file, document, each.place)}: {each}" for each in problems)
        raise SettingsProblemError("\n".join(told))
    return settings


def _read(file: Path) -> Document:
    """What the file says. Raises SettingsProblemError."""
    try:
        return parse(file.read_text(encoding="utf-8"))
    except OSError as error:
        problem = f"{file}: {error.strerror}; give the file with --config"
    except UnicodeDecodeError:
        problem = f"{file}: not UTF-8; save it as UTF-8"
    except UnreadableError as error:
        problem = f"{file}, line {error.line}: {error}"
    raise SettingsProblemError(problem)


def _origin(kind: type[FileSettings], file: Path, document: Document, place: Place) -> str:
    """Where to correct a setting: the line of the file, the variables that win over it, or both."""
    line = document.line_of(place)
    in_file = f"{file}, line {line}" if line else str(file)
    said = _said(EnvSettingsSource(kind)(), place)
    variables = [
        name
        for name, path in _environment().items()
        if all(ours == theirs for ours, theirs in zip(path, place, strict=False))
    ]
    in_environment = f"environment {', '.join(variables)}"
    if not isinstance(said, dict):
        return in_environment
    return f"{in_file}, {in_environment}" if said else in_file


def _said(environment: Any, place: Place) -> Any:
    """What the environment says at a place or in its stead; no group where it says nothing."""
    for part in place:
        if not isinstance(environment, dict):
            # Only groups are merged: a list or a value stands for all that is below it.
            break
        environment = environment.get(part, {})
    return environment


def _environment() -> dict[str, list[str]]:
    """The variables with our prefix, and the path that each one names."""
    return {
        name: name[len(PREFIX) :].lower().split("__")
        for name in os.environ
        if name.upper().startswith(PREFIX)
    }


def nearest(key: str, known: Sequence[str]) -> str:
    """A hint at the known key that looks most like this one."""
    close = difflib.get_close_matches(key, known, n=1, cutoff=0.0)
    return f"; did you mean {close[0]}?" if close else ""


def _unknown_environment(kind: type[FileSettings]) -> list[str]:
    """Variables with our prefix that name no group of settings."""
    known = list(kind.model_fields)
    return [
        f"environment {name}: unknown{nearest(group, known)}"
        for name, (group, *_) in _environment().items()
        if group not in known
    ]


def _problem(kind: type[FileSettings], error: Any) -> Problem:
    """One mistake pydantic found, with the nearest known key when the key is unknown."""
    if error["type"] == "extra_forbidden":
        *above, key = error["loc"]
        return Problem(error["loc"], f"unknown key{nearest(str(key), _keys_at(kind, above))}")
    return Problem(error["loc"], error["msg"])


def _keys_at(kind: Any, path: Sequence[Any]) -> list[str]:
    """The keys known at a place in the settings."""
    for name in path:
        field = getattr(kind, "model_fields", {}).get(name)
        # A dict or a tuple holds the model as an argument of its type; its keys are free.
        inner = field.annotation if field else kind
        kind = next((each for each in getattr(inner, "__args__", ()) if _is_model(each)), inner)
    return list(getattr(kind, "model_fields", {}))


def _is_model(kind: Any) -> bool:
    return hasattr(kind, "model_fields")
