import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keepPlans, readTarget } from "../../wiring/kept-plan";

const directory = mkdtempSync(join(tmpdir(), "kept-plan-"));
afterAll(() => rmSync(directory, { recursive: true }));

const plan = { changes: [], outputs: [], records: [], findings: [] };
const aws = { account: "111122223333", region: "eu-west-1" };

test("what was judged is kept with the digest of the file in which it was found", () => {
  const planFile = join(directory, "plan.tfplan");
  const { digest, keep, readKept, forgetKept } = keepPlans({ planFile, summaryFile: join(directory, "plan.json"), target: {} });
  expect(digest()).toBe("");
  writeFileSync(planFile, "one");
  const judged = digest();
  writeFileSync(planFile, "another");
  keep(plan, judged);
  expect(readKept()).toMatchObject({ plan, digest: judged, judgedAt: expect.any(Date) });
  expect(digest()).toMatch(/^[0-9a-f]{64}$/);
  expect(digest()).not.toBe(judged);
  forgetKept();
  expect(readKept()).toBeUndefined();
});

test.each([
  "AWS_ENDPOINT_URL",
  "AWS_ENDPOINT_URL_S3",
  "AWS_S3_ENDPOINT",
  "TF_AWS_STS_ENDPOINT",
  "TF_REATTACH_PROVIDERS",
  "TWINPOST_CLOUDFLARE_URL",
  "TWINPOST_SENDGRID_URL",
])("%s is part of a plan's target, unless it is empty", (name) => {
  expect(readTarget({ aws }, { [name]: "elsewhere" })).toEqual({ "the AWS account": aws.account, [name]: "elsewhere" });
  expect(readTarget({ aws }, { [name]: "" })).toEqual({ "the AWS account": aws.account });
});

test("a proxy, a login and where credentials come from are not: what verifies certificates reaches the same service through any proxy", () => {
  const env = { HTTPS_PROXY: "http://proxy", AWS_PROFILE: "apply", AWS_EC2_METADATA_SERVICE_ENDPOINT: "http://169.254.169.254" };
  expect(readTarget({ aws }, env)).toEqual({ "the AWS account": aws.account });
});
