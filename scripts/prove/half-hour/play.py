"""Runs a command on a terminal of its own, answers what it asks, and prints what the terminal showed.

play.py <columns> <answers.json> <command> [<argument> ...]

The file is a list of [text, answer]: a prompt is answered by the last text that stands in what was shown since the answer before. A prompt
without an entry gets Enter, which takes what is offered. Ends as the command ends; 97 if one prompt came three times, 98 if nothing came for long.
"""
import fcntl
import json
import os
import pty
import re
import select
import struct
import sys
import termios
import time

CONTROL = re.compile(rb"\x1b\[[0-9;?]*[ -/]*[@-~]")
QUIET_SECONDS = 0.4
PATIENCE_SECONDS = 420


def main() -> int:
    columns, answers = int(sys.argv[1]), json.load(open(sys.argv[2], encoding="utf8"))
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(sys.argv[3], sys.argv[3:])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    since, heard, asked = b"", time.monotonic(), {}
    while True:
        ready, _, _ = select.select([terminal], [], [], QUIET_SECONDS)
        if ready:
            try:
                chunk = os.read(terminal, 65536)
            except OSError:
                chunk = b""
            if not chunk:
                break
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
            since, heard = since + chunk, time.monotonic()
            continue
        shown = CONTROL.sub(b"", since).decode("utf8", "replace")
        if shown.endswith(": ") and waits_for_a_line(terminal, shown):
            text, answer = entry(answers, shown)
            asked[text] = asked.get(text, 0) + 1
            if asked[text] > 2:
                os.kill(pid, 15)
                print(f"\nasked three times: {text}", file=sys.stderr)
                return 97
            os.write(terminal, answer.encode() + b"\r")
            since, heard = b"", time.monotonic()
        elif time.monotonic() - heard > PATIENCE_SECONDS:
            os.kill(pid, 15)
            print(f"\nnothing for {PATIENCE_SECONDS} s", file=sys.stderr)
            return 98
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def waits_for_a_line(terminal: int, shown: str) -> bool:
    """A prompt is the last line, and the editor has made the terminal raw."""
    return not termios.tcgetattr(terminal)[3] & termios.ICANON and "\n" not in shown.rstrip(" ")[-1:]


def entry(answers: list, shown: str) -> tuple:
    found = [(shown.rfind(text), len(text), text, answer) for text, answer in answers if text in shown]
    if not found:
        return shown.splitlines()[-1], ""
    _, _, text, answer = max(found)
    return text, answer


sys.exit(main())
