"""The report of a month on one page, to be printed and read out."""

from bot.office.changes import Turn
from bot.office.figures import Asked
from bot.office.month import as_text, main_lines, need_words, turned
from bot.office.periods import PeriodError, named_month
from bot.office.pictures import pictures
from handlers.console.figures import FiguresRoom


class MonthDoor(FiguresRoom):
    """One month of one area; without a month the last one that is over."""

    async def get(self) -> None:
        """Show it."""
        try:
            days = named_month(self.query("month", 7), self.now)
        except PeriodError as error:
            self.refuse(422, str(error))
        asked = Asked(self.area(), days)
        found, unmet = await self.compared(asked), await self.unmet(asked)
        name = self.area_name(asked.area)
        title = f"{name} {days.first.year} 年 {days.first.month} 月"
        self.show(
            "figures_month.html",
            title=title,
            area=asked.area,
            days=days,
            is_over=asked.is_over(self.now),
            found=found,
            choices=self.choices(asked.area),
            is_everywhere=self.member.area is None,
            lines=main_lines(found),
            turns={each: turned(found, each) for each in (Turn.BETTER, Turn.WORSE)},
            pictures=pictures(found, self.wording),
            unmet=unmet,
            need_words=lambda need: need_words(need, self.services.phrases),
            text=as_text(title, found, unmet, self.services.phrases),
        )
