"""The one door to jieba: it has global state, logs at import and trusts a cache in /tmp."""

import warnings
from collections.abc import Iterable

with warnings.catch_warnings():
    # jieba 0.42.1 has unescaped regexes and asks for pkg_resources: noise, not our fault.
    warnings.simplefilter("ignore")
    import jieba

_NAME_TAGS = frozenset({"nr", "nrt", "nrfg", "ns", "nt"})


class Segmenter:
    """Cuts a message into words; knows jieba's dictionary and the words of the lexicon."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        """Read jieba's own dictionary file and make every one of `words` one word."""
        tokenizer = jieba.Tokenizer()
        # Not `initialize()`: that unmarshals a file anyone may have put into the shared /tmp.
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        tokenizer.initialized = True
        for word in words:
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
