"""The front of the house: text in, understanding out; everything else here is a part of it."""

from pathlib import Path

from .danger import DangerSpotter
from .lexicon import FOLDER, load_lexicon
from .match import Matcher
from .model import Need, Understanding
from .normalize import Normalizer, read_pairs
from .route import Router
from .segment import Segmenter
from .slots import find_slots


class Understander:
    """Understands one message at a time; pure and deterministic, so it can be shared."""

    def __init__(
        self,
        normalizer: Normalizer,
        segmenter: Segmenter,
        router: Router,
        danger: DangerSpotter,
        sure_from: float,
    ) -> None:
        self._normalizer = normalizer
        self._segmenter = segmenter
        self._router = router
        self._danger = danger
        self._sure_from = sure_from

    @classmethod
    def load(cls, folder: Path | None = None) -> "Understander":
        """Build everything from a lexicon folder. Raises LexiconError naming file and line."""
        folder = folder or FOLDER
        lexicon = load_lexicon(folder)
        return cls(
            Normalizer(read_pairs(folder / "traditional.txt")),
            Segmenter(lexicon.vocabulary()),
            Router(lexicon),
            DangerSpotter(folder / "danger.yaml"),
            lexicon.sure_from,
        )

    def understand(self, text: str) -> Understanding:
        """The queue, the needs, the slots and any danger of one message."""
        text = self._normalizer.normalize(text)
        route = self._router.route(self._segmenter.cut(text))
        danger = self._danger.spot(text)
        return Understanding(
            queue=route.queue,
            confidence=round(route.confidence, 3),
            urgent=danger is not None,
            sure=route.confidence >= self._sure_from,
            evidence=route.evidence,
            needs=(Need(route.queue, text),),
            slots=find_slots(text),
            danger=danger,
        )
