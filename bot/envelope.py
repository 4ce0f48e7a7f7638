"""Opening and sealing callbacks, so that only WeChat can talk to us and only we answer.

Every refusal looks the same from outside: a caller who learns which check failed can use the
answers to forge a message. Source: WeChat 消息推送 and 消息加解密 docs.
"""

import base64
import binascii
import hmac
import re
import secrets
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from wechatpy.crypto.base import WeChatCipher
from wechatpy.crypto.pkcs7 import PKCS7Encoder
from wechatpy.utils import WeChatSigner

from bot.keys import Keys, Mode, decode_aes_key
from bot.markup import MalformedXml, cdata_safe, read_xml

BODY_LIMIT = 1024 * 1024  # bytes of an HTTP body
XML_LIMIT = 256 * 1024  # bytes of the message inside
PARAMETER_LIMIT = 1024  # characters of one query parameter
SALT_LENGTH = 16  # random bytes in front of every sealed message
BLOCK = 32  # the PKCS#7 block of WeChat, twice that of AES

_SECONDS = re.compile("[0-9]{1,12}")
_SEALED_REPLY = """<xml>
<Encrypt><![CDATA[{encrypt}]]></Encrypt>
<MsgSignature><![CDATA[{signature}]]></MsgSignature>
<TimeStamp>{timestamp}</TimeStamp>
<Nonce><![CDATA[{nonce}]]></Nonce>
</xml>"""


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error of ours
    """A callback we do not accept; `reason` is for our own log and never for the caller."""

    def __init__(self, reason: str) -> None:
        super().__init__("callback refused")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Opened:
    """A message known to come from WeChat: its XML, and what is needed to answer in kind."""

    xml: bytes
    sealed: bool
    nonce: str
    key_index: int | None


