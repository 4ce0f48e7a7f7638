"""The pages where staff teach the understanding: try a sentence, change words, collect a draft."""

from itertools import islice
from typing import Any

from tornado.ioloop import IOLoop

from bot.office import lexicon_view
from bot.office.lesson_forms import edits_of
from bot.office.teaching import LessonError, Teaching
from bot.powers import Duty
from handlers.console.door import ConsoleDoor
from models.lexicon_versions import SHIPPED

PATH = "/console/teach"
EFFECT = f"{PATH}/effect"
LONGEST_SENTENCE = 300


class TeachPage(ConsoleDoor):
    """What all pages for teaching share."""

    duty = Duty.TEACH
    here = "teach"

    @property
    def teaching(self) -> Teaching:
        """The classroom of this process."""
        return self.office.teaching

    @property
    def account(self) -> str:
        """The account whose draft this is."""
        return self.signed.account.id if self.signed else ""

    def number(self, name: str) -> int:
        """A number of the form; 422 for anything else."""
        given = self.field(name, 10)
        if not (given.isascii() and given.isdecimal()):
            self.refuse(422)
        return int(given)

    async def name_of(self, staff: str) -> str:
        """What a member of staff is called."""
        member = await self.services.store.staff.get(staff)
        return member.name if member else "已离开的工作人员"

    def get_template_namespace(self) -> dict[str, Any]:
        """What the templates for teaching use as well."""
        say = self.services.phrases
        queues = lexicon_view.queue_names(say)
        return super().get_template_namespace() | {"queues": queues, "queue_name": dict(queues)}

    def _told(self, status: int, error: BaseException | None) -> tuple[int, str | None]:
        if isinstance(error, LessonError):
            return 422, str(error)
        return super()._told(status, error)

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        """What staff can mend is no failure of ours."""
        if not isinstance(error, LessonError):
            super().log_exception(kind, error, trace)


class TeachDoor(TeachPage):
    """Try a sentence, find words, and see what one's draft holds."""

    async def get(self) -> None:
        """Show it."""
        text, find = self.query("say", LONGEST_SENTENCE), self.query("find", 40)
        queue = self.query("queue", 20)
        understander = self.services.understander
        taught = await self.teaching.with_draft(self.account) if text else None
        drafted = await self.teaching.lexicon(self.account)
        found = lexicon_view.families(drafted, queue or None, find) if find or queue else iter(())
        live = await self.services.store.lexicon.live()
        self.show(
            "teach.html",
            heard=lexicon_view.hear(understander, text) if text else None,
            heard_then=lexicon_view.hear(taught, text) if taught else None,
            find=find,
            queue=queue,
            found=list(islice(found, lexicon_view.LISTED)),
            rows=await self._rows(),
            live=live,
            live_by=await self.name_of(live.by) if live else "",
            taken_over=self.services.understanding.version == (live.id if live else SHIPPED),
            failure=await self.services.store.lexicon.failure(live.id) if live else None,
            misfits=self.services.understanding.misfits,
            others=await self._others(),
        )

    async def post(self) -> None:
        """Put edits into one's draft, or throw some away.

        Meanwhile the labelled sentences are read, for who looks at the effect next.
        """
        deed = self.field("deed", 20)
        if deed == "clear":
            await self.teaching.drop(self.account, self.member.id, None)
            return self.back(PATH)
        if deed == "drop":
            await self.teaching.drop(self.account, self.member.id, self.number("position"))
            return self.back(PATH)
        names = ("family", "queue", "weight", "words")
        for name in names:
            self.field(name)
        form = {name: self.get_body_arguments(name) for name in names}
        lexicon = await self.teaching.lexicon(self.account)
        edits = edits_of(deed, form, lexicon)
        await self.teaching.add(self.account, self.member.id, edits)
        IOLoop.current().add_callback(self.teaching.warm)
        return self.back(PATH, "drafted")

    async def _rows(self) -> list[str]:
        """One's draft in sentences."""
        lexicon, say = await self.teaching.lexicon(self.account), self.services.phrases
        edits = await self.teaching.draft(self.account)
        return [lexicon_view.in_words(edit, lexicon, say) for edit in edits]

    async def _others(self) -> list[tuple[str, str, int]]:
        """Account, name and size of other people's drafts."""
        drafts = await self.services.store.lexicon.drafts()
        return [
            (each.id, await self.name_of(each.by), len(each.edits))
            for each in drafts
            if each.id != self.account
        ]


class FamilyDoor(TeachPage):
    """One family of words."""

    async def get(self, name: str) -> None:
        """Show it, with the edits of one's draft made."""
        lexicon = await self.teaching.lexicon(self.account)
        family = lexicon.families.get(name)
        if family is None:
            self.refuse(404, "没有这一组词。险情的词不在这里改。")
        self.show("teach_family.html", family=lexicon_view.view(lexicon, family))


class SuggestionsDoor(TeachPage):
    """What people put right, and which edits would have spared them that."""

    async def get(self) -> None:
        """Show it; this takes some seconds."""
        advice = await self.teaching.suggestions(self.member)
        lexicon, say = self.services.understander.lexicon, self.services.phrases
        self.show(
            "teach_suggestions.html",
            advice=advice,
            rows=lexicon_view.suggested(advice, lexicon, say),
        )
