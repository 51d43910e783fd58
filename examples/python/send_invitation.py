#!/usr/bin/env python3
"""Sends one invitation the way a FastAPI backend does: smtplib, and nothing but the seven variables of the application secret.

    twinpost settings --env dev > .env && set -a && . ./.env && python3 examples/python/send_invitation.py --to you@example.org

Prints one line of JSON: the TLS version and the seconds that the submission took. Python's standard library only.
TLS is verified; a private certificate authority is trusted when SSL_CERT_FILE names it.
"""

import argparse
import json
import os
import smtplib
import ssl
import sys
import time
from email.message import EmailMessage
from email.utils import formataddr, formatdate, make_msgid

VARIABLES = (
    "SMTP_SERVER",
    "SMTP_PORT",
    "SMTP_USER",
    "SMTP_PASSWORD",
    "FRONTEND_URL",
    "EMAIL_SENDER_ADDRESS",
    "EMAIL_SENDER_NAME",
)
TIMEOUT_SECONDS = 20
# smtplib does not retry by itself. A 4xx reply asks for it (RFC 5321 4.2.1), so a backend that gives up at once loses invitations.
ATTEMPTS = 3


def settings() -> dict[str, str]:
    missing = [name for name in VARIABLES if not os.environ.get(name)]
    if missing:
        sys.exit(f"not set: {', '.join(missing)}\n  `twinpost settings --env <name>` prints them")
    return {name: os.environ[name] for name in VARIABLES}


def invitation(values: dict[str, str], recipient: str, reference: str) -> EmailMessage:
    link = f"{values['FRONTEND_URL']}/invitations/{reference}"
    domain = values["EMAIL_SENDER_ADDRESS"].rpartition("@")[2]
    message = EmailMessage()
    message["From"] = formataddr((values["EMAIL_SENDER_NAME"], values["EMAIL_SENDER_ADDRESS"]))
    message["To"] = recipient
    message["Subject"] = f"You are invited ({reference})"
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = make_msgid(domain=domain)
    # Both providers' headers: whichever sends it tells this id in its events.
    tags = {"twinpost_message": reference, "twinpost_stream": "invitations"}
    message["X-SES-MESSAGE-TAGS"] = ", ".join(f"{name}={value}" for name, value in tags.items())
    message["X-SMTPAPI"] = json.dumps({"unique_args": tags})
    message.set_content(f"You are invited. Accept here:\n{link}\n")
    message.add_alternative(f'<p>You are invited. <a href="{link}">Accept the invitation</a></p>', subtype="html")
    return message


def send(values: dict[str, str], message: EmailMessage) -> str:
    """Returns the TLS version that the submission used."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    with smtplib.SMTP(values["SMTP_SERVER"], int(values["SMTP_PORT"]), timeout=TIMEOUT_SECONDS) as client:
        client.starttls(context=context)
        client.login(values["SMTP_USER"], values["SMTP_PASSWORD"])
        client.send_message(message)
        return client.sock.version()


def send_with_retries(values: dict[str, str], message: EmailMessage) -> str:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return send(values, message)
        except smtplib.SMTPResponseException as error:
            if not 400 <= error.smtp_code < 500 or attempt == ATTEMPTS:
                raise
            time.sleep(attempt)
    raise AssertionError("unreachable")


def main() -> None:
    parser = argparse.ArgumentParser(description="send one invitation from the application secret's variables")
    parser.add_argument("--to", required=True, help="the recipient")
    parser.add_argument("--reference", default="example", help="a word that ends up in the subject and in the link")
    arguments = parser.parse_args()
    values = settings()
    started = time.monotonic()
    tls = send_with_retries(values, invitation(values, arguments.to, arguments.reference))
    print(json.dumps({"tls": tls, "seconds": round(time.monotonic() - started, 3)}))


if __name__ == "__main__":
    main()
