"""A made-up community, so that a fresh clone has somebody to talk to."""

from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any

import yaml

from models.area import Area, Level
from models.clock import CHINA
from models.people import NO_WECHAT, Certificate, Resident, Role, StaffMember, Volunteer
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
            each["id"],
            each["name"],
            Level(each["level"]),
            paths[each["id"]],
            each.get("phone"),
            tuple((longitude, latitude) for longitude, latitude in each.get("shape", ())),
        )
        await store.areas.put(area)
    for each in data["residents"]:
        await store.residents.put(Resident(each["id"], each["area"], each["name"], since=now))
    for each in data["volunteers"]:
        await store.volunteers.put(_volunteer(each, paths[each["area"]], now))
    for each in data["staff"]:
        member = StaffMember(
            each["id"],
            each["name"],
            Role(each["role"]),
            paths[each["area"]],
            tuple(each.get("groups", ())),
            each.get("agency"),
        )
        await store.staff.put(member)
    return sum(len(data[kind]) for kind in ("areas", "residents", "volunteers", "staff"))


async def seed_account_holders(store: Store, data: Community) -> Mapping[str, StaffMember]:
    """Who signs in to the demonstration's console, by the name they sign in with."""
    paths, holders = _paths(data["areas"]), {}
    for each in data["accounts"]:
        known = await store.staff.get(each.get("staff", ""))
        if known is None:
            area = paths[each["area"]] if "area" in each else ()
            identifier = NO_WECHAT + each["login"]
            known = StaffMember(identifier, each["name"], Role(each["role"]), area)
            await store.staff.put(known)
        holders[each["login"]] = known
    return holders


def _volunteer(each: Mapping[str, Any], path: tuple[str, ...], now: datetime) -> Volunteer:
    papers = [
        Certificate(paper["kind"], datetime.combine(paper["until"], time(), CHINA))
        for paper in each.get("certificates", ())
    ]
    return Volunteer(
        id=each["id"],
        name=each["name"],
        area_path=path,
        skills=tuple(each["skills"]),
        since=now,
        areas=tuple(each.get("areas", ())),
        certificates=tuple(papers),
    )


def _paths(areas: list[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    """The identifiers from the root down to each area; parents come before children."""
    paths: dict[str, tuple[str, ...]] = {}
    for each in areas:
        above = paths[each["parent"]] if "parent" in each else ()
        paths[each["id"]] = (*above, each["id"])
    return paths
