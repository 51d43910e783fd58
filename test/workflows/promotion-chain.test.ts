import { promotionChain } from "../../workflows/promotion-chain";

const environments = [
  { name: "live", promotion: { from: "rehearsal" } },
  { name: "rehearsal", promotion: { from: "first" } },
  { name: "first" },
  { name: "alone" },
];
const of = (...names: string[]): string[] => promotionChain(names, environments).map(({ name }) => name);

test("a change passes through all that its environment is promoted from, in that order", () => {
  expect(of("live")).toEqual(["first", "rehearsal", "live"]);
  expect(of("rehearsal", "live")).toEqual(["first", "rehearsal", "live"]);
  expect(of("alone", "first")).toEqual(["alone", "first"]);
  expect(of("organisation")).toEqual([]);
});

test("a promotion from nowhere, or round in a circle, ends", () => {
  const odd = [
    { name: "a", promotion: { from: "b" } },
    { name: "b", promotion: { from: "a" } },
    { name: "c", promotion: { from: "gone" } },
  ];
  expect(promotionChain(["a", "c"], odd).map(({ name }) => name)).toEqual(["b", "a", "c"]);
});
