/**
 * What an environment declares of SendGrid, applied by the real terraform to the SendGrid and Cloudflare stand-ins: its records, of which one has
 * no name before the apply, are published, and SendGrid accepts them when `verify` makes it look.
 */
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { TerraformOutput, TerraformStack, Testing } from "cdktf";
import { createSendgridClient } from "../../adapters/sendgrid/client";
import { listUnsubscribeGroups } from "../../adapters/sendgrid/unsubscribe-groups";
import { connectionsOf } from "../../cli/connections";
import type { World } from "../../cli/world";
import { unsubscribeGroupOutput } from "../../declaration/names/sendgrid";
import { recordsOutput } from "../../declaration/names/terraform-state";
import type { Environment } from "../../declaration/schema/environment";
import type { MailRecord } from "../../mail/records/mail-record";
import { type Cloudflare, startCloudflare } from "../../sandbox/cloudflare/start";
import { startTerraformProviders, type TerraformProviders } from "../../sandbox/terraform-providers/start";
import { MailDns, recordsAsOutput } from "../../stacks/constructs/mail-dns";
import { senders } from "../../stacks/senders/senders";
import { SendgridEventWebhook } from "../../stacks/senders/sendgrid-bindings";
import { SendgridSender } from "../../stacks/senders/sendgrid-sender";
import { sendgridWiring } from "../../wiring/providers/sendgrid";
import { cloudflareOf } from "../declaration/cloudflare-of";
import { staging } from "../fixtures/environments/staging";
import { type SendgridWorld, startSendgridWorld } from "../sandbox/sendgrid/world";
import { prepareTerraform } from "../sandbox/terraform-providers/terraform";
import { testingApp } from "./testing-app";

jest.setTimeout(600_000);

const environment: Environment = {
  ...staging,
  sendgrid: {
    region: "eu",
    subuser: "market-edge-eu",
    lowVolumeReason: "Billing keeps the same address warm.",
    unsubscribeGroup: { name: "Product news", description: "What is new, once a month" },
    linkBranding: { subdomain: "links" },
  },
};
const { sendingDomain } = environment;
const zone = cloudflareOf(environment);

const terraform = prepareTerraform();
let sendgrid: SendgridWorld;
let cloudflare: Cloudflare;
let providers: TerraformProviders;

beforeAll(async () => {
  sendgrid = await startSendgridWorld();
  sendgrid.sendgrid.state.addSubuser("market-edge-eu", "eu");
  cloudflare = await startCloudflare(sendgrid.surroundings, { zones: [{ id: zone.zoneId, name: zone.zone }] });
  const { url, euUrl, adminKey: apiKey } = sendgrid.sendgrid;
  providers = await startTerraformProviders({
    cloudflare: { url: cloudflare.url, token: cloudflare.token },
    sendgrid: { url, euUrl, apiKey },
  });
  terraform.reattach = providers.reattach;
});
afterAll(async () => {
  await providers.stop();
  await cloudflare.stop();
  await sendgrid.stop();
  terraform.remove();
});

const webhook = { url: "https://events.example.com/events", friendlyName: "twinpost-staging-webhook", events: ["delivered", "bounce"] };

/** The part of the email stack that SendGrid is, without AWS. */
function synthesise(of: Environment): object {
  const stack = new TerraformStack(testingApp(), "sendgrid");
  new CloudflareProvider(stack, "cloudflare");
  senders.sendgrid.connect?.(stack, of);
  const { records, unsubscribeGroup } = new SendgridSender(stack, "sendgrid", of);
  new TerraformOutput(stack, unsubscribeGroupOutput, { value: unsubscribeGroup });
  new SendgridEventWebhook(stack, "webhook", webhook);
  new MailDns(stack, "dns", { dns: of.dns, records });
  new TerraformOutput(stack, recordsOutput, { value: recordsAsOutput(records, of) });
  return JSON.parse(Testing.synth(stack, false)) as object;
}

const world = (): World => {
  const { url, euUrl, adminKey } = sendgrid.sendgrid;
  const env = { TWINPOST_SENDGRID_URL: url, TWINPOST_SENDGRID_EU_URL: euUrl, SENDGRID_API_KEY: adminKey };
  const output = { write: () => {} };
  return { env, stdout: output, stderr: output, directory: "", twinpost: async () => 0 as const };
};
const validate = () => sendgridWiring.validate(environment, connectionsOf(world()), { deadline: Date.now() + 10_000, tryMs: 1_000 });
const lastSeen = () => sendgridWiring.lastSeen(environment, connectionsOf(world()), (read) => read());
const subuser = () => sendgrid.sendgrid.state.subusers.get("market-edge-eu") ?? sendgrid.sendgrid.state;

// One life cycle: each test goes on from where the one before it stopped.
test("before the apply neither the domain nor the link is there, and the shared settings and the group are missed", async () => {
  const { ready, reasons, warnings } = await validate();
  expect([ready, reasons]).toEqual([false, ["the domain is not authenticated there", "the branded link does not exist there"]]);
  expect(warnings?.map(({ id }) => id)).toEqual([
    ...["sendgrid/account-settings", "sendgrid/account-settings", "sendgrid/account-settings"],
    "sendgrid/unsubscribe-group",
  ]);
  expect(warnings?.[0]?.remedy).toContain("twinpost apply --env staging --apply");
});

