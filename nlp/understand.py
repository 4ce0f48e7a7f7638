"""The front of the house: text in, understanding out; everything else here is a part of it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from .danger import DangerSpotter
from .lexicon import FOLDER, NEXT_MATTER, PLEAS, URGENT, Lexicon, load_lexicon
from .match import Matcher
from .model import Understanding
from .needs import NeedSplitter
from .normalize import Normalizer, read_pairs
from .route import Router
from .segment import Segmenter
from .slots import find_slots

_READ = 1000  # characters; enough to know what a letter wants, and keeps the time bounded


class Understander:
    """Understands one message at a time; pure and deterministic, so it can be shared."""

    def __init__(
        self,
        lexicon: Lexicon,
        normalizer: Normalizer,
        segmenter: Segmenter,
        danger: DangerSpotter,
    ) -> None:
        self._normalizer = normalizer
        self._segmenter = segmenter
        self._danger = danger
        self._matcher = Matcher(lexicon)
        self._router = Router(lexicon)
        self._needs = NeedSplitter(lexicon.families[NEXT_MATTER].terms, self._guess)
        self._sure_from = lexicon.sure_from

    @classmethod
    def load(cls, folder: Path | None = None) -> "Understander":
        """Build everything from a lexicon folder. Raises LexiconError naming file and line."""
        folder = folder or FOLDER
        lexicon = load_lexicon(folder)
        return cls(
            lexicon,
            Normalizer(read_pairs(folder / "traditional.txt")),
            Segmenter(lexicon.vocabulary()),
            DangerSpotter(folder / "danger.yaml"),
        )

    def understand(self, text: str) -> Understanding:
        """The queue, the needs, the slots and any danger of one message; never raises."""
        text = self._normalizer.normalize(text)[:_READ]
        tokens = self._segmenter.cut(text)
        hits = self._matcher.match(tokens)
        route = self._router.route(hits)
        danger = self._danger.spot(text)
        if danger:
            route = replace(route, queue=danger.queue)
        return Understanding(
            queue=route.queue,
            confidence=round(route.confidence, 3),
            urgent=danger is not None or any(hit.feature == URGENT for hit in hits),
            sure=bool(route.evidence) and route.confidence >= self._sure_from,
            evidence=route.evidence,
            needs=self._needs.split(tokens, route.queue, route.evidence),
            slots=find_slots(text),
            danger=danger.kind if danger else None,
        )

    def _guess(self, tokens: Sequence[str]) -> tuple[str, float]:
        hits = [hit for hit in self._matcher.match(tokens) if hit.feature not in PLEAS]
        chances = self._router.chances(hits)
        queue = max(chances, key=chances.__getitem__)
        return queue, chances[queue]
