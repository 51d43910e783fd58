/** A secret of the process leaves it on no way of a job: not in an artifact, a job's page, an output, a comment or a log, however it is spelled. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canary, spellings } from "../adapters/secret-spellings";
import { type ResourceChange, txt, update } from "../changes/terraform-plan";
import { plannedTarget } from "../reports/pull-request/planned-targets";
import { type JobWorld, startJobWorld } from "../worlds/github-job";
import { mockRun, type PlanWorld, usePlanOf } from "../worlds/plan-of";

let terraformSays = "";
jest.mock("../../adapters/process/run", () => ({
  run: async (program: string, words: string[]) =>
    terraformSays && words[0] === "plan" ? { code: 1, stdout: "", stderr: terraformSays } : mockRun(program, words),
}));
jest.mock("../../adapters/process/commit", () => ({ readCommit: () => undefined }));

const planOf = usePlanOf();
let jobs: JobWorld;
beforeEach(async () => {
  terraformSays = "";
  jobs = await startJobWorld();
});
afterEach(() => jobs.close());

const spf = txt("dns_spf", "mail.example.com", "v=spf1 include:amazonses.com ~all");
const secrets = { CLOUDFLARE_API_TOKEN: canary };
const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");

/** What leaves the job, all in one text. */
async function told({ askWith, directory }: PlanWorld, ...words: string[]): Promise<{ code: number; text: string }> {
  const { code, stdout, stderr } = await askWith({ ...jobs.ofPull(), ...secrets }, ...words);
  const shared = join(directory, "planned");
  const artifacts = existsSync(shared) ? readdirSync(shared) : [];
  const comments = jobs.comments().map(({ body }) => body);
  return { code, text: JSON.stringify([stdout, stderr, artifacts, comments, jobs.page(), jobs.outputs()]) };
}

const share = ["plan", "--env", "staging", "--share", "planned"];

test.each(spellings)("a plan with a secret in it, %s, leaves nothing", async (_, spelled) => {
  const world = await planOf(update(spf, { content: JSON.stringify(`v=spf1 ${spelled} -all`) }));
  const { code, text } = await told(world, ...share);
  expect(code).toBe(1);
  expect(text).toContain("CLOUDFLARE_API_TOKEN");
  expect(text).not.toContain(JSON.stringify(spelled).slice(1, -1));
  expect(existsSync(join(world.directory, "planned"))).toBe(false);
});

const named = { ...spf, name: `x_${canary}` };
test.each<[string, ResourceChange]>([
  ["the name of a resource", update(named, { ttl: 60 })],
  ["the name of an attribute", update(spf, { tags: { [canary]: "x" } })],
  ["the parts of a list", update(spf, { tags: [canary.slice(0, 9), canary.slice(9, 20), canary.slice(20)] })],
  ["the attributes of one block", update(spf, { settings: { a: canary.slice(0, 14), b: canary.slice(14) } })],
  ["what was there before", update({ ...spf, attributes: { ...spf.attributes, comment: canary } }, { comment: "y" })],
])("a secret in %s leaves nothing", async (_, change) => {
  const { code, text } = await told(await planOf(change), ...share);
  expect(code).toBe(1);
  expect(plain(text)).not.toContain(plain(canary));
});

test.each(spellings.slice(0, 20).filter((_, each) => each % 3 === 0))(
  "Terraform's error text with a secret in it, %s, is not in the log",
  async (_, spelled) => {
    terraformSays = `Error: the provider answered 403 for the token ${spelled}, try again`;
    const { code, text } = await told(await planOf(update(spf, { ttl: 60 })), ...share);
    expect(code).toBe(1);
    expect(text).toContain("[redacted]");
    expect(text).not.toContain(JSON.stringify(spelled).slice(1, -1));
  },
);

test.each(spellings.filter((_, each) => each % 3 === 0))(
  "a record that another job wrote with a secret in it, %s, becomes no comment and no page",
  async (_, spelled) => {
    const world = await planOf();
    const shared = join(world.directory, "planned");
    mkdirSync(shared);
    const { planned } = plannedTarget("staging", [
      { address: "aws_sns_topic.a", type: "aws_sns_topic", action: "update", attributes: [{ path: "name", after: spelled }] },
    ]);
    writeFileSync(join(shared, "staging.json"), JSON.stringify({ version: 1, ...planned }));
    const { code, text } = await told(world, "comment", "--plans", "planned");
    expect(code).toBe(1);
    expect(text).not.toContain(JSON.stringify(spelled).slice(1, -1));
    rmSync(shared, { recursive: true });
  },
);
