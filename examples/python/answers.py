"""What a submission server's answer is about, and so what becomes of the mail (docs/consumers.md). Standard library only."""

import json
import re
from pathlib import Path

RULES = [
    (rule["about"], re.compile(rule["says"], re.IGNORECASE))
    for rule in json.loads((Path(__file__).parent.parent / "smtp-answers.json").read_text("utf-8"))
]


def about(phase: str, code: int, text: str) -> str:
    """The phase is connect, tls, auth, mail, rcpt or data. The first rule that fits counts; the last one fits everything."""
    return next(subject for subject, says in RULES if says.search(f"{phase} {code} {text}"))


class NotSent(Exception):
    """Keep the mail and send it later, unless `drop` is true."""

    def __init__(self, subject: str, answer: str, *, final: bool = False, perhaps_accepted: bool = False):
        super().__init__(f"{subject}: {answer}")
        self.subject = subject
        # A recipient or a message that no later attempt could send either.
        self.drop = final and subject in ("recipient", "message")
        # The message was sent, and no answer came. Send the same bytes again, with the same Message-ID: a duplicate is possible.
        self.perhaps_accepted = perhaps_accepted

    @property
    def concerns_only_this_mail(self) -> bool:
        return self.subject in ("recipient", "message")

    @classmethod
    def answered(cls, phase: str, code: int, text: bytes | str) -> "NotSent":
        words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        return cls(about(phase, code, words), f"{code} {words}", final=code >= 500)
