/** What docs/deployment.md says that a verb says before its turn is what it says. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jsonError, xml } from "../adapters/aws/aws-service";
import { useCannedServer } from "../adapters/canned-server";
import { fixtureEnv } from "../fixtures/declared";
import { dev } from "../fixtures/environments/dev";
import { staging } from "../fixtures/environments/staging";
import { ask } from "./ask";

const directory = mkdtempSync(join(tmpdir(), "deployment-"));
afterAll(() => rmSync(directory, { recursive: true }));
const start = useCannedServer();

const text = readFileSync(join(__dirname, "..", "..", "docs", "deployment.md"), "utf8");
const rows = [...text.matchAll(/^\| `npx twinpost ([^`]+)` \| [^|]+ \| `([^`]+)` \| (\d) \|$/gm)].map(
  ([, words = "", said = "", code]) => [words, said, Number(code)] as const,
);

const callerIn = (account: string) => xml("GetCallerIdentityResponse", `<Account>${account}</Account><Arn>arn:aws:iam::1:user/x</Arn>`);
const noSecret = jsonError(400, "ResourceNotFoundException");
const noState = {
  status: 404,
  headers: { "Content-Type": "application/xml" },
  body: "<Error><Code>NoSuchKey</Code><Message>no</Message></Error>",
};
const answers = { verify: [noState], plan: [noSecret], drift: [noSecret] } as Record<string, Parameters<typeof start>>;

test("every row of the table is looked at", () => expect(rows).toHaveLength(8));

test.each(rows)("twinpost %s", async (words, said, code) => {
  const [verb = ""] = words.split(" ");
  const { url } = await start(
    ...(answers[verb] ?? [callerIn(words.includes(staging.name) ? staging.aws.account : dev.aws.account), noSecret]),
  );
  const env = { ...fixtureEnv, AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x", AWS_S3_USE_PATH_STYLE: "true" };
  const tokens = verb === "apply" ? { CLOUDFLARE_API_TOKEN: "x" } : {};
  // Nobody is at a terminal to be asked.
  const meant = words.includes("--apply") ? ["--yes"] : [];
  const asked = await ask([...words.split(" "), ...meant], { env: { ...env, ...tokens }, directory });
  expect(asked.stdout + asked.stderr).toContain(said);
  expect(asked.code).toBe(code);
});
