"""The understanding in use, which the office may teach while it runs, in every process."""

import asyncio
import logging

from models.clock import Clock
from models.lexicon_versions import SHIPPED, LexiconVersions, Version
from nlp import LexiconError, Understander
from nlp.edits import Misfit, from_plain, taught

log = logging.getLogger(__name__)


class LiveUnderstanding:
    """Holds the understander of the live version; who asks meets the old or the new, never both.

    ``version`` is the number it holds, ``misfits`` the edits that the shipped lexicon has outgrown.
    """

    def __init__(self, shipped: Understander) -> None:
        self.shipped = shipped
        self.current = shipped
        self.version = SHIPPED
        self.misfits: tuple[Misfit, ...] = ()
        self._seen = SHIPPED  # a version that does not load is not tried again and again
        self._turn = asyncio.Lock()

    async def follow(self, versions: LexiconVersions, clock: Clock) -> bool:
        """Take over the live version if it is a new one; whether it did.

        One that cannot be used is noted, and the one before stays. Raises StoreUnavailableError.
        """
        async with self._turn:
            version = await versions.newer_than(self._seen)
            return version is not None and await self._take_over(version, versions, clock)

    async def _take_over(self, version: Version, versions: LexiconVersions, clock: Clock) -> bool:
        try:
            made, misfits = await asyncio.to_thread(self._made, version)
        except (LexiconError, ValueError, TypeError) as error:
            log.exception("the live lexicon cannot be used", extra={"version": version.id})
            self._seen = version.id
            await versions.failed(version.id, clock(), str(error))
            return False
        self.current, self.version, self.misfits = made, version.id, misfits
        self._seen = version.id
        log.info("lexicon taken over", extra={"version": version.id, "misfits": len(misfits)})
        return True

    def _made(self, version: Version) -> tuple[Understander, tuple[Misfit, ...]]:
        lexicon, misfits = taught(self.shipped.lexicon, map(from_plain, version.edits))
        return self.shipped.with_lexicon(lexicon), misfits
