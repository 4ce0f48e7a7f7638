"""One's own account: password, second factor, and where one is signed in."""

import io

import qrcode
from qrcode.image.svg import SvgPathImage

from bot.office import second_factor
from bot.office.passwords import WeakPasswordError
from bot.office.sign_in import CodeWantedError, RefusedError, Signed
from bot.powers import Duty
from handlers.console.door import ConsoleDoor

PATH = "/console/own"
WRONG = "密码不对，没有改。"
WEAK = "新密码太容易猜：至少 10 个字，不能全是数字，不能带登录名。"
TWICE = "两次填的新密码不一样。"
CODE = "动态码不对。请看手机上最新的六位数，再填一次。"


class OwnDoor(ConsoleDoor):
    """What one may change oneself."""

    duty = Duty.OWN
    here = "own"

    async def get(self) -> None:
        """Show it."""
        await self._show()

    async def post(self) -> None:
        """Change one thing."""
        deeds = {
            "password": self._change_password,
            "code_on": self._begin_code,
            "code_off": self._end_code,
            "end": self._end,
        }
        deed = deeds.get(self.field("deed", 20))
        if deed is None or self.signed is None:
            self.refuse(422)
        try:
            await deed(self.signed)
        except WeakPasswordError:
            return await self._show(422, WEAK)
        except CodeWantedError:
            return await self._show(422, CODE, secret=self.field("secret", 64))
        except RefusedError:
            return await self._show(422, WRONG)
        return None

    async def _change_password(self, signed: Signed) -> None:
        new = self._secret("new")
        if new != self._secret("again"):
            return await self._show(422, TWICE)
        await self.office.sign_in.change_password(signed, self._secret("old"), new)
        return self.back(PATH, "password")

    async def _begin_code(self, signed: Signed) -> None:
        secret, code = self.field("secret", 64), self.field("code", 20)
        await self.office.sign_in.begin_code(signed, self._secret("old"), secret, code)
        self.back(PATH, "code_on")

    async def _end_code(self, signed: Signed) -> None:
        await self.office.sign_in.end_code(signed, self._secret("old"))
        self.back(PATH, "code_off")

    async def _end(self, signed: Signed) -> None:
        await self.services.store.visits.end(self.field("visit", 64), signed.account.id)
        self.back(PATH, "ended")

    def _secret(self, name: str) -> str:
        return self.get_body_argument(name, "", strip=False)

    async def _show(
        self, status: int = 200, refused: str | None = None, secret: str | None = None
    ) -> None:
        if self.signed is None:
            self.refuse(401)
        account = self.signed.account
        secret = secret or second_factor.new_secret()
        self.show(
            "own.html",
            status=status,
            refused=refused,
            account=account,
            visits=await self.services.store.visits.of_account(account.id, self.now),
            this=self.signed.visit.id,
            secret=secret,
            picture=None if account.otp else _picture(second_factor.address(secret, account.id)),
        )


def _picture(text: str) -> str:
    """The text as a QR code, in SVG."""
    drawn = io.BytesIO()
    qrcode.make(text, image_factory=SvgPathImage, box_size=12).save(drawn)
    return drawn.getvalue().decode()
