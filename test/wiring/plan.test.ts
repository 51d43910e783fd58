import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../cli/main";
import { loadTarget } from "../../wiring/declared";
import { applyEffects, forecastEffects, planEffects } from "../../wiring/plan";
import type { World } from "../../wiring/world";
import { fixtureEnv } from "../fixtures/declared";

const directory = mkdtempSync(join(tmpdir(), "plan-wiring-"));
afterAll(() => rmSync(directory, { recursive: true }));

const output = { write: () => {} };
const env = { ...fixtureEnv, AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x", HOME: directory };
const world: World = { env, directory, stdout: output, stderr: output, twinpost: main };
const target = loadTarget("dev", world);

const members = (use: object): Record<string, string[]> =>
  Object.fromEntries(Object.entries(use).map(([group, held]) => [group, Object.keys(held).sort()]));

test("a plan is handed nothing that can apply, destroy or read what was kept", () => {
  expect(members(planEffects(target, world).use)).toEqual({
    terraform: ["init", "plan", "pluginSource", "requireVersion", "showPlan", "synthesise"],
    plans: ["digest", "forget", "keep"],
    dns: ["forecast", "resolve"],
    log: ["narrate"],
  });
});

test("an apply can show and apply the kept plan, and make no other", () => {
  expect(members(applyEffects(target, world).use)).toMatchObject({ terraform: ["apply", "showPlan"] });
});

test("a forecast looks only", () => {
  expect(members(forecastEffects(target, world).use)).toEqual({
    terraform: ["showPlan"],
    plans: ["digest", "keep", "read"],
    dns: ["forecast", "resolve"],
  });
});
