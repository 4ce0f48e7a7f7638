"""The one handler behind every API path: faults, method, token, quota, work, answer, log."""

import asyncio
import inspect
import json
import time
from secrets import choice

from tornado.web import RequestHandler

from simulator.api.call import Answer, Blob, Call, Request, Upload
from simulator.errors import ApiError
from simulator.world import World

# Source: field practice; the platform's answers carry any of these or no type at all.
CONTENT_TYPES = ("application/json; encoding=utf-8", "text/plain", "")


class ApiHandler(RequestHandler):
    """Serves one row of the API table."""

    def initialize(self, world: World, call: Call) -> None:
        """Take what the route table gives."""
        self._world = world
        self._call = call
        self._left = asyncio.Event()

    def on_connection_close(self) -> None:
        """Note that the caller gave up."""
        self._left.set()

    async def get(self) -> None:
        """Serve the call, or say that it needs POST."""
        await self._serve()

    async def post(self) -> None:
        """Serve the call, or say that it needs GET."""
        await self._serve()

    async def _serve(self) -> None:
        started = time.perf_counter()
        faults = self._world.faults
        failure = faults.take_failure(self._call.path)
        if latency := faults.faults.api_latency_ms:
            await asyncio.sleep(latency / 1000)
        answer: Answer = {}
        if not failure or faults.faults.api_failure_after_work:
            answer = await self._answer()
        if failure:
            answer = await self._fail(failure)
        ms = (time.perf_counter() - started) * 1000
        self._record(answer, ms)
        if failure not in ("hang", "close"):
            self._send(answer)

    async def _answer(self) -> Answer:
        try:
            self._admit()
            answer = self._call.run(self._world, self._request())
            return await answer if inspect.isawaitable(answer) else answer
        except ApiError as error:
            return error.answer()

    def _admit(self) -> None:
        if self.request.method != self._call.method:
            raise ApiError(43001 if self._call.method == "GET" else 43002)
        if self._call.needs_token:
            token = self.get_query_argument("access_token", "")
            self._world.tokens.check(token, self._world.account.app_id)
        self._world.quotas.spend(self._call.path)

    def _request(self) -> Request:
        files = self.request.files.items()
        return Request(
            self.request.path,
            {name: self.get_query_argument(name) for name in self.request.query_arguments},
            self.request.body,
            {
                name: Upload(found[0].filename, found[0].content_type, found[0].body)
                for name, found in files
            },
            self._world.faults.faults.escapes_shown,
        )

    async def _fail(self, failure: str) -> Answer:
        if failure == "hang":
            await self._left.wait()
            return {}
        if failure == "close":
            self.detach().close()
            return {}
        if failure == "http_500":
            return Blob(b"<html><h1>500 Internal Server Error</h1></html>", "text/html", status=500)
        return ApiError(int(failure)).answer()

    def _send(self, answer: Answer) -> None:
        if isinstance(answer, Blob):
            self.set_status(answer.status)
            self.set_header("Content-Type", answer.content_type)
            if answer.filename:
                self.set_header("Content-disposition", f'attachment; filename="{answer.filename}"')
            self.finish(answer.body)
            return
        if content_type := choice(CONTENT_TYPES):
            self.set_header("Content-Type", content_type)
        else:
            self.clear_header("Content-Type")
        self.finish(json.dumps(answer, ensure_ascii=False).encode())

    def _record(self, answer: Answer, ms: float) -> None:
        if isinstance(answer, Blob):
            told = f"({len(answer.body)} bytes, {answer.content_type})"
        else:
            told = json.dumps(answer, ensure_ascii=False) if answer else "(no answer)"
        request = self.request
        body = "(a file)" if request.files else request.body.decode("utf-8", "replace")
        self._world.calls.add(str(request.method), request.path, request.query, body, told, ms)
