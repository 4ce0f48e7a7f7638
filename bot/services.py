"""What every conversation needs, composed once by the application and handed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.elders import Elders
from bot.phrases import Phrases
from bot.speech.ears import Ears
from bot.speech.mouth import Mouth
from bot.understanding import LiveUnderstanding
from bot.wechat.media import MediaSource
from models.area import AreaTree
from models.check_ins import CheckInSettings
from models.clock import Clock
from models.store import Store
from models.timetable import Timetable
from nlp import Likeness, Understander


@dataclass(frozen=True, slots=True)
class Services:
    """What is shared: store, understanding, sense of likeness, sentences, areas, timetable, clock.

    ``groups`` are the names of those that can be sent together, such as the property's crew;
    ``not_ours`` are the rules by which who was sent may say that it is no matter of theirs;
    ``public_url`` is where our own pages are found from outside; ``ears`` hear recordings, which
    come from ``wechat``, and without them people listen; ``mouth`` says answers aloud, and without
    it they are written only.
    """

    store: Store
    understanding: LiveUnderstanding
    likeness: Likeness
    phrases: Phrases
    areas: AreaTree
    timetable: Timetable
    clock: Clock
    home: str | None = None
    join_minutes: float = 15.0
    groups: Mapping[str, str] = field(default_factory=dict)
    not_ours: Mapping[str, str] = field(default_factory=dict)
    public_url: str = "http://127.0.0.1:8000"
    elders: Elders = field(default_factory=Elders)
    check_in: CheckInSettings = field(default_factory=CheckInSettings)
    mouth: Mouth | None = None
    ears: Ears | None = None
    wechat: MediaSource | None = None

    @property
    def understander(self) -> Understander:
        """The understander that is live at this moment."""
        return self.understanding.current

    async def follow_lexicon(self) -> bool:
        """Take over what the office taught since; whether there was something new.

        Raises StoreUnavailableError.
        """
        return await self.understanding.follow(self.store.lexicon, self.clock)
