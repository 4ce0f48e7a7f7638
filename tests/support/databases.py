"""Empty databases for tests, used again and again: indexes take longer to make than a story."""

import secrets
from collections import defaultdict
from typing import Any

from pymongo import MongoClient

_READY: dict[str, list[str]] = defaultdict(list)  # by the address of their store


def take(uri: str) -> tuple[str, bool]:
    """The name of a database nobody uses, and whether it has its indexes already."""
    return (_READY[uri].pop(), True) if _READY[uri] else (f"t{secrets.token_hex(8)}", False)


def give_back(uri: str, name: str) -> None:
    """Leave nothing in a database but its indexes; one whose test failed is not given back."""
    with MongoClient[dict[str, Any]](uri) as client:
        for each in client[name].list_collection_names():
            client[name][each].delete_many({})
    _READY[uri].append(name)
