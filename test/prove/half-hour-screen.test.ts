import { nextCommands, tooWide } from "../../scripts/prove/half-hour/screen";

const shown = [
  "\u001b[1mNext, on this machine alone:\u001b[0m",
  "  npx twinpost validate                            # check all files",
  "  npx twinpost rehearse --env live                 # its whole life, offline",
  "Then for real, with a login:",
  "  npx twinpost doctor --env live                   # what is missing",
].join("\r\n");

test("the commands that come next on this machine are read as they are typed", () => {
  expect(nextCommands(shown)).toEqual([
    ["npx", "twinpost", "validate"],
    ["npx", "twinpost", "rehearse", "--env", "live"],
  ]);
  expect(nextCommands("wrote nothing")).toEqual([]);
});

test("a line is as wide as it is seen, also one that was drawn over; what a person types may be of any length", () => {
  expect(tooWide(shown, 80, [])).toEqual([]);
  const long = "x".repeat(81);
  expect(tooWide(`short\r${long}\r\u001b[2K\n\u001b[31m${"y".repeat(80)}\u001b[0m\n`, 80, [])).toEqual([long]);
  expect(tooWide(`AWS account: ${long}\n`, 80, ["AWS account"])).toEqual([]);
});
