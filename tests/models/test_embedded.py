"""The embedded store starts by itself, keeps its data, and never stands in its own way."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from models.database import opened
from models.embedded import EmbeddedStore, EmbeddedStoreError
from tests.support.house import ROOT

OWNER = (
    "import sys, time; from pathlib import Path; from models.embedded import EmbeddedStore;"
    "store = EmbeddedStore(Path(sys.argv[1])); store.start(); print(store.uri, flush=True);"
    "time.sleep(60)"
)


@contextmanager
def running(path: Path) -> Iterator[EmbeddedStore]:
    """A started store, stopped at the end."""
    store = EmbeddedStore(path)
    store.start()
    try:
        yield store
    finally:
        store.stop()


@contextmanager
def another_process(path: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Another process that owns the store, and the store's address; killed at the end."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", OWNER, str(path)], stdout=subprocess.PIPE, cwd=ROOT, text=True
    )
    assert process.stdout
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()


def put(uri: str, word: str) -> None:
    """Store a word."""

    async def scenario() -> None:
        async with opened(uri, "words") as database:
            await database.collection("words").insert({"_id": word})

    asyncio.run(scenario())


def words(uri: str) -> set[str]:
    """The words that lie in the store."""

    async def scenario() -> set[str]:
        async with opened(uri, "words") as database:
            return {each["_id"] for each in await database.collection("words").many({})}

    return asyncio.run(scenario())


def test_data_is_kept_from_one_run_to_the_next(tmp_path: Path) -> None:
    with running(tmp_path) as store:
        assert store.alive
        put(store.uri, "first")
    assert not store.alive
    with running(tmp_path) as store:
        assert words(store.uri) == {"first"}


def test_a_killed_owner_loses_nothing_and_does_not_stand_in_the_way(tmp_path: Path) -> None:
    with another_process(tmp_path) as (_, uri):
        put(uri, "kept")
    with running(tmp_path) as store:
        assert words(store.uri) == {"kept"}


def test_a_second_owner_is_refused_and_told_who_has_it(tmp_path: Path) -> None:
    with another_process(tmp_path) as (process, uri):
        with pytest.raises(EmbeddedStoreError, match=f"in use by process {process.pid}; stop it"):
            EmbeddedStore(tmp_path).start()
        put(uri, "undisturbed")
        assert words(uri) == {"undisturbed"}


def test_a_number_left_by_a_process_long_gone_is_no_owner(tmp_path: Path) -> None:
    living = subprocess.Popen(["/bin/sleep", "60"])
    try:
        (tmp_path / "owner.pid").write_text(str(living.pid))
        with running(tmp_path) as store:
            assert store.alive
    finally:
        living.kill()
        living.wait()


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EmbeddedStoreError, match=r"set store\.path to a folder we may write to"):
        EmbeddedStore(tmp_path / "file" / "store").start()


def test_stopping_what_never_ran_does_nothing(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.stop()
    assert not store.alive


def test_a_command_beside_a_running_store_finds_it_and_nothing_after_it_ended(
    tmp_path: Path,
) -> None:
    assert EmbeddedStore.running_in(tmp_path) is None
    with running(tmp_path) as store:
        assert EmbeddedStore.running_in(tmp_path) == store.uri
        put(EmbeddedStore.running_in(tmp_path) or "", "beside")
        assert "beside" in words(store.uri)
    assert EmbeddedStore.running_in(tmp_path) is None
