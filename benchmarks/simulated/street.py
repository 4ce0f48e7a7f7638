"""The made-up street: five communities, those who live there, help there and work there."""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product
from typing import Any

from models.area import Area, Level
from models.people import Resident, Role, StaffMember, Volunteer
from models.store import Store

ABOVE = (
    ("ninghe", "宁河市", Level.CITY),
    ("donglin", "东林区", Level.DISTRICT),
    ("liuhe", "柳河街道", Level.STREET),
)
COMMUNITIES = {"yang": "杨柳", "wu": "梧桐", "yin": "银杏", "hai": "海棠", "zi": "紫荆"}
GRIDS = ("第一网格", "第二网格", "第三网格", "第四网格")
AGENCY = "legal_aid_centre"
AGENCY_NAME = "法律援助中心"
CREW = "property"
CREW_NAME = "物业维修组"
_SURNAMES = "赵钱孙李周吴郑王冯陈沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
_GIVEN = ("建国", "秀英", "志强", "桂兰", "海燕", "永福", "小梅", "国庆", "春花", "德胜")
_GIVEN_MORE = ("玉珍", "家明", "晓东", "红霞", "文斌", "丽华", "振华", "巧云")
_HOURS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (10, ()),
    (40, ("1-5 18:00-21:30", "6-7 08:00-20:00")),
    (25, ("1-5 08:00-12:00",)),
    (25, ("6-7 08:00-20:00",)),
)
_SKILLS = {"repair": 0.3, "volunteer": 0.45, "benefits": 0.15, "legal_aid": 0.06}


@dataclass(frozen=True, slots=True)
class Street:
    """Everybody and everything there is at the beginning of the month.

    ``strangers`` are residents of whom nobody knows where they live.
    """

    areas: tuple[Area, ...]
    residents: tuple[Resident, ...]
    strangers: frozenset[str]
    volunteers: tuple[Volunteer, ...]
    staff: tuple[StaffMember, ...]

    def openids(self) -> Iterator[tuple[str, str, str]]:
        """Everybody's openid, name and role, as the stand-in for WeChat wants them."""
        yield from ((each.id, each.name or "居民", "居民") for each in self.residents)
        yield from ((each.id, each.name, "志愿者") for each in self.volunteers)
        yield from ((each.id, each.name, each.role.value) for each in self.staff)

    async def settle(self, store: Store) -> None:
        """Put all that is known of them into the store."""
        known = [each for each in self.residents if each.id not in self.strangers]
        await asyncio.gather(
            *map(store.areas.put, self.areas),
            *map(store.residents.put, known),
            *map(store.volunteers.put, self.volunteers),
            *map(store.staff.put, self.staff),
        )


def build(chance: random.Random, residents: int, volunteers: int, now: datetime) -> Street:
    """The street with so many people."""
    areas = tuple(_areas())
    grids = [each.path for each in areas if each.level is Level.GRID]
    names = [a + b for a, b in product(_SURNAMES, (*_GIVEN, *_GIVEN_MORE))]
    chance.shuffle(names)
    people = tuple(_resident(n, chance.choice(grids)[-1], now) for n in range(residents))
    return Street(
        areas=areas,
        residents=people,
        strangers=frozenset(each.id for each in people if chance.random() < 0.1),
        volunteers=tuple(
            _volunteer(chance, n, names[n % len(names)], chance.choice(grids), now)
            for n in range(volunteers)
        ),
        staff=tuple(_staff(areas)),
    )


def _areas() -> Iterator[Area]:
    path: tuple[str, ...] = ()
    for identifier, name, level in ABOVE:
        path = (*path, identifier)
        yield Area(identifier, name, level, path)
    for key, name in COMMUNITIES.items():
        yield Area(key, f"{name}社区", Level.COMMUNITY, (*path, key), "0551-00000000")
        for number, grid in enumerate(GRIDS, 1):
            yield Area(f"{key}-{number}", grid, Level.GRID, (*path, key, f"{key}-{number}"))


def _resident(number: int, grid: str, now: datetime) -> Resident:
    return Resident(f"oMonthResident{number:014d}", grid, f"居民{number}", since=now)


def _volunteer(
    chance: random.Random, number: int, name: str, grid: tuple[str, ...], now: datetime
) -> Volunteer:
    """Every fifteenth belongs to the crew of their community and is sent, never offered."""
    plain = Volunteer(f"oMonthVolunteer{number:013d}", name, grid, since=now, quiet="22:00-07:00")
    if number % 15 == 0:
        return replace(plain, area_path=grid[:-1], groups=(CREW,), cap=20, quiet=None)
    skills = [skill for skill, share in _SKILLS.items() if chance.random() < share]
    return replace(
        plain,
        skills=tuple(skills or ["volunteer"]),
        hours=chance.choices([each for _, each in _HOURS], [share for share, _ in _HOURS])[0],
        quiet="22:00-07:00" if chance.random() < 0.7 else None,
        digest="18:00" if chance.random() < 0.3 else None,
        cap=chance.randint(2, 5),
        rest=chance.choice((0, 0, 60)),
    )


def _staff(areas: tuple[Area, ...]) -> Iterator[StaffMember]:
    for area in areas:
        if area.level is Level.COMMUNITY:
            for place, role in enumerate((Role.DESK, Role.COORDINATOR)):
                yield _member(f"{area.id}{place}", f"{area.name[:2]}专干{place}", role, area)
        elif area.level is Level.STREET:
            for place, role in enumerate((Role.DESK, Role.DESK, Role.LEADER)):
                yield _member(f"{area.id}{place}", f"街道专干{place}", role, area)
        elif area.level is Level.DISTRICT:
            yield _member("clerk", "孙老师", Role.AGENCY, area, agency=AGENCY)
            yield _member("lawyer0", "李明律师", Role.LAWYER, area, agency=AGENCY)
            yield _member("lawyer1", "方芳律师", Role.LAWYER, area, agency=AGENCY)


def _member(key: str, name: str, role: Role, area: Area, **more: Any) -> StaffMember:
    return StaffMember(f"oMonthStaff{key:0>17}", name, role, area.path, **more)
