"""The front of the house: text in, understanding out; everything else here is a part of it."""

import re
from dataclasses import replace
from pathlib import Path

from .danger import DangerSpotter
from .homophones import Sounds
from .lexicon import FOLDER, URGENT, Lexicon, load_lexicon
from .match import HEAD, Findings, Matcher
from .model import Evidence, Understanding
from .needs import NeedSplitter
from .normalize import Normalizer, read_pairs
from .route import Route, Router
from .segment import Segmenter
from .slots import find_slots

_DOUBTFUL = 0.8  # confidence below which words may have been misheard
_CHINESE = re.compile("[一-鿿]{2,}").fullmatch
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
        self.lexicon = lexicon
        self._normalizer = normalizer
        self._segmenter = segmenter
        self._danger = danger
        self._matcher = Matcher(lexicon)
        self._router = Router(lexicon)
        self._sounds = Sounds(lexicon.telling())
        self._needs = NeedSplitter(lexicon, self._router)
        self._sure_from = lexicon.sure_from
        self._known = lexicon.vocabulary() | lexicon.words

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

    def with_lexicon(self, lexicon: Lexicon) -> "Understander":
        """One with these words and weights; spelling and danger stay.

        Takes half a second and holds no lock, so it may be done beside those who ask this one.
        """
        segmenter = Segmenter(lexicon.vocabulary())
        return Understander(lexicon, self._normalizer, segmenter, self._danger)

    def plain(self, text: str) -> str:
        """What is read of a text, in plain spelling."""
        return self._normalizer.normalize(text)[:_READ]

    def findings(self, text: str) -> Findings:
        """What the lexicon finds in a text, for those who care for the lexicon."""
        return self._matcher.find(self._segmenter.cut(self.plain(text)))

    def strange_words(self, text: str) -> frozenset[str]:
        """The words of a text of which the lexicon knows nothing: what it might be taught."""
        words = self._segmenter.cut(self.plain(text))
        return frozenset(each for each in words if _CHINESE(each) and each not in self._known)

    def understand(self, text: str) -> Understanding:
        """The queue, the needs, the slots and any danger of one message; never raises."""
        text = self.plain(text)
        findings = self._matcher.find(self._segmenter.cut(text))
        hits = findings.hits()
        route = self._router.route(hits)
        if len(text) <= HEAD and route.confidence < _DOUBTFUL:
            route = self._heard_better(findings, route)
        danger = self._danger.spot(text)
        if danger:
            words = Evidence("…".join(danger.words), danger.queue, round(danger.points, 2))
            route = replace(route, queue=danger.queue, evidence=(words, *route.evidence))
        return Understanding(
            queue=route.queue,
            confidence=round(route.confidence, 3),
            urgent=danger is not None or any(hit.feature == URGENT for hit in hits),
            sure=self._is_sure(route),
            evidence=route.evidence,
            needs=self._needs.split(findings, route.queue, route.evidence),
            slots=find_slots(text),
            danger=danger.kind if danger else None,
        )

    def _is_sure(self, route: Route) -> bool:
        return bool(route.evidence) and route.confidence >= self._sure_from

    def _heard_better(self, findings: Findings, route: Route) -> Route:
        """The route by the sound of the words, if that makes more sense than the letters."""
        mended = self._sounds.mend(findings.tokens)
        if mended == findings.tokens:
            return route
        return max(route, self._router.route(self._matcher.match(mended)), key=_confidence)


def _confidence(route: Route) -> float:
    return route.confidence
