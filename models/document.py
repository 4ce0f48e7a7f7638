"""Between our dataclasses and the store's documents, sealing what is personal on the way.

A field declared with ``sealed()`` is stored as ciphertext and never in clear.
"""

import dataclasses
import types
import typing
from collections.abc import Callable, Hashable
from enum import Enum
from functools import cache
from typing import Any, TypeVar

import orjson

from models.database import Document
from models.vault import Vault

T = TypeVar("T")
Convert = Callable[[Any, Vault], Any]


def sealed(**options: Any) -> Any:
    """A dataclass field that is encrypted at rest."""
    return dataclasses.field(metadata={"sealed": True}, **options)


def to_document(item: Any, vault: Vault) -> Document:
    """The document of a dataclass; ``id`` becomes ``_id`` and empty fields are left out."""
    document: Document = {}
    for name, is_sealed, _ in _plan(typing.cast(Hashable, type(item))):
        value = getattr(item, name)
        if value is None or value == ():
            continue
        plain = _plain(value, vault)
        stored = vault.seal(orjson.dumps(plain)) if is_sealed else plain
        document["_id" if name == "id" else name] = stored
    return document


def from_document(kind: type[T], document: Document, vault: Vault) -> T:
    """The dataclass of a document; unknown fields are ignored, missing ones take defaults."""
    values: dict[str, Any] = {}
    for name, is_sealed, convert in _plan(typing.cast(Hashable, kind)):
        key = "_id" if name == "id" else name
        stored = document.get(key)
        if stored is None:
            continue
        plain = orjson.loads(vault.open(stored)) if is_sealed else stored
        values[name] = convert(plain, vault)
    return kind(**values)


def _plain(value: Any, vault: Vault) -> Any:
    if dataclasses.is_dataclass(value):
        return to_document(value, vault)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (list, tuple)):
        return [_plain(each, vault) for each in value]
    return value


@cache
def _plan(kind: Any) -> list[tuple[str, bool, Convert]]:
    """Each field's name, whether it is sealed, and how to read it back."""
    hints = typing.get_type_hints(kind)
    return [
        (each.name, bool(each.metadata.get("sealed")), _reader(hints[each.name]))
        for each in dataclasses.fields(kind)
    ]


def _reader(hint: Any) -> Convert:
    """How to turn a stored value back into a value of this type."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        hint = next(each for each in typing.get_args(hint) if each is not type(None))
    if typing.get_origin(hint) is tuple:
        inner = _reader(typing.get_args(hint)[0])
        return lambda value, vault: tuple(inner(each, vault) for each in value)
    if dataclasses.is_dataclass(hint):
        return lambda value, vault: from_document(typing.cast("type[Any]", hint), value, vault)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return lambda value, vault: hint(value)
    return lambda value, vault: value
