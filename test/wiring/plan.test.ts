import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "../../wiring/connections";
import { loadTarget } from "../../wiring/declared";
import { applyEffects, forecastEffects, planEffects } from "../../wiring/plan";
import { fixtureEnv } from "../fixtures/declared";

const directory = mkdtempSync(join(tmpdir(), "plan-wiring-"));
afterAll(() => rmSync(directory, { recursive: true }));

const env = { ...fixtureEnv, AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x", HOME: directory };
const connections = connect({ env, directory }, () => {});
const target = loadTarget("dev", connections);

const members = (use: object): Record<string, string[]> =>
  Object.fromEntries(Object.entries(use).map(([group, held]) => [group, Object.keys(held).sort()]));

test("a plan is handed nothing that can apply, destroy or read what was kept", () => {
  expect(members(planEffects(target, connections).use)).toEqual({
    terraform: ["init", "plan", "pluginSource", "requireVersion", "showPlan", "synthesise"],
    plans: ["digest", "forget", "keep"],
    dns: ["forecast", "resolve"],
    log: ["narrate", "now", "watch"],
  });
});

test("an apply can show and apply the kept plan, and make no other", () => {
  expect(members(applyEffects(target, connections).use)).toMatchObject({ terraform: ["apply", "showPlan"] });
});

test("a forecast looks only", () => {
  expect(members(forecastEffects(target, connections).use)).toEqual({
    terraform: ["showPlan"],
    plans: ["digest", "keep", "read"],
    dns: ["forecast", "resolve"],
  });
});
