"""What every page of the console shares: who is there, what they may see, and that they meant it.

A page names its duty; nobody without it, and no form from elsewhere, gets to its code.
"""

import logging
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, NoReturn
from urllib.parse import urlencode

from tornado.web import Finish

from bot import powers
from bot.office.office import Office
from bot.office.sign_in import Signed
from bot.oversight import NotAllowedError, Oversight
from bot.powers import Duty
from bot.refusals import in_words
from bot.services import Services
from handlers.base import Door
from handlers.console.noted import NOTED
from handlers.console.places import PLACES
from handlers.origin import is_from_here
from models.clock import CHINA
from models.database import StoreUnavailableError
from models.people import StaffMember
from models.steps import IllegalMoveError, MissingError
from models.ticket import Ticket
from models.tickets import CrowdedError

log = logging.getLogger(__name__)

COOKIE = "jieyou"
HOME = "/console/"
SIGN_IN = "/console/sign-in"
CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
LONGEST = 2000  # characters of any field, unless a page asks for another number
REFUSED: Mapping[int, tuple[str, str]] = {
    401: ("请先登录", "您已经退出，或者太久没有操作。请重新登录。"),
    403: ("不能看这一页", "您的岗位或者片区看不了这一页。需要的话请找管理员。"),
    404: ("没有这一页", "地址不对，或者这件事不归您看。"),
    409: ("没有办成", "别人刚刚动过。请回到上一页，看看现在的样子再办。"),
    413: ("太大了", "一次选得太多，或者写得太长。请分几次办。"),
    419: ("没有办成", "这一页放得太久了。请回到上一页，刷新以后再办。"),
    422: ("没有办成", "有一栏填得不对。请回到上一页改一改。"),
    500: ("出了点问题", "我们这边出错了，没有办成。请过一会儿再试。"),
    503: ("正忙", "后台暂时没有回应，没有办成。请过一会儿再试。"),
}


