"""The figures of an area and a period, beside those of the period before."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from tornado.web import Finish

from bot import powers
from bot.office.changes import changes
from bot.office.figures import Asked, Comparison, compared
from bot.office.periods import NAMES, Choice, Days, PeriodError, before, chosen
from bot.office.pictures import pictures
from bot.office.unmet import FEW, REASONS, Unmet, found_unmet
from bot.powers import Duty
from bot.report_words import SHORT, Wording, shown
from handlers.console.door import ConsoleDoor
from models.area import Area
from models.figures import FIGURES

Found = TypeVar("Found")
PATH = "/console/figures"
_AGAIN = 2  # seconds until the page looks again
_MOST_BELOW = 300  # areas to choose from; of more, people go down step by step


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for."""

    asked: Asked
    choice: Choice

    @property
    def query(self) -> str:
        """The part of an address that asks for the same."""
        return self.query_of(self.asked.area)

    def query_of(self, area: str | None) -> str:
        """The part of an address that asks for the same days of an area."""
        days = self.asked.days
        own = {"from": days.first, "to": days.last} if self.choice is Choice.OWN else {}
        return urlencode({"area": area or "", "period": self.choice} | own)


class FiguresRoom(ConsoleDoor):
    """What the pages of figures share: the area, the days, and waiting for a count."""

    duty = Duty.FIGURES
    here = "figures"

    @property
    def wording(self) -> Wording:
        """How figures and groups are called."""
        return Wording(self.services.phrases, self.services.areas)

    def area(self) -> str | None:
        """The area of the address, else their own; 404 for one that is not theirs."""
        given = self.query("area")
        if not given:
            return self.member.area
        area = self.services.areas.get(given)
        if area is None or not powers.covers(self.member, area.path):
            self.refuse(404)
        return area.id

    def wanted(self) -> Wanted:
        """The area and the days of the address; 422 for days that cannot be counted."""
        try:
            choice = Choice(self.query("period") or Choice.THIS_MONTH)
            first, last = self.query("from", 10), self.query("to", 10)
            days = chosen(choice, first, last, self.now)
        except PeriodError as error:
            self.refuse(422, str(error))
        except ValueError:
            self.refuse(422, "没有这样的日子。请在列表里选一个。")
        return Wanted(Asked(self.area(), days), choice)

    def area_name(self, area: str | None) -> str:
        """What people call the area."""
        found = self.services.areas.get(area)
        return found.name if found else self.services.phrases("figures.everywhere")

    def choices(self, area: str | None) -> list[tuple[int, Area]]:
        """The areas above within their part, this one and those directly below, and how deep."""
        areas = self.services.areas
        here = areas.get(area)
        above = [areas.get(each) for each in (here.path if here else ())]
        theirs = [each for each in above if each and powers.covers(self.member, each.path)]
        below = areas.below(area)[:_MOST_BELOW]
        return [*enumerate(theirs), *((len(theirs), each) for each in below)]

    async def counted(self, count: Awaitable[Found | None]) -> Found:
        """The answer; while it is first counted, a page that says so and looks again."""
        found = await count
        if found is None:
            self.set_header("Refresh", str(_AGAIN))
            self.show("figures_wait.html")
            raise Finish
        return found

    async def compared(self, asked: Asked) -> Comparison:
        """The figures, when they are there."""
        return await self.counted(compared(self.office.counting, self.services, asked))

    async def unmet(self, asked: Asked) -> Unmet:
        """What was not met, when it is there, as far as it is for this role."""
        found = await self.counted(found_unmet(self.office.counting, self.services, asked))
        return found if powers.reads_words(self.member) else found.without_few()

    def show_for(self, template: str, wanted: Wanted, **values: Any) -> None:
        """Send a page with the chooser of area and days."""
        days: Days = wanted.asked.days
        self.show(
            template,
            wanted=wanted,
            days=days,
            before=before(days),
            area_name=self.area_name(wanted.asked.area),
            choices=self.choices(wanted.asked.area),
            periods=NAMES,
            is_everywhere=self.member.area is None,
            **values,
        )


class FiguresDoor(FiguresRoom):
    """The figures with their definitions and charts."""

    async def get(self) -> None:
        """Show them."""
        wanted = self.wanted()
        found = await self.compared(wanted.asked)
        self.show_for(
            "figures.html",
            wanted,
            found=found,
            changes=list(changes(found)),
            short=[each for each in FIGURES if each.key in SHORT],
            pictures=pictures(found, self.wording),
            wording=self.wording,
            shown=shown,
        )


class UnmetDoor(FiguresRoom):
    """What people needed and did not get, and the words nobody understood."""

    async def get(self) -> None:
        """Show it."""
        wanted = self.wanted()
        self.show_for(
            "figures_unmet.html",
            wanted,
            unmet=await self.unmet(wanted.asked),
            reasons=REASONS,
            few=FEW,
            reads_words=powers.reads_words(self.member),
        )
