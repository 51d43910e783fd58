/** From where an environment may be promoted. */
import { loadDeclared } from "../../declaration/load";
import { declaredData } from "../fixtures/declared";
import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";

const faultsOf = (from: Record<"dev" | "staging" | "prod", string | undefined>, more: Record<string, unknown> = {}) => {
  const environments = Object.fromEntries(
    [dev, staging, prod].map((each) => {
      const below = from[each.name as "dev"];
      return [each.name, { ...each, ...(below === undefined ? {} : { promotion: { from: below } }) }];
    }),
  );
  const { faults } = loadDeclared(declaredData({ environments: { ...environments, ...more } }));
  return faults.map((fault) => ("path" in fault ? `${fault.file} ${fault.path} ${fault.problem.split(" (")[0]}` : fault.file));
};

const at = (name: string): string => `environments/${name}.ts promotion.from`;

test.each([
  ["a chain", { dev: undefined, staging: "dev", prod: "staging" }, []],
  ["two from one", { dev: undefined, staging: "dev", prod: "dev" }, []],
  ["itself", { dev: undefined, staging: "staging", prod: undefined }, [`${at("staging")} is the environment itself`]],
  ["one that is not there", { dev: undefined, staging: "stagin", prod: "staging" }, [`${at("staging")} is no declared environment`]],
  [
    "a circle",
    { dev: undefined, staging: "prod", prod: "staging" },
    [`${at("staging")} goes round in a circle`, `${at("prod")} goes round in a circle`],
  ],
  [
    "a way into a circle: only the circle is at fault",
    { dev: "staging", staging: "prod", prod: "staging" },
    [`${at("staging")} goes round in a circle`, `${at("prod")} goes round in a circle`],
  ],
])("%s", (_, from, expected) => {
  expect(faultsOf(from)).toEqual(expected);
});

test("an environment whose file has a fault of its own is there all the same", () => {
  const broken = { ...dev, frontendUrl: "http://app" };
  const told = faultsOf({ dev: undefined, staging: "dev", prod: undefined }, { dev: broken });
  expect(told.filter((each) => each.includes("promotion"))).toEqual([]);
  expect(told).toHaveLength(1);
});
