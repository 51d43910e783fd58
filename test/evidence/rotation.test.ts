import { oddWordIn } from "../../evidence/rotation";

const step = (name: string, notes: Record<string, string>) => ({
  ...{ writeId: name, name, state: "done" as const, at: new Date(0), fence: 1, notes },
});

test.each([
  ["intent", { mode: "overlap" }, undefined],
  ["intent", { mode: "stop-first" }, undefined],
  ["intent", {}, undefined],
  ["intent", { mode: "overlapp" }, "overlapp"],
  ["intent", { mode: "toString" }, "toString"],
  ["end", { as: "done" }, undefined],
  ["end", { as: "finished" }, "finished"],
  ["end", { as: "" }, ""],
  ["measure", { seconds: "" }, undefined],
  ["measure", { seconds: "12" }, undefined],
  ["measure", { seconds: "-1" }, "-1"],
  ["measure", { seconds: "soon" }, "soon"],
  ["switch", { mode: "anything", from: "ses" }, undefined],
])("a record's step %s %j", (name, notes, odd) => {
  expect(oddWordIn({ steps: [step("create", {}), step(name, notes)] })).toBe(odd);
});
