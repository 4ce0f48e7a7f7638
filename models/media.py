"""Photos and audio, kept in GridFS because WeChat forgets them after three days."""

from models.database import Files
from models.vault import Vault


class MediaFiles:
    """The repository of files, sealed at rest."""

    def __init__(self, files: Files, vault: Vault) -> None:
        self._files = files
        self._vault = vault

    async def put(self, identifier: str, content: bytes, kind: str) -> None:
        """Keep a file of a content type; keeping it again changes nothing."""
        await self._files.put(identifier, self._vault.seal(content), kind)

    async def read(self, identifier: str) -> tuple[bytes, str]:
        """The content and its type."""
        content, kind = await self._files.read(identifier)
        return self._vault.open(content), kind

    async def drop(self, identifier: str) -> None:
        """Forget a file, if it is there."""
        await self._files.drop(identifier)
