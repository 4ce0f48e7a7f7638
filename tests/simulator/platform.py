"""Speaks to a running stand-in the way the account, a phone and a test script do."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import urlencode

import yaml

from simulator.people import DEMO_PEOPLE

APP_ID = "wxde00000000000001"
SECRET = "0123456789abcdef0123456789abcdef"
MINI_APP_ID = "wxde00000000000002"
MINI_SECRET = "fedcba9876543210fedcba9876543210"
SHIPPED = len(yaml.safe_load(DEMO_PEOPLE.read_text("utf-8")))  # people it starts with
RESIDENT = "oDemoResident00000000000wang"
ELDER = "oDemoElder0000000000000000li"
PROGRESS = "TPL_PROGRESS0000000000000000000000000000000"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Platform:
    def __init__(self, base: str) -> None:
        self.base = base

    def request(
        self,
        path: str,
        body: bytes | None = None,
        content_type: str = "application/json",
        /,
        **query: Any,
    ) -> Answer:
        url = f"{self.base}{path}?{urlencode(query)}"
        request = urllib.request.Request(url, body, {"Content-Type": content_type})  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310
                return Answer(response.status, response.headers, response.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())

    def get(self, path: str, /, **query: Any) -> Any:
        return self.request(path, **query).json

    def post(self, path: str, document: Any = None, /, **query: Any) -> Any:
        body = json.dumps(document or {}, ensure_ascii=False).encode()
        return self.request(path, body, **query).json

    def token(self) -> str:
        query = {"grant_type": "client_credential", "appid": APP_ID, "secret": SECRET}
        return str(self.get("/cgi-bin/token", **query)["access_token"])

    def api(self, path: str, document: Any = None, /, **query: Any) -> Any:
        """Call an API with a fresh token, by POST when there is a document."""
        if document is None:
            return self.get(path, access_token=self.token(), **query)
        return self.post(path, document, access_token=self.token(), **query)

    def push(self, person: str, kind: str, **fields: Any) -> Any:
        return self.post("/sim/push", {"person": person, "kind": kind, **fields})

    def chat(self, person: str) -> list[dict[str, Any]]:
        return list(self.get(f"/sim/chat/{person}"))

    def upload(self, path: str, name: str, type_: str, file: bytes, **query: Any) -> Any:
        head = f'Content-Disposition: form-data; name="media"; filename="{name}"\r\n'
        body = f"--cut\r\n{head}Content-Type: {type_}\r\n\r\n".encode() + file + b"\r\n--cut--\r\n"
        return self.request(path, body, "multipart/form-data; boundary=cut", **query).json


def progress(to: str, values: Mapping[str, str] | None = None, **more: Any) -> dict[str, Any]:
    """Return a progress notice that WeChat would take, with some values replaced."""
    data = {
        "character_string1": "A20261122-0007",
        "thing2": "三楼楼道灯不亮",
        "phrase3": "已接单",
        "thing4": "张师傅在路上",
        "time5": "2026-11-22 15:01",
        **(values or {}),
    }
    wrapped = {key: {"value": value} for key, value in data.items()}
    return {"touser": to, "template_id": PROGRESS, "data": wrapped, **more}


def words(to: str, content: str = "您好") -> dict[str, Any]:
    """Return a customer-service text."""
    return {"touser": to, "msgtype": "text", "text": {"content": content}}
