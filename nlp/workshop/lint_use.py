"""Checks of what families and patterns do: those that do nothing, and those that never come up."""

from collections.abc import Iterator

from ..lexicon import BY_NAME
from .inspection import Finding, Inspection, at_source, at_term

_SEVERAL = 2  # messages in which a term must be lost before it is worth a line


def turned_round(inspection: Inspection) -> Iterator[Finding]:
    """Families and patterns whose learned weight contradicts the one given by hand."""
    for source in inspection.sources.values():
        learned = inspection.weights(source).get(source.queue or "", 0.0)
        if source.weight and source.weight * learned < 0:
            text = (
                f"{source.name} 手写的分量是 {source.weight:g}，从例句学到的却是 {learned:g}；"
                "看看词放对了没有，或者改手写的分量"
            )
            yield at_source(source, text)


def idle(inspection: Inspection) -> Iterator[Finding]:
    """Families and patterns that change no answer."""
    used = set(BY_NAME)
    for pattern in inspection.lexicon.patterns.values():
        used |= pattern.first | pattern.second
    for source in inspection.sources.values():
        if source.name not in used and not any(inspection.weights(source).values()):
            text = f"{source.name} 没有分量，也没有句式用到它，等于没写；给分量、写句式或删掉"
            yield at_source(source, text)


def never_near(inspection: Inspection) -> Iterator[Finding]:
    """Patterns that no example shows."""
    seen = {feature for example in inspection.examples for feature in example.features}
    for name in inspection.lexicon.patterns if inspection.examples else ():
        if name not in seen:
            text = f"句式 {name} 在 {len(inspection.examples)} 句例句里一次也没遇到；没用就删掉"
            yield at_source(inspection.sources[name], text)


def lost(inspection: Inspection) -> Iterator[Finding]:
    """Terms that most examples with these characters do not show, for they are cut elsewhere."""
    for term, owners in inspection.owners.items():
        holding = [example for example in inspection.examples if term in example.text]
        for source in owners if len(term) > 1 else ():
            without = [example for example in holding if source.name not in example.features]
            if len(without) >= _SEVERAL and 2 * len(without) > len(holding):
                pieces = "／".join(without[0].tokens)
                text = f"“{term}”在 {len(without)} 句里被切开，没认出来，例如：{pieces}"
                yield at_term(source, term, text)
