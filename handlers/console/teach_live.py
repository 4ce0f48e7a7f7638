"""The pages where a draft is looked at, put live, and where one goes back to an older version."""

from collections.abc import Sequence

from bot.office import lexicon_view
from bot.office.teaching import is_worse
from bot.powers import Duty, has
from handlers.console.teach import PATH, TeachPage
from models.lexicon_versions import SHIPPED, Version

HISTORY = f"{PATH}/history"
PAGE = 20


class LivePage(TeachPage):
    """What both pages share."""

    def check_live(self) -> None:
        """Let only those go live who may."""
        if not has(self.member, Duty.TEACH_LIVE):
            self.refuse(403, "上线要由统筹或者管理员来点。草稿已经存好，请他们看一看。")


class EffectDoor(LivePage):
    """What a draft would change, and putting it live."""

    async def get(self) -> None:
        """Show it; the first time this takes some seconds."""
        account = self.query("of", 100) or self.account
        lesson = await self.teaching.lesson(account)
        if lesson is None:
            self.refuse(404, "草稿是空的。请先在“教它听懂”里加几个词。")
        lexicon, say = await self.teaching.lexicon(account), self.services.phrases
        effect = lesson.effect
        self.show(
            "teach_effect.html",
            lesson=lesson,
            account=account,
            is_own=account == self.account,
            by=await self.name_of(lesson.draft.by),
            rows=[lexicon_view.in_words(edit, lexicon, say) for edit in lesson.edits],
            kinds=lexicon_view.by_kind(effect.turned),
            is_worse=is_worse(effect.before, effect.after),
        )

    async def post(self) -> None:
        """Put it live."""
        self.check_live()
        version = await self.teaching.publish(
            self.field("of", 100) or self.account,
            self.member.id,
            self.field("why", 300),
            self.field("seen", 64),
            may_fall=self.field("may_fall", 5) == "yes",
        )
        await self.note("teach_live", f"lexicon {version.id}", version.why)
        self.back(PATH, "taught")


class HistoryDoor(LivePage):
    """All versions, newest first, and the way back to each."""

    async def get(self) -> None:
        """Show it."""
        before = self.query("before", 10)
        start = int(before) if before.isascii() and before.isdecimal() else None
        kept = self.services.store.lexicon
        found, live = await kept.latest(start, PAGE + 1), await kept.live()
        older = [*found[1:], None]
        rows = [
            (each, await self.name_of(each.by), self._changes(old, each))
            for each, old in zip(found, older, strict=False)
        ]
        self.show(
            "teach_history.html",
            rows=rows[:PAGE],
            more=found[PAGE - 1].id if len(found) > PAGE else None,
            on=live.id if live else SHIPPED,
        )

    def _changes(self, before: Version | None, after: Version) -> tuple[Sequence[str], ...]:
        lexicon, say = self.services.understander.lexicon, self.services.phrases
        return lexicon_view.changes(before, after, lexicon, say)

    async def post(self) -> None:
        """Bring an older version back."""
        self.check_live()
        version = await self.teaching.restore(
            self.number("version"),
            self.member.id,
            self.field("why", 300),
            self.number("on"),
            may_fall=self.field("may_fall", 5) == "yes",
        )
        await self.note("teach_restore", f"lexicon {version.id}", version.why)
        self.back(HISTORY, "taught")
