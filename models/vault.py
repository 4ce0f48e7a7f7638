"""Personal fields are sealed here before they reach the store, with keys that can rotate.

AES-256-GCM from the cryptography library. The first byte names the key, so old documents stay
readable after a rotation; a keyed hash lets equal values be found without being read.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
KEY = 32
MARK = 16


class VaultError(Exception):
    """The keys are unusable or do not fit what was sealed; the message says what to do."""


class Vault:
    """Seals and opens with a ring of keys; the highest number is the current one."""

    def __init__(self, keys: Mapping[int, bytes]) -> None:
        if not keys or any(len(key) != KEY or not 0 < number < 256 for number, key in keys.items()):
            raise VaultError("the vault needs 32-byte keys numbered 1 to 255")
        self._ciphers = {number: AESGCM(key) for number, key in keys.items()}
        self._current = max(keys)
        self._hash_key = keys[min(keys)]

    def seal(self, content: bytes) -> bytes:
        """Encrypt with the current key."""
        nonce = os.urandom(NONCE)
        sealed = self._ciphers[self._current].encrypt(nonce, content, None)
        return bytes([self._current]) + nonce + sealed

    def open(self, sealed: bytes) -> bytes:
        """Decrypt; raises VaultError when the key is gone or the content was changed."""
        cipher = self._ciphers.get(sealed[0]) if sealed else None
        if cipher is None:
            raise VaultError("sealed with a key that is not in the key file; restore the old key")
        try:
            return cipher.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], None)
        except (InvalidTag, ValueError) as error:
            raise VaultError("a sealed field does not open; was the key file replaced?") from error

    def fingerprint(self, content: str) -> str:
        """A keyed hash that finds equal values again without telling them (hex, 32 chars)."""
        return hmac.new(self._hash_key, content.encode(), hashlib.sha256).hexdigest()[:32]

    def sign(self, purpose: str, content: bytes) -> bytes:
        """A mark (16 bytes) that only we can make; it is good for this purpose alone."""
        key = hmac.digest(self._hash_key, b"\0sign\0" + purpose.encode(), "sha256")
        return hmac.digest(key, content, "sha256")[:MARK]

    def verify(self, purpose: str, content: bytes, mark: bytes) -> bool:
        """Whether we made this mark for this purpose; takes the same time for any wrong one."""
        return hmac.compare_digest(self.sign(purpose, content), mark)


def load_vault(file: Path) -> Vault:
    """Read the key file, made on first use with permissions for its owner alone.

    Shape: ``{"1": "<base64 of 32 bytes>", ...}``. Raises VaultError.
    """
    try:
        if not file.exists():
            _make(file)
        stored = json.loads(file.read_text())
        return Vault({int(number): base64.b64decode(key) for number, key in stored.items()})
    except (OSError, ValueError, TypeError, AttributeError, VaultError) as error:
        raise VaultError(
            f"the key file {file} cannot be used: {error}; restore its backup"
        ) from error


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    content = json.dumps({"1": base64.b64encode(secrets.token_bytes(KEY)).decode()})
    # Linked into place, so that of two processes starting at once exactly one makes the key.
    draft = file.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    with draft.open("w") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())  # what it seals must not outlive it in a power cut
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
