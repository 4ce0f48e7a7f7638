"""The one door to Motor: collections, indexes, files and the batching of concurrent inserts.

Motor is at the end of its life (critical fixes until May 2027) and PyMongo's own asynchronous
API follows it, so nothing outside this module may know which driver answers.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import UTC
from typing import Any, Generic, TypeVar

import bson
import gridfs.errors
import motor.motor_asyncio
import pymongo.errors
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo import ReplaceOne
from pymongo.monitoring import CommandListener

Document = dict[str, Any]
Filter = Mapping[str, Any]
Item = TypeVar("Item")
Result = TypeVar("Result")

ANSWER_SECONDS = 3.0  # below WeChat's 5 s, so that a lost store is refused and not timed out
BATCH = 200


class StoreUnavailableError(Exception):
    """The store does not answer; whatever was being done did not happen for certain."""


class DuplicateError(Exception):
    """A unique index refused an insert; ``fields`` names the index."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


_UNCERTAIN = (
    pymongo.errors.ConnectionFailure,
    pymongo.errors.ExecutionTimeout,
    pymongo.errors.WriteConcernError,
)
_DUPLICATE_KEY = 11000
_INDEX_CONFLICTS = {85, 86}  # IndexOptionsConflict, IndexKeySpecsConflict


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Turn the driver's errors into ours."""
    try:
        yield
    except pymongo.errors.DuplicateKeyError as error:
        raise DuplicateError(_fields_of(error.details or {})) from error
    except _UNCERTAIN as error:
        raise StoreUnavailableError("the store does not answer") from error


