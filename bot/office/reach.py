"""The areas a member of staff may choose from, for every page that asks for one."""

from collections.abc import Collection, Sequence

from bot import powers
from bot.office.deeds import DeedRefusedError
from models.area import Area, AreaTree, Level
from models.people import StaffMember


def tops_of(member: StaffMember, areas: AreaTree) -> Sequence[Area]:
    """Where their part of the tree begins."""
    if member.area is None:
        return areas.below(None)
    own = areas.get(member.area)
    return [own] if own else []


def areas_of(
    member: StaffMember, areas: AreaTree, levels: Collection[Level] = tuple(Level)
) -> Sequence[Area]:
    """The areas of their subtree, each after the one it lies in."""
    found: list[Area] = []
    waiting = list(reversed(tops_of(member, areas)))
    while waiting:
        area = waiting.pop()
        found += [area] if area.level in levels else []
        waiting += reversed(areas.below(area.id))
    return found


def chosen_area(member: StaffMember, areas: AreaTree, identifier: str) -> Area:
    """The area of a form, within their subtree. Raises DeedRefusedError."""
    area = areas.get(identifier)
    if area is None or not powers.covers(member, area.path):
        raise DeedRefusedError("请在列表里选一个您管的片区。")
    return area