class ConsoleDoor(Door):
    """A page of the console. Every page names its ``duty``; forms carry a mark of ours."""

    duty: ClassVar[Duty]
    here: ClassVar[str] = ""  # the entry of the navigation this page belongs to

    def initialize(self, office: Office) -> None:
        """Take what the pages need."""
        self.office: Office = office
        self.services: Services = office.services
        self.signed: Signed | None = None

    def set_default_headers(self) -> None:
        """Let nothing in from elsewhere."""
        super().set_default_headers()
        self.set_header("Content-Security-Policy", CONTENT_POLICY)
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("X-Frame-Options", "DENY")
        self.set_header("X-Robots-Tag", "noindex")
        if self.is_secure:
            self.set_header("Strict-Transport-Security", "max-age=31536000")

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach us by HTTPS."""
        services: Services | None = getattr(self, "services", None)
        return services is not None and services.public_url.startswith("https:")

    async def prepare(self) -> None:
        """Let nobody in without a sign-in, the duty, and for a deed our mark."""
        self.set_default_headers()
        token = self.get_cookie(COOKIE)
        self.signed = await self.office.sign_in.whose(token) if token else None
        if self.signed is None:
            self.ask_to_sign_in()
        if self.signed.account.must_change and self.duty is not Duty.OWN:
            self.redirect("/console/own?noted=must_change", status=303)
            raise Finish
        if not powers.has(self.member, self.duty):
            self.refuse(403)
        if self.request.method not in ("GET", "HEAD"):
            self.check_form()

    @property
    def member(self) -> StaffMember:
        """Who is at the page."""
        if self.signed is None:
            self.ask_to_sign_in()
        return self.signed.member

    @property
    def now(self) -> datetime:
        """The time."""
        return self.services.clock()

    def ask_to_sign_in(self) -> NoReturn:
        """Lead to the sign-in and back here; a deed is refused with words instead."""
        if self.request.method == "GET" and self.request.headers.get("Accept", "").startswith(
            "text/html"
        ):
            back = urlencode({"next": self.request.uri or HOME})
            self.redirect(f"{SIGN_IN}?{back}", status=303)
            raise Finish
        self.refuse(401)

    def check_form(self) -> None:
        """Refuse a form that no page of this sign-in sent."""
        given = self.request.headers.get("X-Mark") or self.get_body_argument("mark", "")
        if not is_from_here(self.request.headers, self.services.public_url):
            self.refuse(403)
        if not secrets.compare_digest(given.encode(), self.mark.encode()):
            self.refuse(419)

    def refuse(self, status: int, words: str | None = None) -> NoReturn:
        """End the request with a page that says why and what to do. Raises Finish."""
        log.warning("console refused", extra={"status": status, "page": type(self).__name__})
        self._explain(status, words)
        raise Finish

    def show(self, template: str, *, status: int = 200, **values: Any) -> None:
        """Send a page of ``console/templates/console``."""
        self.set_status(status)
        self.render(f"console/{template}", **values)

    def get_template_namespace(self) -> dict[str, Any]:
        """What every template can use."""
        shared = {
            "member": self.signed.member if self.signed else None,
            "may": self._may,
            "Duty": Duty,
            "here": self.here,
            "places": PLACES,
            "mark": self.mark,
            "key": secrets.token_hex(8),
            "noted": NOTED.get(self.get_query_argument("noted", "")),
            "say": self.services.phrases,
            "areas": self.services.areas,
            "when": when,
            "now": self.now,
        }
        return super().get_template_namespace() | shared

    @property
    def mark(self) -> str:
        """The mark that forms of this sign-in carry."""
        token = self.get_cookie(COOKIE) or ""
        return self.office.sign_in.form_mark(token)

    def field(self, name: str, most: int = LONGEST) -> str:
        """A field of the form, without spaces around it; 422 for one that is too long."""
        value = self.get_body_argument(name, "").replace("\r\n", "\n")
        if len(value) > most:
            self.refuse(422, f"写得太长了，最多 {most} 个字。")
        return value.strip()

    def query(self, name: str, most: int = 200) -> str:
        """A part of the address; what is too long is cut."""
        return self.get_query_argument(name, "")[:most].strip()

    def oversight(self) -> Oversight:
        """This member at work; the form's key makes a second click count as the first."""
        account = self.signed.account.id if self.signed else ""
        return Oversight(self.services, self.member, f"click:{account}:{self.field('key', 40)}")

    async def ticket(self, number: str) -> Ticket:
        """The ticket of a number, if they may see it; else 404."""
        seen = Oversight(self.services, self.member, "")
        found = await seen.find(number)
        if found is None:
            self.refuse(404, "没有这张单子，或者不归您看。")
        return found

    async def note(self, deed: str, about: str = "", note: str | None = None) -> None:
        """Write a line into the audit trail."""
        await self.services.store.audit.note(
            self.now, self.member.id, deed, about, note, self.member.area_path
        )

    def back(self, path: str, noted: str = "done") -> None:
        """Lead on after a deed; the page says what was done."""
        joint = "&" if "?" in path else "?"
        self.redirect(f"{path}{joint}noted={noted}", status=303)

    def write_error(self, status_code: int, **problem: Any) -> None:
        """A plain page; staff learn what they can do, nobody learns anything else."""
        error = (problem.get("exc_info") or (None, None, None))[1]
        status, words = self._told(status_code, error)
        self._explain(status, words)

    def _told(self, status: int, error: BaseException | None) -> tuple[int, str | None]:
        if isinstance(error, StoreUnavailableError):
            return 503, None
        if isinstance(error, (IllegalMoveError, CrowdedError)):
            return 409, in_words(self.services.phrases, error, self.member)
        if isinstance(error, MissingError):
            return 422, in_words(self.services.phrases, error)
        if isinstance(error, NotAllowedError):
            return 403, "这一步不归您的岗位，请找社区值班人员。"
        return status, None

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        """What staff can mend is no failure of ours."""
        if not isinstance(error, (IllegalMoveError, MissingError, NotAllowedError, CrowdedError)):
            super().log_exception(kind, error, trace)

    def _explain(self, status: int, words: str | None) -> None:
        title, usual = REFUSED.get(status, REFUSED[500])
        told = (words or usual).splitlines()
        if "json" in self.request.headers.get("Accept", ""):
            self.set_status(status)
            self.finish({"error": "\n".join(told)})
            return
        self.show("refused.html", status=status, title=title, words=told)

    def _may(self, duty: Duty) -> bool:
        return self.signed is not None and powers.has(self.signed.member, duty)


def when(moment: datetime | None) -> str:
    """A moment as people in China write it."""
    return moment.astimezone(CHINA).strftime("%m-%d %H:%M") if moment else ""
