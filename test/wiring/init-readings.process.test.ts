/** What `init` reads instead of asking: from AWS, the DNS host, GitHub and git, in the shapes of their documentation; and what it does without them. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "../../wiring/connections";
import { initReadings } from "../../wiring/init/readings";

// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
const caller = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::999988887777:user/grace</Arn><UserId>A</UserId><Account>999988887777</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const answers: Record<string, [type: string, body: string]> = {
  "/sts/": ["text/xml", caller],
  // https://developers.cloudflare.com/api/resources/zones/methods/list/
  "/dns/zones?per_page=50&order=name": [
    "application/json",
    JSON.stringify({ success: true, result: [{ id: "1".repeat(32), name: "corp.example" }] }),
  ],
  // https://docs.github.com/en/rest/repos/repos#get-a-repository
  "/github/repos/corp/email": ["application/json", JSON.stringify({ id: 88, default_branch: "trunk", owner: { id: 77 } })],
};

let server: Server;
let url: string;
let directory: string;
const asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? ""}`);
    const [type, body] = answers[request.url ?? ""] ?? [];
    // Whoever is not known never answers.
    if (type) response.writeHead(200, { "content-type": type }).end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  directory = mkdtempSync(join(tmpdir(), "twinpost-readings-"));
  const git = (...words: string[]) => execFileSync("git", words, { cwd: directory, stdio: "ignore" });
  git("init", "--quiet");
  git("config", "user.email", "grace@corp.example");
  git("remote", "add", "origin", "git@github.com:corp/email.git");
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const login = { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret", CLOUDFLARE_API_TOKEN: "token" };
const at = (base: string, env: Record<string, string> = login) => {
  const narrated: string[] = [];
  const addresses = { AWS_ENDPOINT_URL: `${base}/sts`, TWINPOST_CLOUDFLARE_URL: `${base}/dns`, GITHUB_API_URL: `${base}/github` };
  return { narrated, read: initReadings(connect({ env: { ...env, ...addresses }, directory }, (line) => narrated.push(line))) };
};

test("ids are read where the shell has a login", async () => {
  const { read } = at(url, { ...login, AWS_REGION: "eu-central-1" });
  expect(await read.aws({})).toEqual({ account: "999988887777", arn: "arn:aws:iam::999988887777:user/grace", region: "eu-central-1" });
  expect(await read.zones({ dnsHost: "cloudflare" })).toEqual([{ id: "1".repeat(32), name: "corp.example" }]);
  expect(await read.repository({})).toEqual({ owner: "corp", name: "email", ownerId: "77", repositoryId: "88", branch: "trunk" });
  expect(await read.operator({})).toEqual({ address: "grace@corp.example" });
  expect(asked).toContain("GET /github/repos/corp/email ");
});

test("without a login nobody is asked, but GitHub, where repositories may be public", async () => {
  asked.length = 0;
  const { read } = at(url, { HOME: directory });
  expect([await read.aws({}), await read.zones({ dnsHost: "cloudflare" }), await read.zones({ dnsHost: "by-hand" })]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(asked).toEqual([]);
});

test.each(["offline", "late"])(
  "%s, the questions are asked all the same, in seconds, and why is said",
  async (what) => {
    const began = Date.now();
    const { read, narrated } = at(what === "late" ? `${url}/nobody` : "http://127.0.0.1:9");
    const [aws, zones, repository] = await Promise.all([read.aws({}), read.zones({ dnsHost: "cloudflare" }), read.repository({})]);
    expect([aws, zones]).toEqual([expect.stringMatching(/^AWS /), expect.stringMatching(/^the DNS host /)]);
    expect(repository).toEqual({ owner: "corp", name: "email" });
    expect(narrated).toEqual([expect.stringMatching(/^GitHub /)]);
    expect(Date.now() - began).toBeLessThan(8_000);
  },
  15_000,
);
