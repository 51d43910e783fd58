import { main } from "../../cli/main";
import { xml } from "../adapters/aws/aws-service";
import { useCannedServer } from "../adapters/canned-server";
import { fixtureEnv } from "../fixtures/declared";
import { dev } from "../fixtures/environments/dev";

const start = useCannedServer();
const caller = xml("GetCallerIdentityResponse", `<Account>${dev.aws.account}</Account><Arn>arn:aws:iam::1:user/x</Arn>`);
const { account, region } = dev.aws;
const bucket = `twinpost-state-${account}-${region}`;

test.each([
  [200, `${bucket}: is there; --apply checks its settings\n`, true],
  [404, `would make ${bucket} in ${region}: add --apply to do so\n`, false],
])("without --apply, looks whether the bucket is there: %p", async (status, text, exists) => {
  for (const [words, expected] of [
    [[], text],
    [["--json"], { version: 1, bucket, region, applied: false, exists, github: expect.anything() }],
  ] as const) {
    const { url, asked } = await start(caller, { status });
    const env = { ...fixtureEnv, AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x", AWS_S3_USE_PATH_STYLE: "true" };
    let said = "";
    const stdout = { write: (more: string) => (said += more) };
    const world = { env, stdout, stderr: { write: () => {} }, directory: "", twinpost: main };
    expect(await main(["bootstrap", "--env", "dev", ...words], world)).toBe(0);
    // GitHub is left out, since there is no token.
    const [answer, github] = said.startsWith("{") ? [JSON.parse(said), JSON.parse(said).github.leftOut] : said.split(/(?<=\n)(?=GitHub: )/);
    expect(answer).toEqual(expected);
    expect(github).toContain("GITHUB_TOKEN is not set");
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /", `HEAD /${bucket}/`]);
  }
});