def _fields_of(details: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(details.get("keyPattern", {}))


def _refusal(details: Mapping[str, Any]) -> Exception:
    """Why one document of a batch was not stored."""
    if details.get("code") == _DUPLICATE_KEY:
        return DuplicateError(_fields_of(details))
    return pymongo.errors.WriteError(str(details.get("errmsg")), details.get("code"))


class _Counter(CommandListener):
    """Counts the commands sent to the store, the figure that decides our speed."""

    def __init__(self) -> None:
        self.started_count = 0

    def started(self, event: object) -> None:
        self.started_count += 1

    def succeeded(self, event: object) -> None:
        """Nothing to do."""

    def failed(self, event: object) -> None:
        """Nothing to do."""


class _Gathered(Generic[Item, Result]):
    """Runs one command for all who ask while the one before is under way.

    A lone caller waits for nobody; a busy moment pays one round trip for many.
    """

    def __init__(self, run: Callable[[list[Item]], Awaitable[list[Result | Exception]]]) -> None:
        self._run = run
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._task: asyncio.Task[None] | None = None

    async def ask(self, item: Item) -> Result:
        """The result for this item. Raises what was its failure."""
        answer: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())
        return await answer

    async def _work(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            try:
                results = await self._run([item for item, _ in batch])
            except StoreUnavailableError as error:
                # Whoever joined meanwhile would only wait as long again.
                batch, self._waiting = batch + self._waiting, []
                results = [error] * len(batch)
            except Exception as error:
                results = [error] * len(batch)
            for (_, answer), result in zip(batch, results, strict=True):
                if answer.done():
                    continue
                if isinstance(result, Exception):
                    answer.set_exception(result)
                else:
                    answer.set_result(result)


class Collection:
    """The few operations our repositories need on one collection."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._inserts = _Gathered[RawBSONDocument, None](self._insert_all)
        self._gets = _Gathered[object, Document | None](self._get_all)

    async def insert(self, document: Document) -> None:
        """Store a document durably, together with those of concurrent callers.

        Raises DuplicateError.
        """
        # Encoded here, so that a document nobody could store fails alone.
        await self._inserts.ask(RawBSONDocument(bson.encode(document)))

    async def get(self, identifier: object) -> Document | None:
        """The document of this ``_id``, read together with those concurrent callers want."""
        return await self._gets.ask(identifier)

    async def _insert_all(self, documents: list[RawBSONDocument]) -> list[Exception | None]:
        """Insert what can be inserted; what could not fails alone."""
        results: list[Exception | None] = [None] * len(documents)
        try:
            with _translated():
                await self._raw.insert_many(documents, ordered=False)
        except pymongo.errors.BulkWriteError as error:
            details = error.details or {}
            if details.get("writeConcernErrors"):
                raise StoreUnavailableError("the store cannot promise to keep it") from error
            for each in details.get("writeErrors", []):
                results[each["index"]] = _refusal(each)
        return results

    async def _get_all(self, identifiers: list[object]) -> list[Document | Exception | None]:
        with _translated():
            cursor = self._raw.find({"_id": {"$in": list(dict.fromkeys(identifiers))}})
            found = {each["_id"]: each for each in await cursor.to_list(None)}
        return [found.get(identifier) for identifier in identifiers]

    async def first(
        self, query: Filter, *, sort: Sequence[tuple[str, int]] | None = None
    ) -> Document | None:
        """The first document that matches, in the order asked for."""
        with _translated():
            found: Document | None = await self._raw.find_one(query, sort=sort)
        return found

    async def many(
        self, query: Filter, *, sort: Sequence[tuple[str, int]] = (), limit: int = 0
    ) -> list[Document]:
        """All documents that match, at most ``limit`` when given."""
        cursor = self._raw.find(query)
        cursor = cursor.sort(list(sort)) if sort else cursor
        with _translated():
            found: list[Document] = await cursor.limit(limit).to_list(None)
        return found

    async def stream(
        self,
        query: Filter,
        fields: Sequence[str],
        *,
        sort: Sequence[tuple[str, int]] = (),
        limit: int = 0,
    ) -> AsyncIterator[Document]:
        """Each document that matches, with ``_id`` and these fields only.

        However many there are, one batch at a time is in memory.
        """
        cursor = self._raw.find(query, dict.fromkeys(fields, 1)).batch_size(BATCH).limit(limit)
        cursor = cursor.sort(list(sort)) if sort else cursor
        with _translated():
            async for found in cursor:
                yield found

    async def update(
        self, query: Filter, change: Mapping[str, Any], *, upsert: bool = False
    ) -> bool:
        """Change the one document that matches; whether there was one (or was made).

        The guard of every change is its query: SecantusDB scans for find_one_and_update, so we
        claim with a guarded update and look at the count.
        """
        with _translated():
            result = await self._raw.update_one(query, change, upsert=upsert)
        return bool(result.matched_count or result.upserted_id is not None)

    async def put(self, document: Document) -> None:
        """Store a document in the place of the one with its ``_id``, if there is one."""
        with _translated():
            await self._raw.replace_one({"_id": document["_id"]}, document, upsert=True)

    async def put_all(self, documents: Sequence[Document]) -> None:
        """Store each in the place of the one with its ``_id``; on an error some may be stored."""
        puts = [ReplaceOne({"_id": each["_id"]}, each, upsert=True) for each in documents]
        with _translated():
            await self._raw.bulk_write(puts, ordered=False)

    async def next_of(self, name: str, step: int) -> int:
        """Advance a named counter and answer the first number of the block taken."""
        document = None
        while document is None:  # SecantusDB says so to those who come while another creates it
            with _translated():
                document = await self._raw.find_one_and_update(
                    {"_id": name}, {"$inc": {"next": step}}, upsert=True, return_document=True
                )
        return int(document["next"]) - step

    async def count(self, query: Filter) -> int:
        """How many documents match."""
        with _translated():
            return int(await self._raw.count_documents(query))

    async def delete(self, query: Filter) -> int:
        """Remove all documents that match; how many there were."""
        with _translated():
            return int((await self._raw.delete_many(query)).deleted_count)

    async def ensure_index(self, keys: Sequence[tuple[str, int]], **options: Any) -> None:
        """Create an index unless it stands; one with other options is made anew."""
        with _translated():
            try:
                await self._raw.create_index(list(keys), **options)
            except pymongo.errors.OperationFailure as error:
                if error.code not in _INDEX_CONFLICTS:
                    raise
                for name, index in (await self._raw.index_information()).items():
                    if index["key"] == list(keys):
                        await self._raw.drop_index(name)
                await self._raw.create_index(list(keys), **options)


class Files:
    """Photos and audio, in GridFS."""

    def __init__(self, bucket: Any) -> None:
        self._bucket = bucket

    async def put(self, identifier: str, content: bytes, kind: str) -> None:
        """Keep a file of a content type; keeping it again changes nothing."""
        with _translated():
            try:
                await self._upload(identifier, content, kind)
            except gridfs.errors.FileExists:
                if await self._bucket.find({"_id": identifier}).to_list(1):
                    return
                # A crash left pieces without their file, which nobody can read.
                with contextlib.suppress(gridfs.errors.NoFile):
                    await self._bucket.delete(identifier)
                await self._upload(identifier, content, kind)

    async def _upload(self, identifier: str, content: bytes, kind: str) -> None:
        await self._bucket.upload_from_stream_with_id(
            identifier, identifier, content, metadata={"kind": kind}
        )

    async def read(self, identifier: str) -> tuple[bytes, str]:
        """The bytes of a file and its content type. Raises KeyError when there is none."""
        with _translated():
            try:
                stream = await self._bucket.open_download_stream(identifier)
            except gridfs.errors.NoFile as error:
                raise KeyError(identifier) from error
            return await stream.read(), str((stream.metadata or {}).get("kind", ""))

    async def drop(self, identifier: str) -> None:
        """Forget a file, if it is there."""
        with _translated(), contextlib.suppress(gridfs.errors.NoFile):
            await self._bucket.delete(identifier)


class Database:
    """One open store."""

    def __init__(self, uri: str, name: str) -> None:
        self._counter = _Counter()
        self._client: Any = motor.motor_asyncio.AsyncIOMotorClient(
            uri,
            serverSelectionTimeoutMS=int(ANSWER_SECONDS * 1000),
            socketTimeoutMS=20_000,
            w="majority",
            journal=True,
            event_listeners=[self._counter],
        )
        options: CodecOptions[Document] = CodecOptions(tz_aware=True, tzinfo=UTC)
        self._raw = self._client.get_database(name, codec_options=options)

    @property
    def operations(self) -> int:
        """Commands sent to the store since it was opened."""
        return self._counter.started_count

    def collection(self, name: str) -> Collection:
        """One collection."""
        return Collection(self._raw[name])

    def files(self, name: str) -> Files:
        """One GridFS bucket."""
        return Files(motor.motor_asyncio.AsyncIOMotorGridFSBucket(self._raw, name))

    async def ping(self) -> None:
        """Raise StoreUnavailableError unless the store answers."""
        with _translated():
            await self._client.admin.command("ping")

    def close(self) -> None:
        """Close every connection."""
        self._client.close()


@contextlib.asynccontextmanager
async def opened(uri: str, name: str) -> AsyncIterator[Database]:
    """An open store that answered once, closed at the end.

    Raises StoreUnavailableError when it does not answer.
    """
    database = Database(uri, name)
    try:
        await database.ping()
        yield database
    finally:
        database.close()
