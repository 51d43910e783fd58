import { createLanes } from "../../../sandbox/submission/lanes";

test("twenty deliveries to one destination at once, however many wait; another destination does not wait for them", async () => {
  const lanes = createLanes();
  const open: Record<string, number> = { a: 0, b: 0 };
  const most: Record<string, number> = { a: 0, b: 0 };
  const deliver = (to: string) => async () => {
    open[to] = (open[to] ?? 0) + 1;
    most[to] = Math.max(most[to] ?? 0, open[to] ?? 0);
    await new Promise((resolve) => setImmediate(resolve));
    open[to] = (open[to] ?? 0) - 1;
    if (to === "b") throw new Error("refused");
  };
  const all = ["a", "b"].flatMap((to) => Array.from({ length: 100 }, () => lanes(to, deliver(to)).catch(() => "refused")));
  expect((await Promise.all(all)).filter((each) => each === "refused")).toHaveLength(100);
  expect(most).toEqual({ a: 20, b: 20 });
});
