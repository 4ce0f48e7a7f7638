"""Help cards for stories in which somebody scans one."""

from bot.services import Services
from models.help_cards import Card, new_code
from tests.support.house import LI

PLACE = "3栋502 门上"
AREA = ("hefei", "shushan", "wanhe", "feicui", "feicui-2")


async def a_card(services: Services, resident: str | None = LI, **fields: object) -> Card:
    """A card on 李大爷's door, or in a public place."""
    known: dict[str, object] = {"area_path": AREA, "since": services.clock(), "by": "desk:zhou"}
    known |= {"resident": resident, "place": PLACE, "phone": "0551-00000000"}
    card = Card(id="", code=new_code(), **(known | fields))  # type: ignore[arg-type]
    return await services.store.help_cards.add(card)
