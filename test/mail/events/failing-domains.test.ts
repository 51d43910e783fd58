import { countFailing, markOf } from "../../../mail/events/failing-domains";

test("a domain has one mark, however it is written; a mark is 1 of 256", () => {
  expect(markOf("ada@Example.com")).toBe(markOf("grace@example.com"));
  const marks = new Set(Array.from({ length: 5000 }, (_, index) => markOf(`a@client-${index}.example`)));
  expect(marks.size).toBeLessThanOrEqual(256);
  expect([...marks].every((mark) => /^[0-9a-f]{2}$/.test(mark))).toBe(true);
});

test("three clients are told apart", () => {
  expect(new Set(["a@one.example", "a@two.example", "a@three.example"].map(markOf)).size).toBe(3);
});

test("counts what failed within the hour and the day", () => {
  const now = Date.parse("2026-11-28T12:00:00Z");
  const minutes = [1, 59, 60, 23 * 60, 24 * 60].map((ago) => now - ago * 60_000);
  expect(countFailing(minutes, now)).toEqual({ inAnHour: 2, inADay: 4 });
});
