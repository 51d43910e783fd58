/**
 * Identities that are addresses, and lengths of keys, by SESv2's API reference: CreateEmailIdentity, GetEmailIdentity, DkimSigningAttributes,
 * PutEmailIdentityDkimSigningAttributes; and the SES guide, "creating-identities".
 */
import type { IamView } from "../../../sandbox/aws/iam-view";
import { cloudflareNameServers } from "../../../sandbox/dns/name-servers";
import { startDns } from "../../../sandbox/dns/start";
import { ZoneStore } from "../../../sandbox/dns/zones";
import { createSes } from "../../../sandbox/ses/start";
import { calm } from "../../../sandbox/trouble";

const zones = new ZoneStore();
const iam = { allows: async () => true } as unknown as IamView;
let dns: Awaited<ReturnType<typeof startDns>>;
let all: ReturnType<typeof createSes>;
let ses: ReturnType<typeof all.at>;
beforeAll(async () => {
  dns = await startDns(zones);
  all = createSes({ zones, resolver: dns.resolver, trouble: calm() }, { iam: () => iam });
  ses = all.at("111122223333", "eu-west-1");
});
afterAll(async () => {
  await all.stop();
  await dns.stop();
});

async function call(method: string, path: string, body?: object) {
  const response = await ses.routes.request(`/v2/email/identities${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
  return { status: response.status, body: (await response.json()) as { DkimAttributes: { CurrentSigningKeyLength: string } } };
}
const create = (EmailIdentity: string, more: object = {}) => call("POST", "", { EmailIdentity, ...more });
const view = async (name: string) => (await call("GET", `/${encodeURIComponent(name)}`)).body;
const accept = (from: string) =>
  ses.submission.accept("smtp", { from, to: ["bob@receiver.example"] }, Buffer.from(`From: ${from}\r\n\r\nHello\r\n`));
const signers = async (from: string): Promise<string[]> => (await accept(from)).signatures.map(({ domain }) => domain);

test("an address is an identity of its own kind, pending until it is confirmed; SES alone signs its mail", async () => {
  const address = "ann@elsewhere.example";
  expect((await create(address)).body).toMatchObject({ IdentityType: "EMAIL_ADDRESS", VerifiedForSendingStatus: false });
  expect(await view(address)).toMatchObject({
    ...{ IdentityType: "EMAIL_ADDRESS", VerifiedForSendingStatus: false, VerificationStatus: "PENDING" },
    DkimAttributes: { SigningEnabled: false, Status: "NOT_STARTED" },
  });
  await expect(accept(address)).rejects.toMatchObject({ code: 554 });
  ses.state.confirmAddress(address);
  expect(await view(address)).toMatchObject({ VerifiedForSendingStatus: true, VerificationStatus: "SUCCESS" });
  expect(await signers(address)).toEqual(["amazonses.com"]);
  await expect(accept("bob@elsewhere.example")).rejects.toMatchObject({ code: 554 });
});

test("a verified domain stands for its addresses, and signs for them", async () => {
  const domain = "mail.example.com";
  await create(`ann@${domain}`);
  await create(domain);
  await expect(accept(`ann@${domain}`)).rejects.toMatchObject({ code: 554 });
  const zone = zones.open("example.com", cloudflareNameServers);
  for (const { token } of ses.state.identity(domain).keys)
    zone.set(token, { name: `${token}._domainkey.${domain}`, ttl: 300, type: "CNAME", target: `${token}.dkim.amazonses.com` });
  expect(await signers(`ann@${domain}`)).toEqual([domain, "amazonses.com"]);
  expect(await view(`ann@${domain}`)).toMatchObject({ IdentityType: "EMAIL_ADDRESS", VerifiedForSendingStatus: true });
});

test("a key is as long as it was asked for, and a new length counts from the next rotation", async () => {
  const domain = "short.example";
  const bits = async () => {
    const key = await ses.state.identity(domain).keys.find((each) => each.key)?.key;
    return key?.asymmetricKeyDetails?.modulusLength;
  };
  const { body } = await create(domain, { DkimSigningAttributes: { NextSigningKeyLength: "RSA_1024_BIT" } });
  expect(body.DkimAttributes).toMatchObject({ CurrentSigningKeyLength: "RSA_1024_BIT", NextSigningKeyLength: "RSA_1024_BIT" });
  expect(await bits()).toBe(1024);
  const longer = { SigningAttributesOrigin: "AWS_SES", SigningAttributes: { NextSigningKeyLength: "RSA_2048_BIT" } };
  expect((await call("PUT", `/${domain}/dkim/signing`, longer)).body).toMatchObject({ DkimStatus: "PENDING" });
  expect([await bits(), (await view(domain)).DkimAttributes.CurrentSigningKeyLength]).toEqual([1024, "RSA_1024_BIT"]);
  await ses.state.rotateDkimKey(domain);
  expect([await bits(), (await view(domain)).DkimAttributes.CurrentSigningKeyLength]).toEqual([2048, "RSA_2048_BIT"]);
});

test.each([
  ["another length", { NextSigningKeyLength: "RSA_4096_BIT" }, 400],
  ["a key of one's own, which is not imitated", { DomainSigningPrivateKey: "x", DomainSigningSelector: "s" }, 501],
])("%s is refused", async (_, DkimSigningAttributes, status) => {
  expect((await create("other.example", { DkimSigningAttributes })).status).toBe(status);
  expect(ses.state.identities.has("other.example")).toBe(false);
});
