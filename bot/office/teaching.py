"""Teaching the understanding: drafts of edits, putting them live, and going back.

Everything here is on the lexicon of the whole installation; who may do what is asked at the door.
"""

import asyncio
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from bot import powers
from bot.office.rehearsal import BusyError, Rehearsal
from bot.services import Services
from bot.wechat.wording import mask_digits
from models.lexicon_versions import SHIPPED, Draft, OvertakenError, Version
from models.people import StaffMember
from nlp import LexiconError, Understander
from nlp.edits import Edit, as_plain, from_plain, taught
from nlp.lexicon import Lexicon
from nlp.workshop.compare import Scores
from nlp.workshop.corrections import Advice, Correction
from nlp.workshop.known import Labelled, our_labelled
from nlp.workshop.trial import Effect

MOST_EDITS = 100  # of a draft: more cannot be looked through
_LATEST = 60  # corrections looked at


BUSY = "好几个人正在看影响。请等几秒再点一次。"
OVERTAKEN = "草稿或者线上的词表刚刚变过。请回到“看看影响”，看清楚再上线。"
FALLEN = "这样改，分数会降。确实要上线，请先勾上“我知道分数会降”。"
NO_WHY = "请写一句为什么，以后的人才看得懂。"


class LessonError(Exception):
    """It was not done; the message tells staff why and what to do."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A draft and what it would do. ``on`` is the number of the version it was tried on."""

    draft: Draft
    edits: tuple[Edit, ...]
    on: int
    effect: Effect
    remarks: Sequence[str]

    @property
    def seen(self) -> str:
        """Names these edits on that version, so that nothing else goes live than was looked at."""
        return hashlib.sha256(repr((self.on, self.edits)).encode()).hexdigest()[:32]


