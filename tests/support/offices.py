"""Further staff for stories: a coordinator, another office, the property's crew and the like."""

from models.people import Role, StaffMember
from tests.support.house import Phone
from tests.support.street import Street

FEICUI = ("hefei", "shushan", "wanhe", "feicui")
TINGTAO = (*FEICUI[:3], "tingtao")


async def hire(
    street: Street,
    name: str,
    role: Role,
    path: tuple[str, ...] = FEICUI,
    *groups: str,
) -> Phone:
    """Somebody new in an office, with a phone."""
    person = f"oStaff{street.services.clock().timestamp():.0f}{name}"
    await street.services.store.staff.put(StaffMember(person, name, role, path, groups))
    return Phone(street.services, street.dispatcher, person)
