"""Everything that is kept, composed once: one repository per collection."""

import re
from datetime import timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_serializer

from models.accounts import Accounts, FormMarks, Visits
from models.area import Areas
from models.audit import Audit
from models.budget import Closures, Spendings
from models.chat_looks import ChatLooks
from models.check_in_days import CheckIns
from models.clock import Clock
from models.corrections import Corrections
from models.credential import Credentials
from models.database import Database
from models.debts import Debts, Deliveries
from models.devices import Devices
from models.facts import Facts
from models.filed import Filed
from models.help_cards import HelpCards
from models.inbox import Inbox
from models.kept_figures import KeptFigures
from models.kin import Kin
from models.kin_codes import KinCodes, KinQuestions, KinTries
from models.lease import Leases
from models.lexicon_versions import LexiconVersions
from models.links import Links
from models.listing import Listing
from models.mandates import Mandates
from models.media import MediaFiles
from models.number import Numbers
from models.outlines import Outlines
from models.page_links import PageLinks
from models.people import Staff, StaffMember, Volunteer, Volunteers
from models.presence import Presences
from models.receipt import Receipts
from models.record import Records
from models.reply_templates import ReplyTemplates
from models.residents import Residents
from models.saved_filters import SavedFilters
from models.search import Search
from models.spoken import SpokenWords
from models.throttle import Throttle
from models.tickets import Tickets
from models.ticks import Ticks
from models.timetable import Timetable
from models.vault import Vault, VaultError
from models.words import Cutter, Words


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
        cutter: Cutter | None = None,
    ) -> None:
        self.database = database
        self._vault = vault
        take = database.collection
        self.areas = Areas(take("areas"), take("counters"), vault)
        self.residents = Residents(take("residents"), take("counters"), vault, self.areas, clock)
        self.volunteers = Volunteers(Volunteer, take("volunteers"), vault)
        self.staff = Staff(StaffMember, take("staff"), vault)
        self.kin = Kin(take("kin"), vault)
        self.kin_codes = KinCodes(take("kin_codes"), vault)
        self.kin_questions = KinQuestions(take("kin_questions"), vault)
        self.kin_tries = KinTries(take("kin_tries"), vault)
        self.help_cards = HelpCards(take("help_cards"), take("help_card_uses"), vault)
        self.receipts = Receipts(take("receipts"), vault, keep_chat)
        self.inbox = Inbox(take("inbox"), vault)
        words = Words(vault, cutter)
        self.tickets = Tickets(take("tickets"), vault, timetable, words)
        self.listing = Listing(take("tickets"))
        self.saved_filters = SavedFilters(take("saved_filters"), vault)
        self.search = Search(take("search"), take("tickets"), vault, words)
        self.outlines = Outlines(take("tickets"))
        self.presences = Presences(take("presence"), vault)
        self.facts = Facts(take("tickets"))
        self.filed = Filed(take("tickets"), vault)
        self.kept_figures = KeptFigures(take("kept_figures"), vault)
        self.mandates = Mandates(take("tickets"), vault)
        self.links = Links(vault)
        self.page_links = PageLinks(take("page_links"), vault)
        self.records = Records(take("records"))
        self.numbers = Numbers(take("counters"))
        self.ticket_debts = Debts(take("tickets"), vault)
        self.receipt_debts = Debts(take("receipts"), vault)
        self.check_ins = CheckIns(take("check_ins"), take("check_in_days"), vault)
        self.check_in_debts = Debts(take("check_in_days"), vault)
        self.devices = Devices(take("devices"), vault)
        self.deliveries = Deliveries(take("deliveries"), vault)
        self.spendings = Spendings(take("spendings"))
        self.closures = Closures(take("closures"))
        self.media = MediaFiles(database.files("media"), vault)
        sounds = MediaFiles(database.files("spoken"), vault)
        self.spoken = SpokenWords(take("spoken"), sounds, vault)
        self.accounts = Accounts(take("accounts"), vault)
        self.visits = Visits(take("visits"), vault)
        self.form_marks = FormMarks(vault)
        self.throttle = Throttle(take("throttle"), vault)
        self.reply_templates = ReplyTemplates(take("reply_templates"), vault)
        self.chat_looks = ChatLooks(take("chat_looks"))
        self.audit = Audit(take("audit"), vault)
        self.corrections = Corrections(take("corrections"), vault)
        self.lexicon = LexiconVersions(
            take("lexicon_versions"), take("lexicon_drafts"), take("lexicon_failures"), vault
        )
        self.ticks = Ticks(take("ticks"), vault)
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
            self.saved_filters,
            self.corrections,
            self.lexicon,
            self.reply_templates,
            self.chat_looks,
            self.spoken,
            self.presences,
            self.audit,
            self.kept_figures,
            self.page_links,
            self.residents,
            self.kin,
            self.kin_codes,
            self.kin_questions,
            self.kin_tries,
            self.check_ins,
            self.devices,
            self.help_cards,
            self.volunteers,
            self.staff,
        ):
            await repository.ensure_indexes()
        await self._complete_people()

    async def _complete_people(self) -> None:
        """Once: let who was kept by an earlier version be found like everybody else."""
        marks = self.database.collection("counters")
        if await marks.get("people complete"):
            return
        await self.residents.complete()
        await self.volunteers.complete()
        await marks.update({"_id": "people complete"}, {"$set": {"next": 0}}, upsert=True)
