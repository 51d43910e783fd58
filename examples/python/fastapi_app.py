"""A FastAPI backend that invites people. A request writes the invitation and its mail in one transaction; a thread sends from the outbox.

    uvicorn --factory fastapi_app:build_app

Nothing is lost by a rollout: what is not sent is on disk, and the next process goes on. `POST /secret-changed` is for a consumer of kind
`webhook`: it answers once the secret was read again. It tells nothing and changes nothing else, so it needs no login.
"""

import asyncio
import contextlib
import json
import os
import re
import threading
import uuid
from email.message import EmailMessage
from email.utils import formataddr, formatdate, make_msgid

from outbox import put, transaction, work
from pooled_sender import Sender

ADDRESS = re.compile(r"[!-~]+@[!-~]+\.[!-~]+")
TABLE = "create table if not exists invitations (id text primary key, recipient text not null)"


def invitation(settings: dict[str, str], recipient: str, reference: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = formataddr((settings["EMAIL_SENDER_NAME"], settings["EMAIL_SENDER_ADDRESS"]))
    message["To"] = recipient
    message["Subject"] = "You are invited"
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = make_msgid(domain=settings["EMAIL_SENDER_ADDRESS"].rpartition("@")[2])
    # Both providers' headers: whichever sends it tells this id in its events.
    tags = {"twinpost_message": reference, "twinpost_stream": "invitations"}
    message["X-SES-MESSAGE-TAGS"] = ", ".join(f"{name}={value}" for name, value in tags.items())
    message["X-SMTPAPI"] = json.dumps({"unique_args": tags})
    message.set_content(f"You are invited. Accept here:\n{settings['FRONTEND_URL']}/invitations/{reference}\n")
    return message


def build_app(path: str = os.environ.get("DATABASE", "app.db"), sender: Sender | None = None):
    from fastapi import Body, FastAPI, HTTPException

    sender = sender or Sender()

    @contextlib.asynccontextmanager
    async def lifespan(_app):
        stop = threading.Event()
        worker = threading.Thread(target=work, args=(path, sender, stop))
        worker.start()
        yield
        stop.set()  # ends after the message that it is sending; one that is killed instead is sent by the next process
        await asyncio.to_thread(worker.join)

    app = FastAPI(lifespan=lifespan)

    @app.post("/invitations", status_code=202)
    def invite(recipient: str = Body(embed=True)) -> dict[str, str]:
        if not ADDRESS.fullmatch(recipient) or set(recipient) & set('<>(),;:"'):
            raise HTTPException(422, "recipient: expected name@domain")
        reference = uuid.uuid4().hex
        with transaction(path) as db:
            db.execute(TABLE)
            db.execute("insert into invitations values (?, ?)", (reference, recipient))
            put(db, recipient, invitation(sender.settings(), recipient, reference))
        return {"id": reference}

    @app.post("/secret-changed", status_code=204)
    def secret_changed() -> None:
        sender.renew()

    return app
