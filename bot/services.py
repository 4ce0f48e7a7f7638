"""What every conversation needs, composed once by the application and handed in."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.phrases import Phrases
from models.area import AreaTree
from models.clock import Clock
from models.ladder import QueueSettings
from models.store import Store
from nlp import Understander


@dataclass(frozen=True, slots=True)
class Services:
    """The store, the understanding, the sentences, the areas, the ladders and the clock."""

    store: Store
    understander: Understander
    phrases: Phrases
    areas: AreaTree
    queues: Mapping[str, QueueSettings]
    clock: Clock
    home: str | None = None
    join_minutes: float = 15.0
