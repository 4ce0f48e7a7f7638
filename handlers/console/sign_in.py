"""The way into the console and out of it."""

import secrets

from bot.office.sign_in import CodeWantedError, RefusedError, WaitError
from bot.powers import Duty
from handlers.console.door import COOKIE, HOME, SIGN_IN, ConsoleDoor
from models.accounts import LONGEST_VISIT

VISITOR = "jieyou-visitor"
WRONG = "名字或密码不对，请再试一次。记不得了，请找管理员重设。"
WAIT = "试的次数太多了。请等 15 分钟再试，或者找管理员。"
CODE = "请填手机上的动态码。填过的码不能再用，等它换一个。"


class SignInDoor(ConsoleDoor):
    """Name, password and, where wanted, a code; the only page of the console for strangers."""

    duty = Duty.OWN

    async def prepare(self) -> None:
        """Everybody may come here; the form still has to be ours."""
        if not self.get_cookie(VISITOR):
            self._keep(VISITOR, secrets.token_urlsafe(16), days=None)
        if self.request.method != "GET":
            self.check_form()

    @property
    def mark(self) -> str:
        """The mark belongs to the visitor, who has no sign-in yet."""
        return self.office.sign_in.form_mark(self._visitor)

    def get(self) -> None:
        """Show the form."""
        self._show()

    async def post(self) -> None:
        """Sign in, and lead to where one wanted to go."""
        name, password = (
            self.field("name", 100),
            self.get_body_argument("password", "", strip=False),
        )
        address = self.request.remote_ip or ""
        browser = self.request.headers.get("User-Agent", "")
        try:
            token, _ = await self.office.sign_in.sign_in(
                name, password, self.field("code", 20), address, browser
            )
        except WaitError:
            return self._show(429, WAIT, name)
        except CodeWantedError:
            return self._show(401, CODE, name)
        except RefusedError:
            return self._show(401, WRONG, name)
        self._keep(COOKIE, token, days=LONGEST_VISIT.total_seconds() / 86400)
        self.clear_cookie(VISITOR, path="/console")
        return self.redirect(_inside(self.query("next")), status=303)

    @property
    def _visitor(self) -> str:
        return self.get_cookie(VISITOR) or self._new_visitor

    def _keep(self, name: str, value: str, days: float | None) -> None:
        if name == VISITOR:
            self._new_visitor = value
        self.set_cookie(
            name,
            value,
            expires_days=days,
            path="/console",
            httponly=True,
            secure=self.is_secure,
            samesite="Lax",
        )

    def _show(self, status: int = 200, refused: str | None = None, name: str = "") -> None:
        wants_code = refused == CODE
        self.show("sign_in.html", status=status, refused=refused, name=name, wants_code=wants_code)


class SignOutDoor(ConsoleDoor):
    """The way out."""

    duty = Duty.OWN

    async def post(self) -> None:
        """End this sign-in."""
        if self.signed:
            await self.office.sign_in.sign_out(self.signed)
        self.clear_cookie(COOKIE, path="/console")
        self.redirect(SIGN_IN, status=303)


def _inside(path: str) -> str:
    """A page of the console, never an address elsewhere."""
    is_ours = path.startswith(HOME) and not path.startswith(SIGN_IN) and "\\" not in path
    return path if is_ours and "//" not in path else HOME
