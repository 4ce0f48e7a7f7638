"""The one door to jieba: it has global state, logs at import and trusts a cache in /tmp."""

import io
import warnings
from collections.abc import Iterable
from functools import cache

with warnings.catch_warnings():
    # jieba 0.42.1 has unescaped regexes and asks for pkg_resources: noise, not our fault.
    warnings.simplefilter("ignore")
    import jieba

_LEAST_FREQUENCY = 4  # two thirds of jieba's 350,000 entries are rarer
_NAME_TAGS = frozenset({"nr", "nrt", "nrfg", "ns", "nt"})


def _is_common(line: bytes) -> bool:
    """Whether a dictionary line is worth its memory; rare ones hide words (灯不亮 is one there)."""
    return int(line.split()[1]) >= _LEAST_FREQUENCY


@cache
def _dictionary() -> tuple[dict[str, int], int]:
    """The common words of jieba's own dictionary file with their frequencies, and the sum."""
    tokenizer = jieba.Tokenizer()
    # Not `initialize()`: that unmarshals a file anyone may have put into the shared /tmp.
    with tokenizer.get_dict_file() as lines:
        common = io.BytesIO(b"".join(line for line in lines if _is_common(line)))
    frequencies, total = tokenizer.gen_pfdict(common)
    return frequencies, total


class Segmenter:
    """Cuts a message into words; knows jieba's dictionary and the words of the lexicon."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        """Read jieba's own dictionary file and make every one of `words` one word."""
        frequencies, total = _dictionary()
        # Sorted, because each word's frequency depends on the words added before it.
        added = sorted(words)
        tokenizer = jieba.Tokenizer()
        tokenizer.FREQ = dict(frequencies) if added else frequencies
        tokenizer.total = total
        tokenizer.initialized = True
        for word in added:
            tokenizer.add_word(word)
        self._tokenizer = tokenizer

    @staticmethod
    def names() -> frozenset[str]:
        """Names of people and places in jieba's dictionary: they never tell what is wanted."""
        with jieba.Tokenizer().get_dict_file() as lines:
            entries = (line.decode("utf-8").split() for line in lines)
            return frozenset(entry[0] for entry in entries if entry[2] in _NAME_TAGS)

    def cut(self, text: str) -> list[str]:
        """The words of `text` in order; nothing is dropped."""
        words: list[str] = self._tokenizer.lcut(text, HMM=False)
        return words

    def all_words(self, text: str) -> list[str]:
        """Every word of the dictionary that stands anywhere in `text`, overlapping ones too."""
        words: list[str] = self._tokenizer.lcut(text, cut_all=True)
        return words
