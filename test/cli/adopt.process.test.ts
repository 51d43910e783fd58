/**
 * A zone that other tools have used before, on the real thing: the verb, Terraform's own import, the sandbox's Cloudflare. In the end the
 * organisation's records are applied, nothing of the others is lost, and nothing is left to change.
 */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GuardedPlan } from "../../changes/guard";
import { connectionsOf } from "../../cli/connections";
import { main } from "../../cli/main";
import type { World } from "../../cli/world";
import type { DnsHome } from "../../declaration/dns-hosts/dns-hosts";
import { openSandbox, sandboxOptions } from "../../rehearsal/sandbox";
import type { Sandbox } from "../../sandbox/start";
import { loadTarget } from "../../wiring/declared";
import { openStackOf } from "../../wiring/stack";
import type { Adoption } from "../../workflows/adopt/adopt";
import { cloudflareOf } from "../declaration/cloudflare-of";
import { declared, fixtureEnv } from "../fixtures/declared";
import { organisation } from "../fixtures/environments/organisation";
import { prod } from "../fixtures/environments/prod";

jest.setTimeout(180_000);

const directory = mkdtempSync(join(tmpdir(), "adopt-"));
const zoneId = cloudflareOf(organisation.domains[0] as DnsHome).zoneId;
let sandbox: Sandbox;
let world: World;

beforeAll(async () => {
  const options = sandboxOptions(declared, prod, { calm: true, seed: "adopt", terraformPlugins: "stand-ins" }, join(directory, "sandbox"));
  sandbox = await openSandbox(options);
  world = {
    env: { ...process.env, ...fixtureEnv, ...sandbox.env },
    stdout: { write: () => {} },
    stderr: { write: () => {} },
    directory,
    twinpost: main,
  };
  await twinpost("bootstrap", "--env", "prod", "--apply");
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(directory, { recursive: true });
});

const where = "where: organisation, AWS account 444455556666, eu-west-1, SANDBOX (without a name)\n";

async function twinpost(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const said = { stdout: "", stderr: "" };
  const streams = {
    stdout: { write: (text: string) => (said.stdout += text) },
    stderr: { write: (text: string) => (said.stderr += text) },
  };
  return { code: await main(words, { ...world, ...streams }), ...said };
}

async function adopt(): Promise<Adoption & { code: number }> {
  const { code, stdout } = await twinpost("adopt", "--env", "organisation", "--json");
  return { code, ...(JSON.parse(stdout) as Adoption) };
}

const zone = () => {
  const found = sandbox.cloudflare.state.zones.get(zoneId);
  if (!found) throw new Error("the sandbox has no zone example.com");
  return found;
};
const create = (name: string, content: string) =>
  sandbox.cloudflare.state.create(zone(), { type: "TXT", name, content, ttl: 1, proxied: false, comment: null, tags: [] });
const change = (id: string, content: string): void => {
  const old = zone().records.get(id);
  if (old) sandbox.cloudflare.state.replace(zone(), old, { ...old, content });
};
const textsAt = (name: string): string[] =>
  [...zone().records.values()]
    .filter((each) => each.type === "TXT" && each.name === name)
    .map(({ content }) => content)
    .sort();

// One life: each test goes on from where the one before it stopped.
describe("a zone that other tools have used", () => {
  const stack = () => openStackOf(loadTarget("organisation", connectionsOf(world)), connectionsOf(world));
  const planned = async () => JSON.parse((await twinpost("plan", "--env", "organisation", "--json")).stdout) as GuardedPlan;
  let spf: string;
  let dmarc: string;

  test("is told before anything is applied: what would be overwritten, and the merged record", async () => {
    spf = create("example.com", "v=spf1 include:_spf.google.com ip4:192.0.2.1 ~all").id;
    dmarc = create("_dmarc.example.com", '"v=DMARC1; p=none; rua=mailto:dmarc-reports@example.com"').id;
    create("example.com", '"google-site-verification=1"');
    const { code, findings, imports } = await adopt();
    expect(code).toBe(1);
    expect(findings).toMatchObject([
      {
        id: "adopt/merge",
        where: "example.com TXT",
        what: 'there is already TXT "v=spf1 include:_spf.google.com ip4:192.0.2.1 ~all"',
        remedy:
          'also declare in environments/organisation.ts: include:_spf.google.com (spf.alsoInclude), ip4:192.0.2.1 (spf.alsoAllow); the merged record is "v=spf1 include:_spf.google.com ip4:192.0.2.1 ~all"',
      },
    ]);
    expect(imports).toMatchObject([{ address: "cloudflare_dns_record.example-com_dmarc", recordId: dmarc }]);
  });

  test("is imported once the declared record says all that the live one does", async () => {
    change(spf, '"v=spf1 ?all"');
    const { code, findings, imports, file } = await adopt();
    expect({ code, findings }).toEqual({ code: 0, findings: [] });
    expect(imports.map(({ address, recordId }) => `${address} ${recordId}`)).toEqual([
      `cloudflare_dns_record.example-com_dmarc ${dmarc}`,
      `cloudflare_dns_record.example-com_spf ${spf}`,
    ]);
    expect(readFileSync(file ?? "", "utf8")).toContain(
      `import {\n  to = cloudflare_dns_record.example-com_spf\n  id = "${zoneId}/${spf}"\n}\n`,
    );
  });

  test("is applied: adopted records change in place, no second one is made, and nothing is left to change", async () => {
    const { changes } = await planned();
    expect(changes.filter(({ action }) => action === "update").map(({ address }) => address)).toEqual([
      "cloudflare_dns_record.example-com_dmarc",
      "cloudflare_dns_record.example-com_spf",
    ]);
    expect(await twinpost("apply", "--env", "organisation", "--apply")).toMatchObject({ code: 0, stderr: expect.stringContaining(where) });
    expect(textsAt("example.com")).toEqual(['"google-site-verification=1"', '"v=spf1 ~all"']);
    expect(textsAt("_dmarc.example.com")).toEqual([
      '"v=DMARC1; p=none; sp=none; np=reject; adkim=r; aspf=r; rua=mailto:dmarc-reports@example.com"',
    ]);
    expect(zone().records.get(spf)).toMatchObject({ content: '"v=spf1 ~all"', comment: "twinpost" });
    expect(await planned()).toEqual({ version: 1, changes: [], outputs: [], records: [], findings: [] });
  });

  test("is then ours: nothing to import, no file is left, and a second SPF record is noticed", async () => {
    create("example.com", "v=spf1 a -all");
    const { code, imports, findings } = await adopt();
    expect({ code, imports, ids: findings.map(({ id }) => id) }).toEqual({ code: 1, imports: [], ids: ["adopt/merge"] });
    expect(() => readFileSync(stack().importsFile)).toThrow("ENOENT");
  });

  test("has its records listed as applied", async () => {
    const { stdout, stderr } = await twinpost("records", "--env", "organisation", "--json");
    const value = "v=TLSRPTv1; rua=mailto:tls-reports@example.com";
    expect(JSON.parse(stdout).records).toContainEqual(expect.objectContaining({ name: "_smtp._tls.example.com", value, pending: false }));
    expect(stderr).toBe(where);
  });

  // The last one: what is stopped here does not come back.
  test("is still planned without a refresh while Cloudflare is down", async () => {
    await sandbox.cloudflare.stop();
    expect(await twinpost("plan", "--env", "organisation")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("terraform plan failed"),
    });
    const { stdout } = await twinpost("plan", "--env", "organisation", "--no-refresh", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ changes: [], findings: [] });
  });
});
