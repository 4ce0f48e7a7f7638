"""Checks of single terms: dead, contradictory, double, hidden or needless ones."""

from collections import defaultdict
from collections.abc import Iterator

from .inspection import Finding, Inspection, at_term, named
from .sources import Source

_STRONG = 2.0  # a weight that nearly decides by itself
_TELLING = 1.0  # a weight that is more than a hint


def dead(inspection: Inspection) -> Iterator[Finding]:
    """Terms that no message can contain as a word."""
    for term, owners in inspection.owners.items():
        plain = inspection.plain(term)
        pieces = inspection.segmenter.cut(plain)
        if plain != term:
            text = f"“{term}”读进来会变成“{plain}”，永远对不上；改写成“{plain}”或删掉"
        elif pieces != [term]:
            text = f"“{term}”总被切成“{'／'.join(pieces)}”，永远对不上；删掉"
        else:
            continue
        yield from (at_term(source, term, text, error=True) for source in owners)


def dead_words(inspection: Inspection) -> Iterator[Finding]:
    """Learned words that a later term has cut in two."""
    table = inspection.table
    offsets = table.words(table.find("words"))
    for word in sorted(inspection.lexicon.words):
        if inspection.segmenter.cut(word) != [word]:
            text = f"学来的“{word}”现在总被切开，不起作用了；跑一遍 make learn"
            yield Finding("weights.yaml", table.line(offsets.get(word, 0)), False, text)


def contradictory(inspection: Inspection) -> Iterator[Finding]:
    """Terms in two families that both nearly decide, each for another queue."""
    for term, owners in inspection.owners.items():
        strong = [
            (source, queue)
            for source in owners
            for queue, weight in inspection.weights(source).items()
            if weight >= _STRONG
        ]
        if len({queue for _, queue in strong}) > 1:
            said = "，".join(f"{source.name} 说是 {queue}" for source, queue in strong)
            text = f"“{term}”自相矛盾：{said}；只留一处"
            yield at_term(strong[-1][0], term, text, error=True)


def twice(inspection: Inspection) -> Iterator[Finding]:
    """Terms in two telling families of one file, which count double."""
    doubles: dict[tuple[str, str], list[str]] = defaultdict(list)
    for term, owners in inspection.owners.items():
        telling = [source for source in owners if abs(source.weight or 0.0) >= _TELLING]
        for i, source in enumerate(telling):
            for other in telling[:i]:
                if source.file == other.file:
                    doubles[other.name, source.name].append(term)
    for (first, second), terms in doubles.items():
        text = f"{named(terms)} 在 {first} 里也有，分量算了两遍；不是有意的就留一处"
        yield at_term(inspection.sources[second], terms[0], text)


def swallowed(inspection: Inspection) -> Iterator[Finding]:
    """Single characters of strong families, hidden in words that say less for other queues.

    Longer terms are found inside longer words, so nothing is lost there.
    """
    for term, owners in inspection.owners.items():
        for source in owners if len(term) == 1 else ():
            if source.queue and (source.weight or 0.0) >= _STRONG:
                hidden = list(_hiding(inspection, term, source))
                if hidden:
                    text = f"“{term}”在这些词里认不出：{named(hidden)}；要紧的把整个词写进来"
                    yield at_term(source, term, text)


def needless(inspection: Inspection) -> Iterator[Finding]:
    """Long terms that hold a shorter one of their family: one line for each file."""
    longer: dict[str, list[str]] = defaultdict(list)
    for source in inspection.sources.values():
        for term in source.terms:
            parts = (term[i:j] for i in range(len(term)) for j in range(i + 2, len(term) + 1))
            if any(part in source.terms for part in parts if part != term):
                longer[source.file].append(term)
    for file, terms in longer.items():
        text = f"{len(terms)} 个长词里已有同族的短词，多半可以不写，例如 {named(terms)}"
        yield Finding(file, 1, False, text)


def _hiding(inspection: Inspection, term: str, source: Source) -> Iterator[str]:
    """Longer terms of other queues in which the term is not found."""
    for longer, owners in inspection.owners.items():
        if len(longer) > 1 and term in longer:
            weak = all((owner.weight or 0.0) < _STRONG for owner in owners)
            queues = {owner.queue for owner in owners} - {None}
            elsewhere = queues and source.queue not in queues
            if weak and elsewhere and source.name not in inspection.found_in([longer]):
                yield longer
