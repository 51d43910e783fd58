/**
 * What SES refuses over SMTP, with its sources: header-fields and quotas of the SES guide; repost.aws ses-554-400-message-rejected-error and
 * ses-501-errors-smtp-endpoint; SESv2's API reference on SMTPUTF8; RFC 5321, 6531, 1870.
 */
import { createTransport } from "nodemailer";
import type { IamView } from "../../../sandbox/aws/iam-view";
import { CertificateAuthority } from "../../../sandbox/certificate-authority";
import { cloudflareNameServers } from "../../../sandbox/dns/name-servers";
import { startDns } from "../../../sandbox/dns/start";
import { ZoneStore } from "../../../sandbox/dns/zones";
import { RequestLog } from "../../../sandbox/request-log";
import { expectedSmtpPassword } from "../../../sandbox/ses/smtp-password";
import { createSes, sesSourceAddress } from "../../../sandbox/ses/start";
import { type Submission, startSubmission } from "../../../sandbox/submission/start";
import { calm } from "../../../sandbox/trouble";

const [account, region, domain] = ["111122223333", "eu-west-1", "mail.example.com"];
const key = { id: "AKIAEXAMPLE", secret: "example-secret" };
const used: string[] = [];

let submission: Submission;
let dns: Awaited<ReturnType<typeof startDns>>;
let zones: ZoneStore;
let all: ReturnType<typeof createSes>;
let ses: ReturnType<ReturnType<typeof createSes>["at"]>;
beforeAll(async () => {
  zones = new ZoneStore();
  const [started, authority] = await Promise.all([startDns(zones), CertificateAuthority.create()]);
  dns = started;
  const surroundings = { zones, resolver: dns.resolver, authority, log: new RequestLog(), trouble: calm() };
  const iam = {
    accessKey: async () => ({ ...key, status: "Active", userName: "smtp" }),
    allows: async () => true,
    noteUse: (id: string, use: object) => used.push([id, ...Object.values(use)].join(" ")),
  } as unknown as IamView;
  all = createSes(surroundings, { iam: () => iam });
  ses = all.at(account, region);
  const identity = ses.state.createIdentity(domain, undefined);
  const zone = zones.open("example.com", cloudflareNameServers);
  for (const { token } of identity.keys)
    zone.set(token, { name: `${token}._domainkey.${domain}`, ttl: 300, type: "CNAME", target: `${token}.dkim.amazonses.com` });
  submission = await startSubmission(surroundings, {
    ...{ backend: all.submission(region), name: "email-smtp.example", sourceAddress: sesSourceAddress, route: () => undefined },
  });
});
afterAll(async () => {
  await submission.stop();
  await all.stop();
});

const transport = (pass = expectedSmtpPassword(key.secret, region)) =>
  createTransport({
    ...{ host: "127.0.0.1", port: submission.port, requireTLS: true, tls: { rejectUnauthorized: false }, auth: { user: key.id, pass } },
  });

const own = `ann@${domain}`;
interface Mail {
  from?: string;
  to?: string[];
  headers?: string[];
  body?: string;
}

/** @returns the reply that ended it. */
async function send({
  from = own,
  to = ["bob@receiver.example"],
  headers = [`From: ${own}`, "Subject: x"],
  body = "Hello",
}: Mail): Promise<string> {
  const raw = `${headers.join("\r\n")}\r\n\r\n${body}\r\n`;
  const sent = transport().sendMail({ envelope: { from, to }, raw });
  const reply = await sent.then(
    ({ response }) => response,
    ({ response, responseCode, message }) => response ?? `${responseCode} ${message}`,
  );
  return reply;
}

const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `r${index}@receiver.example`);

