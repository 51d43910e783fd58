import { countLetters } from "../../../rehearsal/load/count";
import type { Letter } from "../../../rehearsal/load/sender";

const letter = (reference: string, changes: Partial<Letter> = {}): Letter => ({
  ...{ reference, kind: "single", begunAt: 10_000, acceptedAt: 10_100, attempts: 1, refusedLogins: 0, doubtful: 0 },
  ...changes,
});

test("what was given up, what was lost, and what came twice, with whether an answer was missing", () => {
  const { acceptedAt: _, ...unaccepted } = letter("c", { failure: "not accepted" });
  const letters = [
    letter("a"),
    letter("b"),
    unaccepted,
    letter("d", { doubtful: 1, attempts: 2 }),
    letter("e", { refusedLogins: 1 }),
    letter("f", { doubtful: 1 }),
  ];
  const arrivals = new Map([
    ["a", [10_500]],
    ["d", [10_500, 11_000]],
    ["e", [10_500, 10_600]],
    ["f", [10_500, 10_600, 10_700]],
  ]);
  expect(countLetters(letters, arrivals, { from: 0, to: 20_000 })).toMatchObject({
    messages: 6,
    failed: [{ reference: "c", why: "not accepted" }],
    lost: ["b"],
    duplicates: [
      { reference: "d", copies: 2, isExplained: true },
      { reference: "e", copies: 2, isExplained: false },
      { reference: "f", copies: 3, isExplained: false },
    ],
    refusedOnce: 1,
  });
});

test("time to the mailbox before, while and after credentials are replaced", () => {
  const letters = [1_000, 2_000, 3_000].map((begunAt) => letter(`at ${begunAt}`, { begunAt }));
  const arrivals = new Map(letters.map(({ reference, begunAt }, index) => [reference, [begunAt + 100 * (index + 1)]]));
  const { toMailbox } = countLetters(letters, arrivals, { from: 1_500, to: 2_500 });
  expect(Object.values(toMailbox).map(({ messages, median }) => [messages, median])).toEqual([
    [1, 0.1],
    [1, 0.2],
    [1, 0.3],
  ]);
});
