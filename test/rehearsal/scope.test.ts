/** What is rehearsed where `--env` is left out: whatever environments are called. */
import { loadDeclared } from "../../declaration/load";
import type { Environment } from "../../declaration/schema/environment";
import { usualEnvironment } from "../../rehearsal/scope";
import { declaredData } from "../fixtures/declared";
import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";

const { promotion: _, ...alone } = prod;
const named = (environment: Environment, name: string): Environment => ({ ...environment, name });

test.each([
  ["the first whose mail reaches receivers", [named(dev, "pilot"), named(alone, "live")], "live"],
  ["the first, where none does", [named(dev, "pilot")], "pilot"],
  ["the only one", [named(alone, "eu")], "eu"],
])("%s", (_, environments, name) => {
  const declared = loadDeclared(declaredData({ environments: Object.fromEntries(environments.map((each) => [each.name, each])) }));
  expect(usualEnvironment(declared).name).toBe(name);
});
