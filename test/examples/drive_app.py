"""Runs examples/python/fastapi_app.py as a server would, asked as a test asks: one JSON object a line on stdin, one answer a line on stdout."""

import asyncio
import json
import os
import sqlite3
import sys
from pathlib import Path

import fastapi
import outbox
from fastapi_app import build_app
from pooled_sender import Sender

DATABASE = os.environ["DATABASE"]
COLUMNS = "message_id, state, attempts, perhaps_twice, answer"


def read_secret() -> dict[str, str]:
    return json.loads(Path(os.environ["SECRET_FILE"]).read_text())


def call(path: str, *arguments):
    handler, status = app.routes[path]
    try:
        return [status, handler(*arguments)]
    except fastapi.HTTPException as error:
        return [error.status_code, None]


async def serve() -> None:
    async with app.lifespan(app):
        while line := await asyncio.to_thread(sys.stdin.readline):
            asked = json.loads(line)
            if "rows" in asked:
                with sqlite3.connect(DATABASE) as db:
                    answer = db.execute(f"select {COLUMNS} from outbox order by created").fetchall()
            else:
                answer = call(asked["path"], *asked.get("arguments", []))
            print(json.dumps(answer), flush=True)


# Shorter than an application's, so that a test need not wait.
outbox.LEASE_SECONDS, outbox.IDLE_SECONDS, outbox.WAITS_SECONDS = float(os.environ["LEASE_SECONDS"]), 0.02, (0.05,)
app = build_app(DATABASE, Sender(read_secret, timeout=5))
asyncio.run(serve())
