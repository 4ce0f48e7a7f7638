"""The front of the house: text in, understanding out; everything else here is a part of it."""

from pathlib import Path

from .danger import Danger, DangerSpotter
from .lexicon import FOLDER, URGENT, load_lexicon
from .match import Matcher
from .model import Understanding
from .needs import split_needs
from .normalize import Normalizer, read_pairs
from .route import Route, Router
from .segment import Segmenter
from .slots import find_slots


class Understander:
    """Understands one message at a time; pure and deterministic, so it can be shared."""

    def __init__(
        self,
        normalizer: Normalizer,
        segmenter: Segmenter,
        matcher: Matcher,
        router: Router,
        danger: DangerSpotter,
        sure_from: float,
    ) -> None:
        self._normalizer = normalizer
        self._segmenter = segmenter
        self._matcher = matcher
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
            Matcher(lexicon),
            Router(lexicon),
            DangerSpotter(folder / "danger.yaml"),
            lexicon.sure_from,
        )

    def understand(self, text: str) -> Understanding:
        """The queue, the needs, the slots and any danger of one message; never raises."""
        text = self._normalizer.normalize(text)
        hits = self._matcher.match(self._segmenter.cut(text))
        whole = self._router.route(hits)
        danger = self._danger.spot(text)
        sure = bool(whole.evidence) and whole.confidence >= self._sure_from
        route = whole if sure or danger is None else _by_danger(whole, danger)
        return Understanding(
            queue=route.queue,
            confidence=round(route.confidence, 3),
            urgent=danger is not None or any(hit.feature == URGENT for hit in hits),
            sure=sure,
            evidence=route.evidence,
            needs=split_needs(text, route, self._route),
            slots=find_slots(text),
            danger=danger.kind if danger else None,
        )

    def _route(self, text: str) -> Route:
        return self._router.route(self._matcher.match(self._segmenter.cut(text)))


def _by_danger(route: Route, danger: Danger) -> Route:
    """Where the words leave the queue open, the danger decides it."""
    return Route(danger.queue, route.confidence, route.evidence)
