"""The free voice: espeak-ng, a small program that most Linux systems can install."""

import asyncio
import shutil
from asyncio.subprocess import DEVNULL, PIPE, Process

from bot.speech.mouth import MOST_SOUND, MuteError, fitted

PROGRAM = "espeak-ng"
# Of the two Mandarin voices the one that takes Latin letters for pinyin: the other one reads the
# tones of 1.51 as English numbers. Source: espeak-ng docs, languages.
VOICE = "cmn-latn-pinyin"
WORDS_A_MINUTE = 150  # slower than its 175, for old ears


class Espeak:
    """Runs the program once for every sentence, for at most so many seconds."""

    def __init__(self, seconds: float, program: str = PROGRAM) -> None:
        self._seconds = seconds
        self._program = program

    @property
    def is_installed(self) -> bool:
        """Whether the program is on this machine."""
        return shutil.which(self._program) is not None

    @property
    def voice(self) -> str:
        """What tells this voice from every other."""
        return f"{PROGRAM} {VOICE} {WORDS_A_MINUTE}"

    async def say(self, words: str) -> bytes:
        """The words as an MP3 of at most 2 MB and 60 seconds. Raises MuteError."""
        try:
            async with asyncio.timeout(self._seconds):
                return await fitted(await self._run(words))
        except TimeoutError:
            raise MuteError(f"{PROGRAM} took longer than {self._seconds:g} s") from None

    async def _run(self, words: str) -> bytes:
        # The words go in by standard input, for everybody on the machine sees a command line.
        options = ("-v", VOICE, "-s", str(WORDS_A_MINUTE), "-b", "1", "--stdin", "--stdout")
        try:
            process = await asyncio.create_subprocess_exec(
                self._program, *options, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
            )
        except OSError as error:
            told = f"{PROGRAM} does not run ({error.strerror}); apt install {PROGRAM}"
            raise MuteError(told) from error
        try:
            return await _sound_of(process, words)
        finally:
            await _ended(process)


async def _sound_of(process: Process, words: str) -> bytes:
    """What the program writes. Raises MuteError."""
    if process.stdin is None or process.stdout is None:
        raise MuteError(f"{PROGRAM} has no pipes")
    try:
        process.stdin.write(words.encode())
        process.stdin.write_eof()
        sound = bytearray()
        while piece := await process.stdout.read(2**16):
            sound += piece
            if len(sound) > MOST_SOUND:
                raise MuteError(f"{PROGRAM} says too much")
    except OSError as error:
        raise MuteError(f"{PROGRAM} broke off") from error
    if await process.wait():
        raise MuteError(f"{PROGRAM} failed with {process.returncode}")
    return bytes(sound)


async def _ended(process: Process) -> None:
    """The program is gone, whatever it was doing."""
    if process.returncode is None:
        process.kill()
        await process.wait()
