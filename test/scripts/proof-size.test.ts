/** How large a proof is: as it says itself, or as the command line says. */
import { sizeOf } from "../../scripts/prove/proof";

const proof = { name: "rotation-kills", size: { rounds: 20 } };

test("as it says itself, unless told", () => {
  expect(sizeOf(proof, {})).toMatchObject({ rounds: 20 });
  expect(sizeOf(proof, { rounds: "1" })).toMatchObject({ rounds: 1 });
});

test.each([{ rounds: "0" }, { rounds: "many" }, { rounds: "1.5" }, { senders: "10" }])("refuses %j", (told) => {
  expect(() => sizeOf(proof, told)).toThrow(Object.keys(told)[0]);
});
