"""Everything that is kept, composed once: one repository per collection."""

import re
from datetime import timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_serializer

from models.accounts import Accounts, FormMarks, Visits
from models.area import Areas
from models.audit import Audit
from models.budget import Closures, Spendings
from models.clock import Clock
from models.credential import Credentials
from models.database import Database
from models.debts import Debts, Deliveries
from models.facts import Facts
from models.inbox import Inbox
from models.lease import Leases
from models.links import Links
from models.mandates import Mandates
from models.media import MediaFiles
from models.number import Numbers
from models.people import (
    People,
    Resident,
    StaffMember,
    Volunteer,
    Volunteers,
    ensure_people_indexes,
)
from models.receipt import Receipts
from models.record import Records
from models.throttle import Throttle
from models.tickets import Tickets
from models.timetable import Timetable
from models.vault import Vault, VaultError


class StoreSettings(BaseModel):
    """Where things are kept."""

    model_config = ConfigDict(extra="forbid")

    uri: str = "embedded"
    path: Path = Path("var/store")
    name: str = Field(default="jieyou", pattern=r"^[A-Za-z0-9_]{1,40}$")
    key_file: Path = Path("var/vault.json")
    keep_chat_days: int = Field(default=90, ge=1, le=3650)

    @field_serializer("uri")
    def _without_password(self, uri: str) -> str:
        return re.sub(r"//[^@/]*@", "//**********@", uri)

    @property
    def is_embedded(self) -> bool:
        """Whether we start the store ourselves."""
        return self.uri == "embedded"


class Store:
    """The repositories of one open database."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        clock: Clock,
        keep_chat: timedelta,
        timetable: Timetable,
    ) -> None:
        self.database = database
        self._vault = vault
        take = database.collection
        self.areas = Areas(take("areas"), vault)
        self.residents = People(Resident, take("residents"), vault)
        self.volunteers = Volunteers(Volunteer, take("volunteers"), vault)
        self.staff = People(StaffMember, take("staff"), vault)
        self.receipts = Receipts(take("receipts"), vault, keep_chat)
        self.inbox = Inbox(take("inbox"), vault)
        self.tickets = Tickets(take("tickets"), vault, timetable)
        self.facts = Facts(take("tickets"))
        self.mandates = Mandates(take("tickets"), vault)
        self.links = Links(vault)
        self.records = Records(take("records"))
        self.numbers = Numbers(take("counters"))
        self.ticket_debts = Debts(take("tickets"), vault)
        self.receipt_debts = Debts(take("receipts"), vault)
        self.deliveries = Deliveries(take("deliveries"), vault)
        self.spendings = Spendings(take("spendings"))
        self.closures = Closures(take("closures"))
        self.media = MediaFiles(database.files("media"), vault)
        self.accounts = Accounts(take("accounts"), vault)
        self.visits = Visits(take("visits"), vault)
        self.form_marks = FormMarks(vault)
        self.throttle = Throttle(take("throttle"), vault)
        self.audit = Audit(take("audit"), vault)
        self.leases = Leases(take("leases"), clock)
        self.credentials = Credentials(take("credentials"), vault)

    async def check_keys(self) -> None:
        """Refuse keys other than those this store was begun with. Raises VaultError."""
        marks = self.database.collection("counters")
        mark = self._vault.fingerprint("the keys of this store")
        known = await marks.get("keys")
        if known is None:
            await marks.update({"_id": "keys"}, {"$set": {"mark": mark}}, upsert=True)
        elif known["mark"] != mark:
            raise VaultError(
                "the key file is not the one this store was begun with; "
                "put the old one back at store.key_file"
            )

    async def ensure_indexes(self) -> None:
        """Create every index that is missing."""
        for repository in (
            self.receipts,
            self.inbox,
            self.tickets,
            self.spendings,
            self.mandates,
            self.deliveries,
            self.accounts,
            self.visits,
            self.throttle,
        ):
            await repository.ensure_indexes()
        take = self.database.collection
        await ensure_people_indexes(take("volunteers"), take("staff"))
