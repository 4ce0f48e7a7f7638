"""The page where a call or a visit is typed in; what was typed stands there until it is filed."""

from typing import Any

from bot.display import rough_place, short
from bot.filing import next_step
from bot.office.intake import CLASSES, LONGEST, SOURCES, Heard, Intake, IntakeError, Typed
from bot.oversight import NotAllowedError
from bot.powers import Duty
from bot.refusals import in_words
from handlers.console.door import ConsoleDoor
from models.database import StoreUnavailableError
from models.people import has_wechat
from models.steps import IllegalMoveError, MissingError
from models.ticket import Ticket
from models.tickets import CrowdedError

PATH = "/console/intake"
BUSY = "后台暂时没有回应，还没有登记上。您写的都还在，请过一会儿再点一次。"
NOT_YOURS = "那张单子不归您补充。您写的都还在，请点“登记”另立一张。"


class IntakePage(ConsoleDoor):
    """What both doors share."""

    duty = Duty.INTAKE
    here = "intake"

    @property
    def intake(self) -> Intake:
        """This member's desk."""
        return Intake(self.services, self.member)

    def typed(self) -> Typed:
        """The form as it was sent; too long a field is shown again, not thrown away."""
        return Typed(
            words=self._typed("words"),
            name=self._typed("name"),
            phone=self._typed("phone"),
            born=self._typed("born"),
            source=self._typed("source") or SOURCES[0],
            place=self._typed("place"),
            area=self._typed("area"),
            queue=self._typed("queue"),
            is_known=self._typed("is_known") == "yes",
            key=self._typed("key")[:40],
        )

    def shown_of(self, typed: Typed, heard: Heard | None) -> dict[str, Any]:
        """What the part that shows our understanding needs."""
        return {
            "typed": typed,
            "heard": heard,
            "may_join": self.intake.may_join,
            "short": short,
            "place_of": lambda each: rough_place(each, self.services.phrases, self.services.areas),
        }

    def _typed(self, name: str) -> str:
        return self.get_body_argument(name, "").replace("\r\n", "\n").strip()


class IntakeDoor(IntakePage):
    """The form."""

    async def get(self) -> None:
        """An empty form, below what was just filed."""
        number = self.query("filed", 20)
        await self._show(Typed(area=self.member.area or ""), filed=await self._filed(number))

    async def post(self) -> None:
        """File it, add it to another ticket, or only look what it would be."""
        typed = self.typed()
        if self.field("deed", 10) == "look":
            return await self._show(typed)
        try:
            number = await self._done(typed)
        except IntakeError as error:
            return await self._show(typed, 422, str(error), error.field)
        except NotAllowedError:
            return await self._show(typed, 403, NOT_YOURS)
        except (IllegalMoveError, MissingError, CrowdedError) as error:
            said = in_words(self.services.phrases, error, self.member)
            return await self._show(typed, 409, said)
        except StoreUnavailableError:
            return self._draw(typed, None, 503, BUSY)
        return self.redirect(f"{PATH}?filed={number}", status=303)

    async def _done(self, typed: Typed) -> str:
        if not (number := self.field("join", 20)):
            return (await self.intake.file(typed)).number
        known = await self.ticket(number)
        return (await self.intake.join(typed, known, self.oversight())).number

    async def _filed(self, number: str) -> Ticket | None:
        """The ticket that was just filed, if they see it."""
        return await self.oversight().find(number) if number else None

    async def _show(
        self,
        typed: Typed,
        status: int = 200,
        refused: str | None = None,
        wrong: str = "",
        filed: Ticket | None = None,
    ) -> None:
        self._draw(typed, await self.intake.hear(typed), status, refused, wrong, filed)

    def _draw(
        self,
        typed: Typed,
        heard: Heard | None,
        status: int = 200,
        refused: str | None = None,
        wrong: str = "",
        filed: Ticket | None = None,
    ) -> None:
        self.show(
            "intake.html",
            status=status,
            refused=refused,
            wrong=wrong,
            filed=filed,
            next_step=next_step(self.services, filed) if filed else "",
            is_told_by_phone=filed is not None and not has_wechat(filed.asker),
            choices=self.intake.areas(),
            sources=SOURCES,
            classes=CLASSES,
            longest=LONGEST,
            account=self.signed.account.id if self.signed else "",
            **self.shown_of(typed, heard),
        )


class UnderstoodDoor(IntakePage):
    """The part of the page that shows what we understood, asked for while somebody types."""

    async def post(self) -> None:
        """Show it."""
        typed = self.typed()
        self.show("_understood.html", **self.shown_of(typed, await self.intake.hear(typed)))