test.each<[what: string, mail: Mail, reply: RegExp]>([
  ["a message as it should be", {}, /^250 /],
  ["a subdomain of a verified domain", { from: `a@sub.${domain}`, headers: [`From: a@sub.${domain}`] }, /^250 /],
  ["From of another domain", { headers: ["From: ann@other.example"] }, /^554 .*not verified.*: ann@other\.example$/],
  ["Sender of another domain", { headers: [`From: ${own}`, "Sender: ann@other.example"] }, /^554 .*: ann@other\.example$/],
  ["Return-Path of another domain", { headers: [`From: ${own}`, "Return-Path: <b@other.example>"] }, /^554 .*: b@other\.example$/],
  ["an envelope sender of another domain", { from: "b@other.example" }, /^554 .*: b@other\.example$/],
  ["one author of two", { headers: [`From: ${own}, b@other.example`] }, /^554 .*: b@other\.example$/],
  [
    "all that fail are named",
    { from: "c@third.example", headers: ["From: b@other.example"] },
    /^554 .*: b@other\.example, c@third\.example$/,
  ],
  ["the null sender", { from: "" }, /^501 Invalid MAIL FROM/],
  ["two subjects", { headers: [`From: ${own}`, "Subject: x", "subject: y"] }, /^554 .*Duplicate header 'Subject'/],
  ["two dates", { headers: [`From: ${own}`, "Date: x", "DATE: y"] }, /^554 .*Duplicate header 'Date'/],
  ["two signatures", { headers: [`From: ${own}`, "DKIM-Signature: x", "DKIM-Signature: y"] }, /^554 .*'DKIM-Signature'/],
  ["two fields of which SES says nothing", { headers: [`From: ${own}`, "X-A: 1", "X-A: 2", "To: a@b.c", "To: d@e.f"] }, /^250 /],
  ["fifty recipients", { to: many(50) }, /^250 /],
  ["fifty-one", { to: many(51) }, /^554 .*50/],
  ["a recipient that is not ASCII", { to: ["jörg@receiver.example"] }, /^(501|5\d\d) /],
  ["a line of 998 characters", { body: "x".repeat(998) }, /^250 /],
  ["a line of 999", { body: "x".repeat(999) }, /^554 /],
])("%s", async (_, mail, reply) => {
  expect(await send(mail)).toMatch(reply);
});

test("40 MB are the limit of what is transmitted, and it is announced", async () => {
  const line = `${"x".repeat(76)}\r\n`;
  expect(await send({ body: line.repeat((40 * 1024 * 1024) / line.length) })).toMatch(/^552 /);
});

test("the Date and the Message-ID are SES's", async () => {
  const message = Buffer.from(`From: ${own}\r\nDate: Thu, 1 Jan 1970 00:00:00 +0000\r\nMessage-ID: <x@y.z>\r\n\r\nHello\r\n`);
  const { headers } = await ses.submission.accept("smtp", { from: own, to: ["bob@receiver.example"] }, message);
  expect(new Date(headers.Date ?? 0).getFullYear()).toBeGreaterThan(1970);
  expect(headers["Message-ID"]).toMatch(/@eu-west-1\.amazonses\.com>$/);
});

test("three wrong logins end the connection", async () => {
  const { SMTPConnection } = { SMTPConnection: (await import("nodemailer/lib/smtp-connection")).default };
  const connection = new SMTPConnection({ host: "127.0.0.1", port: submission.port, requireTLS: true, tls: { rejectUnauthorized: false } });
  await new Promise<void>((resolve) => connection.connect(() => resolve()));
  const ended = new Promise<void>((resolve) => connection.once("end", resolve));
  const codes: unknown[] = [];
  for (let attempt = 1; attempt <= 3; attempt++) {
    await new Promise<void>((resolve) =>
      connection.login({ user: key.id, pass: "wrong" } as never, (error) => {
        codes.push((error as { responseCode?: number } | null)?.responseCode);
        resolve();
      }),
    );
  }
  expect(codes).toEqual([535, 535, 421]);
  await ended;
});

test("a login is told to whoever keeps the last use of keys", () => {
  expect(used).toContain(`${key.id} ses ${region}`);
});

// Last: it ends DNS.
test("when DNS does not answer, a verified domain stays verified, and one that never was is refused for now", async () => {
  ses.state.createIdentity("new.example", undefined);
  await dns.stop();
  const accept = (from: string) =>
    ses.submission.accept("smtp", { from, to: ["bob@receiver.example"] }, Buffer.from(`From: ${from}\r\n\r\nHello\r\n`));
  await expect(accept(own)).resolves.toMatchObject({ requireTls: false });
  await expect(accept("ann@new.example")).rejects.toMatchObject({ code: 451 });
  expect([ses.state.identity(domain).dkimStatus, ses.state.identity("new.example").dkimStatus]).toEqual(["SUCCESS", "PENDING"]);
}, 30_000);
