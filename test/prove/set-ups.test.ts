/** Each of the ten common set-ups is declared by flags alone, and valid; `npm run prove -- set-ups` rehearses them. */
import { partsOf } from "../../scripts/prove/proof";
import { type InitFlags, setUpTable } from "../../scripts/prove/set-up-table";
import { folderOf } from "../cli/init-at";

test("there are ten, each by a name of its own", () => {
  expect(new Set(setUpTable.map(({ name }) => name)).size).toBe(10);
});

test.each(setUpTable.map((each) => [each.name, each.environments] as const))(
  "%s: init takes its flags, and validate the result",
  async (_, all) => {
    const at = folderOf();
    try {
      for (const flags of all) expect(await at.init(flags as InitFlags & Record<string, string>)).toMatchObject({ code: 0 });
      expect(await at.run(["validate"])).toMatchObject({ code: 0 });
    } finally {
      at.remove();
    }
  },
);

test("a part that a proof has not is refused, and without any all of them are proven", () => {
  const proof = { name: "set-ups", parts: ["one", "two"] };
  expect(partsOf(proof, undefined)).toEqual(["one", "two"]);
  expect(partsOf(proof, ["two"])).toEqual(["two"]);
  expect(() => partsOf(proof, ["three"])).toThrow('set-ups has no part "three", expected one, two');
  expect(() => partsOf({ name: "kills" }, ["one"])).toThrow("kills has no part");
});