class Envelope:
    """Opens the callbacks of one account and seals the replies to them.

    `now` gives epoch seconds; `window` is how many seconds a callback's timestamp may lie
    before or after it; `random_bytes` makes the salt of a sealed reply.
    """

    def __init__(
        self,
        keys: Keys,
        *,
        now: Callable[[], float],
        window: float = 300.0,
        random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        self._keys = keys
        self._app_id = keys.app_id.encode()
        self._ciphers = tuple(WeChatCipher(decode_aes_key(k)) for k in keys.encoding_aes_keys)
        self._now = now
        self._window = window
        self._random_bytes = random_bytes

    def handshake(self, query: Mapping[str, str]) -> str:
        """Return the `echostr` to answer as plain text, or raise Refused.

        It is plain and carries the three-part `signature` in every mode, and WeChat may repeat
        it. Source: WeChat 消息推送 docs, 验证消息的确来自微信服务器.
        """
        self._check_fresh(query)
        self._check_signature(query, "signature")
        return _parameter(query, "echostr")

    def open(self, query: Mapping[str, str], body: bytes) -> Opened:
        """Return the message inside a callback, or raise Refused.

        Safe mode never accepts a plain body; compatible mode reads the sealed part whenever
        the query announces one, for it alone is covered by `msg_signature`.
        """
        if len(body) > BODY_LIMIT:
            raise Refused("the body is too large")
        self._check_fresh(query)
        if self._is_sealed(query):
            xml, key_index = self._unseal(query, body)
            return Opened(_within_limits(xml), True, query["nonce"], key_index)
        self._check_signature(query, "signature")
        return Opened(_within_limits(body), False, query["nonce"], None)

    def seal(self, xml: str, nonce: str) -> str:
        """Return the encrypted reply envelope around `xml`, signed now with the current key."""
        message = xml.encode()
        parts = (self._random_bytes(SALT_LENGTH), _length(message), message, self._app_id)
        padded = PKCS7Encoder.encode(b"".join(parts))
        encrypt = base64.b64encode(self._ciphers[0].encrypt(padded)).decode()
        timestamp = str(int(self._now()))
        signature = _sign(self._keys.token, timestamp, nonce, encrypt)
        return _SEALED_REPLY.format(
            encrypt=encrypt, signature=signature, timestamp=timestamp, nonce=cdata_safe(nonce)
        )

    def _is_sealed(self, query: Mapping[str, str]) -> bool:
        announced = query.get("encrypt_type") == "aes" or "msg_signature" in query
        if self._keys.mode is Mode.COMPATIBLE:
            return announced
        if announced != (self._keys.mode is Mode.SAFE):
            raise Refused(f"the callback does not fit {self._keys.mode} mode")
        return announced

    def _unseal(self, query: Mapping[str, str], body: bytes) -> tuple[bytes, int]:
        if query.get("encrypt_type") != "aes":
            raise Refused("encrypt_type is not aes")
        encrypt = _encrypted_part(body)
        self._check_signature(query, "msg_signature", encrypt)
        sealed = _decode_base64(encrypt)
        reasons = []
        for index, cipher in enumerate(self._ciphers):
            try:
                return _unpack(cipher.decrypt(sealed), self._app_id), index
            except Refused as refusal:
                reasons.append(refusal.reason)
        raise Refused("; ".join(reasons))

    def _check_fresh(self, query: Mapping[str, str]) -> None:
        timestamp = _parameter(query, "timestamp")
        if not _SECONDS.fullmatch(timestamp):
            raise Refused("timestamp is not in seconds")
        if abs(self._now() - int(timestamp)) > self._window:
            raise Refused("timestamp is too far from our clock")

    def _check_signature(self, query: Mapping[str, str], name: str, *signed: str) -> None:
        given = _parameter(query, name)
        expected = _sign(
            self._keys.token, _parameter(query, "timestamp"), _parameter(query, "nonce"), *signed
        )
        if not hmac.compare_digest(given.encode(), expected.encode()):
            raise Refused(f"{name} is wrong")


def single_values(arguments: Mapping[str, Sequence[bytes]]) -> dict[str, str]:
    """Return query arguments as text, one value each; raise Refused if repeated or not UTF-8."""
    try:
        return {name: _only(values).decode() for name, values in arguments.items()}
    except UnicodeDecodeError:
        raise Refused("a query parameter is not UTF-8") from None


def _only(values: Sequence[bytes]) -> bytes:
    if len(values) != 1:
        raise Refused("a query parameter is repeated")
    return values[0]


def _parameter(query: Mapping[str, str], name: str) -> str:
    value = query.get(name, "")
    if not value or len(value) > PARAMETER_LIMIT or not value.isprintable():
        raise Refused(f"{name} is missing or odd")
    return value


def _sign(*parts: str) -> str:
    signer = WeChatSigner()
    signer.add_data(*parts)
    signature: str = signer.signature
    return signature


def _encrypted_part(body: bytes) -> str:
    try:
        encrypt = read_xml(body).findtext("Encrypt")
    except MalformedXml as error:
        raise Refused(f"the body is not XML: {error}") from None
    if not encrypt:
        raise Refused("the body has no Encrypt")
    return encrypt


def _decode_base64(text: str) -> bytes:
    try:
        sealed = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refused("Encrypt is not base64") from None
    if not sealed or len(sealed) % BLOCK:
        raise Refused("Encrypt is not whole blocks")
    return sealed


def _unpack(padded: bytes, app_id: bytes) -> bytes:
    """Return the message inside salt ‖ length ‖ message ‖ appid ‖ padding, or raise Refused."""
    pad = padded[-1]
    if not 1 <= pad <= BLOCK or not padded.endswith(bytes([pad]) * pad):
        raise Refused("the padding is wrong")
    content = padded[SALT_LENGTH:-pad]
    if len(content) < struct.calcsize(">I"):
        raise Refused("the content is too short")
    (length,) = struct.unpack_from(">I", content)
    message, owner = content[4 : 4 + length], content[4 + length :]
    if len(message) != length or not hmac.compare_digest(owner, app_id):
        raise Refused("the length or the appid is wrong")
    return message


def _length(message: bytes) -> bytes:
    return struct.pack(">I", len(message))


def _within_limits(xml: bytes) -> bytes:
    if len(xml) > XML_LIMIT:
        raise Refused("the message is too large")
    try:
        xml.decode()
    except UnicodeDecodeError:
        raise Refused("the message is not UTF-8") from None
    return xml
