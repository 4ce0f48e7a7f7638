"""What was handed over to an agency, for its people: the list, and each case with its deeds."""

from bot.agencies.access import is_agency_of, reveal
from bot.agencies.deeds import ConflictError, Deed, StaleError, do
from bot.agencies.refusals import REFUSALS, refusal
from bot.office.cases import Cases
from bot.powers import Duty, may_on_case
from handlers.case_form import read_deed, shown_of
from handlers.console.door import ConsoleDoor
from models.steps import IllegalMoveError
from models.ticket import Ticket

PATH = "/console/cases"
NOT_THEIRS = "没有这个案件，或者它已经不在您这里。"
NO_DEED = "有一栏填得不对或者写得太长，没有办成。请回到上一页改一改。"


class CasesDoor(ConsoleDoor):
    """The list."""

    duty = Duty.CASES
    here = "cases"

    async def get(self) -> None:
        """What is due first comes first."""
        cases = Cases(self.services, self.member)
        self.show("cases.html", cases=await cases.list())


class CaseDoor(ConsoleDoor):
    """One case."""

    duty = Duty.CASES
    here = "cases"

    async def get(self, number: str) -> None:
        """Show it, and note that it was seen."""
        await self._show(await self._case(number))

    async def post(self, number: str) -> None:
        """Do what the form says to the version of the case it shows."""
        ticket, deed = await self._case(number), read_deed(self.get_body_argument)
        if deed is None:
            self.refuse(422, NO_DEED)
        if not may_on_case(self.member, deed.move):
            self.refuse(403)
        key = f"case:{self.member.id}:{deed.move}:{deed.version}"
        try:
            after = await do(self.services, ticket, deed, self.member.id, key)
        except REFUSALS as error:
            return await self._show_refused(ticket, deed, error)
        return self.back(f"{PATH}/{number}" if is_agency_of(self.member, after) else PATH)

    async def _case(self, number: str) -> Ticket:
        found = await Cases(self.services, self.member).find(number)
        if found is None:
            self.refuse(404, NOT_THEIRS)
        return found

    async def _show_refused(self, ticket: Ticket, deed: Deed, error: Exception) -> None:
        """Show the case as it stands, with why the deed was refused and the words given."""
        stands = error.ticket if isinstance(error, (IllegalMoveError, StaleError)) else ticket
        if not is_agency_of(self.member, stands):
            self.refuse(404, NOT_THEIRS)
        clashes = isinstance(error, (IllegalMoveError, StaleError, ConflictError))
        said = refusal(self.services, stands, error)
        await self._show(stands, 409 if clashes else 422, said, deed)

    async def _show(
        self,
        ticket: Ticket,
        status: int = 200,
        refused: str | None = None,
        given: Deed | None = None,
    ) -> None:
        me = self.member
        try:
            seen = await reveal(self.services, ticket, me.id, me.id)
        except IllegalMoveError:
            self.refuse(404, NOT_THEIRS)
        moves = Cases(self.services, me).moves(seen)
        shown = await shown_of(self.services, seen, moves, given)
        self.show("case.html", status=status, refused=refused, **shown)
