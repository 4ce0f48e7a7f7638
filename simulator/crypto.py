"""The platform's own signing and encryption, written apart from the helper's on purpose."""

import base64
import binascii
import hashlib
import hmac
import os
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32
RANDOM_BYTES = 16


class CryptoError(ValueError):
    """An envelope that the platform could not open; the message says which step failed."""


def sign(*parts: str) -> str:
    """Return the lower-case SHA-1 hex of the parts sorted by byte order and joined.

    Source: WeChat 消息推送 docs, server configuration page.
    """
    joined = "".join(sorted(parts)).encode()
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


class Cryptor:
    """Seals and opens message text with one account's EncodingAESKey.

    AES-256-CBC; the first 16 bytes of the key serve as IV; padding to blocks of 32; plaintext is
    16 random bytes, the length as big-endian uint32, the message, the app id.
    Source: WeChat 消息推送 docs, message encryption page.
    """

    def __init__(self, encoding_aes_key: str, app_id: str) -> None:
        key = base64.b64decode(encoding_aes_key + "=")
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))
        self._app_id = app_id.encode()

    def seal(self, message: bytes, random: bytes | None = None) -> str:
        """Return the base64 text that goes into an `Encrypt` element."""
        prefix = random or os.urandom(RANDOM_BYTES)
        plain = prefix + struct.pack(">I", len(message)) + message + self._app_id
        pad = BLOCK - len(plain) % BLOCK
        encryptor = self._cipher.encryptor()
        sealed = encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()
        return base64.b64encode(sealed).decode()

    def open(self, encrypted: str) -> bytes:
        """Return the message inside; raises CryptoError when it is not ours or is damaged."""
        plain = self._decrypt(encrypted)
        (length,) = struct.unpack(">I", plain[RANDOM_BYTES : RANDOM_BYTES + 4])
        start = RANDOM_BYTES + 4
        message, app_id = plain[start : start + length], plain[start + length :]
        if len(message) != length:
            raise CryptoError("the length field is larger than the message")
        if not hmac.compare_digest(app_id, self._app_id):
            raise CryptoError("it ends with another app id")
        return message

    def _decrypt(self, encrypted: str) -> bytes:
        try:
            sealed = base64.b64decode(encrypted, validate=True)
        except (binascii.Error, ValueError) as error:
            raise CryptoError("Encrypt is not base64") from error
        if not sealed or len(sealed) % BLOCK:
            raise CryptoError("the cipher text is not a whole number of 32-byte blocks")
        decryptor = self._cipher.decryptor()
        plain = decryptor.update(sealed) + decryptor.finalize()
        pad = plain[-1]
        if not 1 <= pad <= BLOCK or plain[-pad:] != bytes([pad]) * pad:
            raise CryptoError("the padding is wrong")
        if len(plain) - pad < RANDOM_BYTES + 4:
            raise CryptoError("the plain text is too short")
        return plain[:-pad]
