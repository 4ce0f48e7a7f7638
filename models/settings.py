"""Reading settings: one YAML file, the environment over it, and every mistake told at once."""

import difflib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings.exceptions import SettingsError

PREFIX = "JIEYOU_"


class SettingsProblemError(Exception):
    """The settings are wrong; one line a mistake."""


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

    def inconsistencies(self) -> list[str]:
        """What is wrong only in the light of other settings."""
        return []


Kind = TypeVar("Kind", bound=FileSettings)


def load_settings(kind: type[Kind], file: Path) -> Kind:
    """Read and check the settings. Raises SettingsProblemError with every mistake."""
    problems = _unknown_environment(kind)
    try:
        settings = kind(**_read(file))
        problems += settings.inconsistencies()
    except OSError as error:
        problems.append(f"{file}: {error.strerror}; give the file with --config")
    except UnicodeDecodeError:
        problems.append(f"{file}: not UTF-8; save it as UTF-8")
    except yaml.MarkedYAMLError as error:
        # Without the line itself, which may hold a secret.
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        problems.append(f"{file}, line {line}: {error.context or 'mistake'}, {error.problem}")
    except (yaml.YAMLError, TypeError) as error:
        problems.append(f"{file}: {error}")
    except SettingsError as error:
        problems.append(f"environment: {error}; put __ between levels, or give JSON")
    except ValidationError as error:
        problems += [_sentence(kind, each) for each in error.errors()]
    if problems:
        raise SettingsProblemError("\n".join(problems))
    return settings


def _read(file: Path) -> dict[str, Any]:
    """What the file says."""
    content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    if not isinstance(content, dict) or not all(isinstance(key, str) for key in content):
        raise TypeError("it must hold groups such as `server:` with `key: value` lines below")
    return content


def nearest(key: str, known: Sequence[str]) -> str:
    """A hint at the known key that looks most like this one."""
    close = difflib.get_close_matches(key, known, n=1, cutoff=0.0)
    return f"; did you mean {close[0]}?" if close else ""


def _unknown_environment(kind: type[FileSettings]) -> list[str]:
    """Variables with our prefix that name no group of settings."""
    known = list(kind.model_fields)
    named = [name for name in os.environ if name.startswith(PREFIX)]
    groups = {name: name.removeprefix(PREFIX).split("__")[0].lower() for name in named}
    return [
        f"environment {name}: unknown{nearest(group, known)}"
        for name, group in groups.items()
        if group not in known
    ]


def _sentence(kind: type[FileSettings], error: Any) -> str:
    """One mistake: where, what, and the nearest known key when the key is unknown."""
    place = ".".join(str(each) for each in error["loc"])
    if error["type"] == "extra_forbidden":
        *above, key = error["loc"]
        return f"{place}: unknown key{nearest(str(key), _keys_at(kind, above))}"
    return f"{place}: {error['msg']}"


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