class Teaching:
    """What the pages for teaching ask and do."""

    def __init__(self, services: Services, labelled: Callable[[], Labelled] = our_labelled) -> None:
        self._services = services
        self._lexicon = services.store.lexicon
        self.rehearsal = Rehearsal(services.understanding, labelled)

    async def warm(self) -> None:
        """Get ready for whoever edits next, unless somebody is trying something out."""
        with suppress(BusyError):
            await self.rehearsal.warm()

    async def draft(self, account: str) -> tuple[Edit, ...]:
        """The edits that an account has collected. Raises LessonError."""
        with _in_words():
            return _edits(await self._lexicon.draft(account))

    async def lexicon(self, account: str) -> Lexicon:
        """The live lexicon with the draft of an account. Raises LessonError."""
        return taught(self._services.understander.lexicon, await self.draft(account))[0]

    async def with_draft(self, account: str) -> Understander | None:
        """The understander there would be with the draft of an account; None without a draft.

        Takes half a second beside the loop. Raises LessonError.
        """
        if not await self.draft(account):
            return None
        lexicon = await self.lexicon(account)
        return await asyncio.to_thread(self._services.understander.with_lexicon, lexicon)

    async def add(self, account: str, by: str, edits: Sequence[Edit]) -> None:
        """Put edits into a draft. Raises LessonError for one that makes no sense."""
        kept = await self.draft(account)
        if len(kept) + len(edits) > MOST_EDITS:
            raise LessonError(f"草稿里最多 {MOST_EDITS} 处改动，请先上线或者扔掉几处。")
        lexicon = await self.lexicon(account)
        with _in_words():
            for edit in edits:
                lexicon = edit.make(lexicon)
        await self._keep(account, by, (*kept, *edits))

    async def drop(self, account: str, by: str, position: int | None) -> None:
        """Throw one edit of a draft away, counted from 0, or all of them."""
        kept = await self.draft(account) if position is not None else ()
        await self._keep(account, by, tuple(e for i, e in enumerate(kept) if i != position))

    async def lesson(self, account: str) -> Lesson | None:
        """What the draft of an account would do. Raises LessonError."""
        draft = await self._lexicon.draft(account)
        if draft is None:
            return None
        live = await self._lexicon.live()
        with _in_words():
            before, edits = _edits(live), _edits(draft)
            effect, remarks = await self.rehearsal.effect(before, (*before, *edits))
        return Lesson(draft, edits, live.id if live else SHIPPED, effect, remarks)

    async def publish(
        self, account: str, by: str, why: str, seen: str, *, may_fall: bool = False
    ) -> Version:
        """Put the draft of an account live, if it still is as it was ``seen``.

        Raises LessonError; then nothing changes.
        """
        lesson = await self.lesson(account)
        if lesson is None or lesson.seen != seen:
            raise LessonError(OVERTAKEN)
        for misfit in lesson.effect.misfits:
            if misfit.edit in lesson.edits:
                raise LessonError(f"{misfit.why}。请先从草稿里扔掉这一处。")
        live = await self._lexicon.live()
        edits = (*_edits(live), *lesson.edits)
        version = await self._publish(by, why, lesson.on, edits, lesson.effect, may_fall=may_fall)
        await self._keep(account, by, ())
        return version

    async def restore(
        self, number: int, by: str, why: str, on: int, *, may_fall: bool = False
    ) -> Version:
        """Bring back what an older version taught; that is a new version.

        Raises LessonError; then nothing changes.
        """
        old, live = await self._lexicon.get(number), await self._lexicon.live()
        if old is None and number != SHIPPED:
            raise LessonError("没有这一版。")
        if (live.id if live else SHIPPED) != on or number == on:
            raise LessonError(OVERTAKEN)
        with _in_words():
            wanted = _edits(old)
            effect, _ = await self.rehearsal.effect(_readable(live), wanted)
        return await self._publish(by, why, on, wanted, effect, may_fall=may_fall, restores=number)

    async def suggestions(self, member: StaffMember) -> Advice:
        """Edits that would repair what people of their area put right. Raises LessonError."""
        corrections = await self.corrections(member)
        with _in_words():
            return await self.rehearsal.advise(corrections)

    async def corrections(self, member: StaffMember) -> list[Correction]:
        """What was put into another queue, of those tickets they may see, each text once."""
        store = self._services.store
        found = []
        for each in await store.corrections.latest(member.area, _LATEST):
            ticket = await store.tickets.get(each.id)
            if ticket and not ticket.danger and powers.sees(member, ticket):
                found.append(Correction(mask_digits(ticket.text), ticket.queue))
        return list(dict.fromkeys(found))

    async def _publish(
        self,
        by: str,
        why: str,
        on: int,
        edits: Sequence[Edit],
        effect: Effect,
        *,
        may_fall: bool,
        restores: int | None = None,
    ) -> Version:
        before, after = effect.before, effect.after
        if not why:
            raise LessonError(NO_WHY)
        if not may_fall and is_worse(before, after):
            raise LessonError(FALLEN)
        version = Version(
            id=on + 1,
            at=self._services.clock(),
            by=by,
            why=why,
            edits=tuple(map(as_plain, edits)),
            before=_plain(before),
            after=_plain(after),
            restores=restores,
        )
        with _in_words():
            await self._lexicon.publish(version)
        await self._services.follow_lexicon()
        return version

    async def _keep(self, account: str, by: str, edits: Sequence[Edit]) -> None:
        plain = tuple(map(as_plain, edits))
        await self._lexicon.keep(Draft(account, self._services.clock(), by, plain))


@contextmanager
def _in_words() -> Iterator[None]:
    """What staff cannot read becomes a LessonError that they can."""
    try:
        yield
    except LexiconError as error:
        raise LessonError(str(error)) from error
    except BusyError as error:
        raise LessonError(BUSY) from error
    except OvertakenError as error:
        raise LessonError(OVERTAKEN) from error


def is_worse(before: Scores, after: Scores) -> bool:
    """Whether one of the two numbers for the whole fell."""
    return after.accuracy < before.accuracy or after.macro_f1 < before.macro_f1


def _edits(kept: Draft | Version | None) -> tuple[Edit, ...]:
    return tuple(map(from_plain, kept.edits)) if kept else ()


def _readable(version: Version | None) -> tuple[Edit, ...]:
    """The edits of a version; none when they are damaged, so that one can still go back."""
    try:
        return _edits(version)
    except LexiconError:
        return ()


def _plain(scores: Scores) -> dict[str, float]:
    return {"accuracy": scores.accuracy, "macro_f1": scores.macro_f1, **scores.queues}
