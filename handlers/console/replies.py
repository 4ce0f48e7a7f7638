"""The sentences an office keeps to answer residents with."""

from bot import powers
from bot.powers import Duty
from handlers.console.door import ConsoleDoor
from models.reply_templates import ReplyTemplate, TemplateRefusedError, checked

PATH = "/console/replies"


class RepliesDoor(ConsoleDoor):
    """Those of the member's area; whoever works everywhere keeps those for everywhere."""

    duty = Duty.REPLIES
    here = "tickets"

    async def get(self) -> None:
        """Show them."""
        await self._show()

    async def post(self) -> None:
        """Keep one, or keep it no longer."""
        kept = self.services.store.reply_templates
        identifier, title, text = (
            self.field("template", 64),
            self.field("title", 200),
            self.field("text"),
        )
        known = await kept.get(identifier) if identifier else None
        if identifier and (known is None or not self._is_theirs(known)):
            self.refuse(404)
        area = known.area if known else self.member.area or ""
        if known and self.field("deed", 20) == "remove":
            await kept.remove(known.id)
            await self.note("remove_reply", known.title)
            return self.back(PATH, "removed")
        try:
            await kept.put(checked(title, text, area, identifier))
        except TemplateRefusedError as error:
            return await self._show(422, str(error), {"title": title, "text": text})
        await self.note("keep_reply", title)
        return self.back(PATH, "saved")

    def _is_theirs(self, template: ReplyTemplate) -> bool:
        area = self.services.areas.get(template.area)
        return powers.covers(self.member, area.path if area else ())

    async def _show(
        self, status: int = 200, refused: str | None = None, typed: dict[str, str] | None = None
    ) -> None:
        area = self.services.areas.get(self.member.area)
        found = await self.services.store.reply_templates.of(area.path if area else ())
        self.show(
            "replies.html",
            status=status,
            refused=refused,
            typed=typed or {},
            own=[each for each in found if self._is_theirs(each)],
            others=[each for each in found if not self._is_theirs(each)],
        )
