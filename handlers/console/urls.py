"""The console's surface on one page."""

from tornado.routing import URLSpec

from bot.office.office import Office
from handlers.console.areas import AreasDoor
from handlers.console.audit import AuditDoor
from handlers.console.board import BoardDoor, BoardRowsDoor
from handlers.console.bulk import BulkDoor
from handlers.console.cases import CaseDoor, CasesDoor
from handlers.console.check_ins import CheckInDoor, CheckInsDoor
from handlers.console.dispatch import DispatchDoor
from handlers.console.figures import FiguresDoor, UnmetDoor
from handlers.console.figures_files import FiguresFileDoor, TicketsFileDoor
from handlers.console.figures_month import MonthDoor
from handlers.console.help import ChecklistDoor, DoctorDoor, HelpDoor
from handlers.console.help_cards import CardDoor, CardsDoor, CardSheetDoor
from handlers.console.home import HomeDoor
from handlers.console.intake import IntakeDoor, UnderstoodDoor
from handlers.console.kin import KinDoor
from handlers.console.listen import ListenDoor
from handlers.console.live import BoardEventsDoor
from handlers.console.media import MediaDoor
from handlers.console.own import OwnDoor
from handlers.console.presence import PresenceDoor
from handlers.console.replies import RepliesDoor
from handlers.console.residents import ResidentDoor, ResidentsDoor
from handlers.console.sign_in import SignInDoor, SignOutDoor
from handlers.console.staff import StaffDoor, StaffMemberDoor
from handlers.console.teach import FamilyDoor, SuggestionsDoor, TeachDoor
from handlers.console.teach_live import EffectDoor, HistoryDoor
from handlers.console.ticket import TicketDoor
from handlers.console.ticket_deeds import DeedDoor
from handlers.console.tickets import SavedFiltersDoor, TicketsDoor
from handlers.console.volunteers import VolunteerDoor, VolunteersDoor


def console_doors(office: Office) -> list[URLSpec]:
    """Which address of the console leads to which page."""
    pages = [
        (r"/console/?", HomeDoor),
        (r"/console/sign-in", SignInDoor),
        (r"/console/sign-out", SignOutDoor),
        (r"/console/own", OwnDoor),
        (r"/console/teach", TeachDoor),
        (r"/console/teach/families/([a-z0-9_]{1,60})", FamilyDoor),
        (r"/console/teach/suggestions", SuggestionsDoor),
        (r"/console/teach/effect", EffectDoor),
        (r"/console/teach/history", HistoryDoor),
        (r"/console/residents", ResidentsDoor),
        (r"/console/residents/([^/]+)", ResidentDoor),
        (r"/console/residents/([^/]+)/kin", KinDoor),
        (r"/console/cards", CardsDoor),
        (r"/console/cards/(\d{6})", CardDoor),
        (r"/console/cards/(\d{6})\.(png|pdf)", CardSheetDoor),
        (r"/console/check-ins", CheckInsDoor),
        (r"/console/check-ins/([^/]+)", CheckInDoor),
        (r"/console/volunteers", VolunteersDoor),
        (r"/console/volunteers/([^/]+)", VolunteerDoor),
        (r"/console/staff", StaffDoor),
        (r"/console/staff/([^/]+)", StaffMemberDoor),
        (r"/console/areas", AreasDoor),
        (r"/console/areas/([^/]+)", AreasDoor),
        (r"/console/audit", AuditDoor),
        (r"/console/board", BoardDoor),
        (r"/console/board/rows", BoardRowsDoor),
        (r"/console/board/events", BoardEventsDoor),
        (r"/console/tickets", TicketsDoor),
        (r"/console/tickets/saved", SavedFiltersDoor),
        (r"/console/tickets/bulk", BulkDoor),
        (r"/console/tickets/(\d{1,18})/dispatch", DispatchDoor),
        (r"/console/tickets/(\d{1,18})/presence", PresenceDoor),
        (r"/console/tickets/([0-9]{1,12})", TicketDoor),
        (r"/console/tickets/([0-9]{1,12})/do", DeedDoor),
        (r"/console/tickets/([0-9]{1,12})/media/([^/]{1,200})", MediaDoor),
        (r"/console/listen", ListenDoor),
        (r"/console/replies", RepliesDoor),
        (r"/console/figures", FiguresDoor),
        (r"/console/figures/unmet", UnmetDoor),
        (r"/console/figures/month", MonthDoor),
        (r"/console/figures/figures\.(csv|xlsx)", FiguresFileDoor),
        (r"/console/figures/tickets\.(csv|xlsx)", TicketsFileDoor),
        (r"/console/intake", IntakeDoor),
        (r"/console/help", HelpDoor),
        (r"/console/help/checklist", ChecklistDoor),
        (r"/console/help/doctor", DoctorDoor),
        (r"/console/cases", CasesDoor),
        (r"/console/cases/([0-9]{1,20})", CaseDoor),
        (r"/console/intake/understood", UnderstoodDoor),
    ]
    return [URLSpec(path, page, {"office": office}) for path, page in pages]