test("one apply publishes every record, and the next plan is empty", async () => {
  terraform.write(synthesise(environment));
  await terraform.must(0, "init");
  await terraform.must(0, "apply", "-auto-approve");
  await terraform.must(0, "plan", "-detailed-exitcode");
  const { records, unsubscribe_group } = (await terraform.outputs()) as Record<string, unknown> & { records: MailRecord[] };
  const { userId, groups } = subuser();
  expect(records.map(({ name, value }) => `${name} ${value}`)).toEqual([
    `em.${sendingDomain} u${userId}.wl.eu.sendgrid.net`,
    `s1._domainkey.${sendingDomain} s1.domainkey.u${userId}.wl.eu.sendgrid.net`,
    `s2._domainkey.${sendingDomain} s2.domainkey.u${userId}.wl.eu.sendgrid.net`,
    `links.${sendingDomain} eu.sendgrid.net`,
    `${userId}.${sendingDomain} eu.sendgrid.net`,
  ]);
  for (const { name, value } of records) {
    expect(sendgrid.zones.resolve(name, "CNAME").records).toMatchObject([{ target: value }]);
  }
  expect(unsubscribe_group).toEqual({ id: String([...groups.keys()][0]), name: "Product news" });
  expect(unsubscribeGroupOutput).toBe("unsubscribe_group");
});

test("once the state is lost, domain, link and group are found and imported as they are, in the EU region too", async () => {
  const find = sendgridWiring.existing?.(environment, connectionsOf(world())) ?? {};
  const declared: Record<string, Record<string, string>> = {
    sendgrid_sender_authentication: { domain: sendingDomain, subdomain: "em" },
    sendgrid_link_branding: { domain: sendingDomain, subdomain: "links" },
    sendgrid_event_webhook: { friendly_name: webhook.friendlyName },
    sendgrid_unsubscribe_group: { name: "Product news" },
  };
  expect(Object.keys(find)).toEqual(Object.keys(declared));
  const stack = synthesise(environment) as { resource: Record<string, object> };
  const imports = [];
  for (const [type, values] of Object.entries(declared)) {
    const address = `${type}.${Object.keys(stack.resource[type] ?? {})[0]}`;
    imports.push({ to: address, id: await find[type]?.(values) });
    await terraform.must(0, "state", "rm", address);
  }
  terraform.write({ ...stack, import: imports });
  expect((await terraform.must(0, "plan")).replaceAll("\n", " ")).toContain("Plan: 4 to import, 0 to add, 0 to change, 0 to destroy");
  await terraform.must(0, "apply", "-auto-approve");
  await terraform.must(0, "plan", "-detailed-exitcode");
  terraform.write(stack);
  expect(await find.sendgrid_sender_authentication?.({ domain: "mail.other.example", subdomain: "em" })).toBeUndefined();
});

test("SendGrid accepts domain and link once it is made to look, not before, and nothing is missed any more", async () => {
  expect(await lastSeen()).toEqual({
    ready: false,
    reasons: ["the domain was not valid when SendGrid last looked", "the branded link was not valid when SendGrid last looked"],
  });
  expect(await validate()).toEqual({ ready: true, reasons: [], warnings: [] });
  expect(await lastSeen()).toEqual({ ready: true, reasons: [] });
});

test("a sending key is made for the subuser, works there, and goes again", async () => {
  const keys = sendgridWiring.keys(environment, connectionsOf(world()));
  const { keyId, password } = await keys.create();
  expect(
    subuser()
      .keys.list()
      .map(({ id }) => id),
  ).toEqual([keyId]);
  expect(await sendgrid.sendgrid.submission.authenticate("apikey", password)).toBe(keyId);
  await keys.revoke(keyId);
  expect(subuser().keys.list()).toEqual([]);
});

test("a record that goes makes the link not ready, with SendGrid's reason", async () => {
  const { userId } = subuser();
  const found = [...(cloudflare.state.zones.get(zone.zoneId)?.records.values() ?? [])].find(
    ({ name }) => name === `${userId}.${sendingDomain}`,
  );
  const at = cloudflare.state.zones.get(zone.zoneId);
  if (!found || !at) throw new Error("the owner's record is not there");
  cloudflare.state.remove(at, found.id);
  const { ready, reasons } = await validate();
  expect([ready, reasons]).toEqual([false, [`owner_cname: Expected CNAME for "${userId}.${sendingDomain}" to match "eu.sendgrid.net".`]]);
});

test("the account's own group is another's: the subuser's is looked for, and missed when it is gone", async () => {
  sendgrid.sendgrid.state.addGroup({ name: "Product news", description: "", isDefault: false });
  subuser().groups.clear();
  const account = createSendgridClient({ baseUrl: sendgrid.sendgrid.url, token: sendgrid.sendgrid.adminKey });
  expect(await listUnsubscribeGroups(account)).toHaveLength(1);
  expect((await validate()).warnings?.map(({ id }) => id)).toEqual(["sendgrid/unsubscribe-group"]);
});
