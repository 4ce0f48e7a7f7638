"""A made-up community, so that a fresh clone has somebody to talk to."""

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from models.area import Area, Level
from models.people import Resident, Role, StaffMember, Volunteer
from models.store import Store

FILE = Path(__file__).with_name("demo.yaml")


Community = dict[str, list[dict[str, Any]]]


def read_community(file: Path = FILE) -> Community:
    """The made-up community."""
    community: Community = yaml.safe_load(file.read_text(encoding="utf-8"))
    return community


async def seed(store: Store, data: Community, now: datetime) -> int:
    """Add the community; what is there already is replaced. Answers how many entries."""
    paths = _paths(data["areas"])
    for each in data["areas"]:
        area = Area(
            each["id"], each["name"], Level(each["level"]), paths[each["id"]], each.get("phone")
        )
        await store.areas.put(area)
    for each in data["residents"]:
        await store.residents.put(Resident(each["id"], each["area"], each["name"], since=now))
    for each in data["volunteers"]:
        skills = tuple(each["skills"])
        path = paths[each["area"]]
        await store.volunteers.put(Volunteer(each["id"], each["name"], path, skills, since=now))
    for each in data["staff"]:
        role = Role(each["role"])
        await store.staff.put(StaffMember(each["id"], each["name"], role, paths[each["area"]]))
    return sum(len(entries) for entries in data.values())


def _paths(areas: list[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    """The identifiers from the root down to each area; parents come before children."""
    paths: dict[str, tuple[str, ...]] = {}
    for each in areas:
        above = paths[each["parent"]] if "parent" in each else ()
        paths[each["id"]] = (*above, each["id"])
    return paths
