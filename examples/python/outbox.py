"""A durable outbox: mail is on disk before anything is promised, and leaves it when a server has accepted it.

    with transaction("app.db") as db:          # the same transaction as the change that makes the mail necessary
        put(db, "ann@example.org", message)
    work("app.db", Sender(), stop)             # in one thread or process, or in several

A worker that is killed while it sends has only claimed its mail for LEASE_SECONDS: then another one sends it. It may have been accepted
before, so the same bytes go out with the same Message-ID, and `perhaps_twice` says so. SQLite keeps the example small: its file must
outlive the container. In the PostgreSQL that you have already, claim with `for update skip locked`.
"""

import contextlib
import email.policy
import logging
import sqlite3
import threading
import time
from email.message import EmailMessage

from answers import NotSent
from pooled_sender import Sender

# Longer than an attempt takes, even where ten answers each need the sender's 60 seconds.
LEASE_SECONDS = 600
WAITS_SECONDS = (5, 10, 30, 60)
GIVE_UP_SECONDS = 3 * 24 * 3600
IDLE_SECONDS = 1

# state: waiting, sending, sent, dropped (refused for good), given up. A person looks at the last two.
TABLE = """create table if not exists outbox (
  message_id text primary key, recipient text not null, message blob not null, created real not null, due real not null,
  state text not null default 'waiting', attempts integer not null default 0, perhaps_twice integer not null default 0, answer text)"""
CLAIM = """update outbox set perhaps_twice = perhaps_twice or state = 'sending', state = 'sending', attempts = attempts + 1, due = :lease
  where message_id = (select message_id from outbox where state in ('waiting', 'sending') and due <= :now order by due limit 1)
  returning *"""


@contextlib.contextmanager
def transaction(path: str):
    with contextlib.closing(sqlite3.connect(path, timeout=30)) as db, db:
        db.row_factory = sqlite3.Row
        db.execute(TABLE)
        yield db


def put(db: sqlite3.Connection, recipient: str, message: EmailMessage) -> None:
    """The message has its Message-ID, and is never built again."""
    now = time.time()
    row = (message["Message-ID"], recipient, message.as_bytes(policy=email.policy.SMTP), now, now)
    db.execute("insert into outbox (message_id, recipient, message, created, due) values (?, ?, ?, ?, ?)", row)


def work(path: str, sender: Sender, stop: threading.Event) -> None:
    refusals = 0
    while not stop.is_set():
        mail = claim(path)
        if mail is None:
            stop.wait(IDLE_SECONDS)
            continue
        try:
            sender.send(mail["recipient"], mail["message"])
        except NotSent as refusal:
            wait = WAITS_SECONDS[min(mail["attempts"], len(WAITS_SECONDS)) - 1]
            keep_or_drop(path, mail, refusal, wait)
            if not refusal.concerns_only_this_mail:  # the next mail would be refused too
                stop.wait(WAITS_SECONDS[min(refusals, len(WAITS_SECONDS) - 1)])
                refusals += 1
        except Exception as error:  # a mistake in this program must not end the worker
            logging.exception("outbox")
            keep_or_drop(path, mail, NotSent("provider", repr(error)), WAITS_SECONDS[-1])
        else:
            refusals = 0
            note(path, mail, "sent")
    sender.close()


def claim(path: str) -> sqlite3.Row | None:
    now = time.time()
    with transaction(path) as db:
        return next(iter(db.execute(CLAIM, {"now": now, "lease": now + LEASE_SECONDS}).fetchall()), None)


def keep_or_drop(path: str, mail: sqlite3.Row, refusal: NotSent, wait: float) -> None:
    if refusal.drop:
        note(path, mail, "dropped", refusal)
    elif time.time() - mail["created"] > GIVE_UP_SECONDS:
        note(path, mail, "given up", refusal)
    else:
        note(path, mail, "waiting", refusal, wait)


def note(path: str, mail: sqlite3.Row, state: str, refusal: NotSent | None = None, wait: float = 0) -> None:
    twice = mail["perhaps_twice"] or bool(refusal and refusal.perhaps_accepted)
    row = (state, time.time() + wait, twice, str(refusal) if refusal else None, mail["message_id"])
    with transaction(path) as db:
        db.execute("update outbox set state = ?, due = ?, perhaps_twice = ?, answer = ? where message_id = ?", row)
    logging.info("%s %s %s", mail["message_id"], state, refusal or "")
