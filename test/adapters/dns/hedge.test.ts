import { firstUsable } from "../../../adapters/dns/hedge";

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** What somebody says, and after how many milliseconds; "good" is of use. */
type Says = [what: string, afterMs: number];

/** @returns what came of it, when, and who was asked when. */
async function ask(...candidates: Says[]) {
  const startedAt = Date.now();
  const asked: number[] = [];
  const searching = firstUsable(
    candidates,
    ([what, afterMs]) => {
      asked.push(Date.now() - startedAt);
      return new Promise<string>((resolve) => setTimeout(resolve, afterMs, what));
    },
    (what) => what.startsWith("good"),
  ).then((result) => ({ result, after: Date.now() - startedAt }));
  await jest.advanceTimersByTimeAsync(20_000);
  expect(jest.getTimerCount()).toBe(0);
  return { ...(await searching), asked };
}

test.each<[string, Says[], Awaited<ReturnType<typeof ask>>]>([
  ["nobody", [], { result: undefined, after: 0, asked: [] }],
  ["one, who is of use", [["good", 20]], { result: "good", after: 20, asked: [0] }],
  ["one, who is of none", [["bad", 20]], { result: "bad", after: 20, asked: [0] }],
  ["one, who is slow", [["good", 9_000]], { result: "good", after: 9_000, asked: [0] }],
  [
    "the first is of use",
    [
      ["good 1", 20],
      ["good 2", 0],
    ],
    { result: "good 1", after: 20, asked: [0] },
  ],
  [
    "the first is of no use",
    [
      ["bad", 20],
      ["good", 30],
    ],
    { result: "good", after: 50, asked: [0, 20] },
  ],
  [
    "the first is silent",
    [
      ["good 1", 10_000],
      ["good 2", 30],
    ],
    { result: "good 2", after: 830, asked: [0, 800] },
  ],
  [
    "the first is late, and still the first",
    [
      ["good 1", 900],
      ["good 2", 500],
      ["good 3", 0],
    ],
    { result: "good 1", after: 900, asked: [0, 800] },
  ],
  [
    "a late one of no use hurries nobody",
    [
      ["bad", 900],
      ["good", 10_000],
      ["good 3", 1],
    ],
    { result: "good 3", after: 1_601, asked: [0, 800, 1_600] },
  ],
  [
    "after the end nobody is asked",
    [
      ["good", 900],
      ["bad", 500],
      ["good 3", 0],
    ],
    { result: "good", after: 900, asked: [0, 800] },
  ],
  [
    "all are of no use",
    [
      ["bad 1", 1_000],
      ["bad 2", 500],
      ["bad 3", 10],
    ],
    { result: "bad 3", after: 1_310, asked: [0, 800, 1_300] },
  ],
  [
    "the last is not the last to speak",
    [
      ["bad 1", 5_000],
      ["bad 2", 10],
      ["bad 3", 10],
    ],
    { result: "bad 1", after: 5_000, asked: [0, 800, 810] },
  ],
])("%s", async (_, candidates, expected) => {
  expect(await ask(...candidates)).toEqual(expected);
});

test("who throws ends it", async () => {
  const asking = firstUsable([1, 2], () => Promise.reject(new Error("a bug")), Boolean);
  await expect(asking).rejects.toThrow("a bug");
  expect(jest.getTimerCount()).toBe(0);
});
