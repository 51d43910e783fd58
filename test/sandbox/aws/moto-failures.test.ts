/** What moto's log says of a call that it answered with a page for people. */
import { reasonIn } from "../../../sandbox/aws/moto-failures";

const block = (last: string): string =>
  `127.0.0.1 - - "POST / HTTP/1.1" 500 -\nError on request:\nTraceback (most recent call last):\n  File "x"\n    raise Y: z\n${last}\n`;
const notImplemented = "NotImplementedError: The x action has not been implemented";

test.each<[string, string | undefined, string]>([
  ["an action that is not written", "the sandbox does not know this action", block(notImplemented)],
  [
    "a package that is missing",
    `the sandbox's moto was installed without "pyparsing", which this action needs`,
    block("ModuleNotFoundError: No module named 'pyparsing'"),
  ],
  ["a fault of moto's", "moto failed, with TypeError", block("TypeError: 'NoneType' object is not iterable")],
  [
    "an error of a library's",
    "moto failed, with botocore.exceptions.ParamValidationError",
    block("botocore.exceptions.ParamValidationError: x"),
  ],
  ["the first of two", "moto failed, with KeyError", block("KeyError: 'a'") + block(notImplemented)],
  ["a traceback that has not ended", undefined, 'Error on request:\nTraceback (most recent call last):\n  File "x"\n'],
  ["nothing", undefined, '127.0.0.1 - - "POST / HTTP/1.1" 200 -\n'],
])("%s", (_, reason, log) => {
  expect(reasonIn(log)).toBe(reason);
});
