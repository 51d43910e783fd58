/** Servers and providers in memory that agree with the declared records, and ways to spoil them. */
import type { DnsAnswer } from "../../mail/dns/answer";
import type { MailRecord } from "../../mail/records/mail-record";
import type { VerifyEffects } from "../../workflows/verify";
import { resolverOf } from "../mail/dns-zone";

export const spf: MailRecord = { id: "spf", type: "TXT", name: "mail.example.com", value: "v=spf1 include:sendgrid.net ~all", ttl: 300 };
export const dkim: MailRecord = {
  id: "sendgrid-dkim-1",
  type: "CNAME",
  name: "s1._domainkey.mail.example.com",
  value: "s1.domainkey.u1.wl.sendgrid.net",
  ttl: 300,
};
export const mx: MailRecord = {
  id: "mx",
  type: "MX",
  name: "bounce.mail.example.com",
  value: "feedback-smtp.eu-west-1.amazonses.com",
  priority: 10,
  ttl: 300,
};
export const texts: Record<string, string> = {
  [spf.name]: spf.value,
  [dkim.name]: dkim.value,
  [mx.name]: "10 feedback-smtp.eu-west-1.amazonses.com",
};

export const answer = (...values: string[]): DnsAnswer => ({
  server: "127.0.53.1",
  outcome: values.length > 0 ? "answer" : "no-data",
  values,
  aliases: [],
});

export type Changes = Partial<Pick<VerifyEffects, "validate"> & VerifyEffects["dns"]>;

/** A world in which everything is right, with a clock that sleeping moves on. */
export function world({ validate, ...dns }: Changes = {}): VerifyEffects & { asked: string[] } {
  let clock = 0;
  const asked: string[] = [];
  const right = async (name: string): Promise<DnsAnswer[]> => [answer(texts[name] ?? "")];
  const ready = (provider: string) => async () => {
    asked.push(provider);
    return { ready: true, reasons: [] };
  };
  return {
    dns: { published: right, visible: right, resolve: resolverOf({}).resolve, ...dns },
    validate: validate ?? { sendgrid: ready("sendgrid"), ses: ready("ses") },
    clock: {
      now: () => clock,
      sleep: async (ms) => {
        clock += ms;
      },
    },
    asked,
  };
}

export const request = { sendingDomain: "mail.example.com", records: [spf, dkim, mx], timeoutMs: 5_000 };
