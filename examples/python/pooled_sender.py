"""Sends mail over one SMTP session at a time, and follows the application's secret when its login or its server changes.

    sender = Sender()
    sender.send("ann@example.org", message.as_bytes(policy=email.policy.SMTP))

A session ends after 100 messages or 5 minutes, and each new one begins with reading the secret. So a refused login reads it again, once.
What was not sent raises NotSent (answers.py); outbox.py keeps it. A sender belongs to one thread; others may call only `settings` and
`renew`. Python's standard library, and boto3 to read the secret. SSL_CERT_FILE names a private certificate authority.
"""

import json
import os
import smtplib
import ssl
import threading
import time

from answers import NotSent

MOST_MESSAGES = 100
MOST_SECONDS = 300
TIMEOUT_SECONDS = 60


def read_secret() -> dict[str, str]:
    import boto3

    name = f"twinpost/{os.environ['TWINPOST_ENVIRONMENT']}/application"
    return json.loads(boto3.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"])


class Sender:
    def __init__(self, read_secret=read_secret, most_messages=MOST_MESSAGES, most_seconds=MOST_SECONDS, timeout=TIMEOUT_SECONDS):
        self._read_secret, self._timeout = read_secret, timeout
        self._most_messages, self._most_seconds = most_messages, most_seconds
        self._settings: dict[str, str] | None = None
        self._client: smtplib.SMTP | None = None
        self._messages, self._ends = 0, 0.0
        self._reading = threading.Lock()

    def settings(self) -> dict[str, str]:
        return self._settings or self.renew()

    def renew(self) -> dict[str, str]:
        """Reads the secret. The next message opens a session with it."""
        with self._reading:
            self._settings = self._read_secret()
            self._ends = 0.0
            return self._settings

    def send(self, recipient: str, message: bytes) -> None:
        at_once = {"credential", "session"}
        while True:
            try:
                self._submit(self._session(), recipient, message)
                self._messages += 1
                return
            except NotSent as refusal:
                if not refusal.concerns_only_this_mail:
                    self.close()
                if refusal.subject not in at_once:
                    raise
                at_once.remove(refusal.subject)

    def close(self) -> None:
        if self._client:
            self._client.close()
        self._client = None

    def _session(self) -> smtplib.SMTP:
        if self._client and self._messages < self._most_messages and time.monotonic() < self._ends:
            try:
                if self._client.rset()[0] == 250:
                    return self._client
            except OSError:  # smtplib's errors are OSErrors too. The server has ended the session.
                pass
        self.close()
        try:
            self.renew()
        except Exception as error:  # whatever boto3 raises: the login that we have may still work
            if self._settings is None:
                raise NotSent("network", f"the secret cannot be read: {error}") from error
        self._messages, self._ends = 0, time.monotonic() + self._most_seconds
        return self._open(self.settings())

    def _open(self, settings: dict[str, str]) -> smtplib.SMTP:
        phase = "connect"
        try:
            self._client = client = smtplib.SMTP(settings["SMTP_SERVER"], int(settings["SMTP_PORT"]), timeout=self._timeout)
            phase = "tls"
            client.starttls(context=ssl.create_default_context())
            phase = "auth"
            client.ehlo()
            # login() would try a second method after a refusal, in a session that the server may have ended.
            client.user, client.password = settings["SMTP_USER"], settings["SMTP_PASSWORD"]
            client.auth("PLAIN", client.auth_plain)
            return client
        except smtplib.SMTPResponseException as refusal:
            raise NotSent.answered(phase, refusal.smtp_code, refusal.smtp_error) from refusal
        except OSError as error:
            raise NotSent("network", str(error)) from error

    def _submit(self, client: smtplib.SMTP, recipient: str, message: bytes) -> None:
        sender = self.settings()["EMAIL_SENDER_ADDRESS"]
        for phase, command, argument in (("mail", client.mail, sender), ("rcpt", client.rcpt, recipient), ("data", client.data, message)):
            try:
                code, text = command(argument)
            except smtplib.SMTPDataError as refusal:
                code, text = refusal.smtp_code, refusal.smtp_error
            except ValueError as error:  # not ASCII: neither provider offers SMTPUTF8
                raise NotSent("recipient" if phase == "rcpt" else "sender address", str(error), final=True) from error
            except OSError as error:
                raise NotSent("network", str(error), perhaps_accepted=phase == "data") from error
            if not 200 <= code < 300:
                raise NotSent.answered(phase, code, text)
