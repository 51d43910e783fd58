import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { PlanTarget } from "../../declaration/plan-target";
import { keepPlans } from "../../wiring/kept-plan";

const directory = mkdtempSync(join(tmpdir(), "kept-plan-"));
afterAll(() => rmSync(directory, { recursive: true }));

const plan = { changes: [], outputs: [], records: [], findings: [] };
const planFile = join(directory, ".twinpost", "email-dev", "plan.tfplan");
const record = join(directory, ".twinpost", "email-dev", "kept-plan.json");

function keeping(target: PlanTarget = { awsAccount: "111122223333", endpoints: {} }) {
  const said: string[] = [];
  mkdirSync(dirname(planFile), { recursive: true });
  return {
    ...keepPlans({ name: "dev", planFile, target }, { env: {}, directory, narrate: (line) => void said.push(line) }),
    said: () => said.join("\n"),
  };
}

test("what was judged is kept with the digest of the file in which it was found", () => {
  const { digest, keep, read, forget } = keeping();
  expect(digest()).toBe("");
  writeFileSync(planFile, "one");
  const judged = digest();
  writeFileSync(planFile, "another");
  keep(plan, judged);
  expect(read()).toMatchObject({ plan, digest: judged });
  expect(digest()).toMatch(/^[0-9a-f]{64}$/);
  expect(digest()).not.toBe(judged);
  forget();
  expect(read()).toBeUndefined();
});

test("the plan stays where it was made: its record holds what was found and where it acts, none of the file", () => {
  const { keep, digest } = keeping({ awsAccount: "111122223333", endpoints: {} });
  writeFileSync(planFile, "password");
  keep(plan, digest());
  const written = readFileSync(record, "utf8");
  expect(JSON.parse(written)).toMatchObject({
    kind: "kept-plan",
    target: "dev",
    source: "live",
    result: { actsOn: { awsAccount: "111122223333", endpoints: {} } },
  });
  expect(written).not.toContain("password");
});

test.each(["", "null", "{", '{"version":1,"kind":"kept-plan"}'])("a record that is %j counts as none, and that is said once", (text) => {
  const { read, said } = keeping();
  writeFileSync(planFile, "one");
  writeFileSync(record, text);
  expect([read(), read()]).toEqual([undefined, undefined]);
  expect(said().match(/counts as none/g)).toHaveLength(1);
});
