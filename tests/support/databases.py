"""Empty databases for tests, used again and again: indexes take longer to make than a story."""

import secrets
from collections import defaultdict
from functools import cache
from typing import Any

from pymongo import MongoClient

_READY: dict[str, list[str]] = defaultdict(list)  # by the address of their store


def take(uri: str) -> tuple[str, bool]:
    """The name of a database nobody uses, and whether it has its indexes already."""
    return (_READY[uri].pop(), True) if _READY[uri] else (f"t{secrets.token_hex(8)}", False)


def give_back(uri: str, name: str) -> None:
    """Leave nothing in a database but its indexes; one whose test failed is not given back."""
    database = _client(uri)[name]
    for each in database.list_collection_names():
        database[each].delete_many({})
    _READY[uri].append(name)


def close(uri: str) -> None:
    """Let go of the connection, before the store ends."""
    _client(uri).close()


@cache
def _client(uri: str) -> MongoClient[dict[str, Any]]:
    """One for all tests: each that closes may leave a socket of its watching behind."""
    return MongoClient(uri)
