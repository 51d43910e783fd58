"""Runs examples/python/pooled_sender.py as a test asks: one JSON object a line on stdin, one answer a line on stdout."""

import json
import os
import sys
from pathlib import Path

from answers import NotSent, about
from pooled_sender import Sender

stale = []


def read_secret() -> dict[str, str]:
    return stale.pop() if stale else json.loads(Path(os.environ["SECRET_FILE"]).read_text())


def send(recipient: str, message_id: str) -> dict:
    head = f"From: {sender.settings()['EMAIL_SENDER_ADDRESS']}\r\nTo: {recipient}\r\nMessage-ID: {message_id}\r\n"
    try:
        sender.send(recipient, f"{head}Subject: x\r\n\r\nHello\r\n".encode())
    except NotSent as refusal:
        return {"subject": refusal.subject, "drop": refusal.drop, "perhapsAccepted": refusal.perhaps_accepted}
    return {"sent": True}


options = json.loads(sys.argv[1])
sender = Sender(read_secret, options["maxMessages"], options["mostMs"] / 1000, options["timeoutMs"] / 1000)
for line in sys.stdin:
    asked = json.loads(line)
    if "send" in asked:
        answer = [send(recipient, message_id) for recipient, message_id in asked["send"]]
    elif "about" in asked:
        answer = [about(phase, int(text[:3]), text[4:]) for phase, text in asked["about"]]
    elif "stale" in asked:
        answer = stale.append(asked["stale"])
    else:
        answer = bool(sender.renew())
    print(json.dumps(answer), flush=True)
