"""The yardstick: a bare Tornado handler that answers every push with a constant."""

import asyncio
import sys

import uvloop
from tornado.web import Application, RequestHandler


class Constant(RequestHandler):
    """Answers without looking."""

    def post(self) -> None:
        """Say success."""
        self.finish("success")


async def main(port: int) -> None:
    """Serve until ended."""
    Application([("/wechat", Constant)]).listen(port, "127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
