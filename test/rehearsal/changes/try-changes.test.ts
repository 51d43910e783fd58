/** That a forecast which is wrong, or a change that the gate treats wrongly, fails the rehearsal; the real thing is test/rehearsal's. */

import { prepareChanges } from "../../../rehearsal/changes/prepared-changes";
import { type ChangeEffects, changeSteps, type MailOutcome, type TriedChanges } from "../../../rehearsal/changes/try-changes";
import { runSteps } from "../../../workflows/steps";
import { publishedByHand } from "../../declaration/cloudflare-of";
import { dev } from "../../fixtures/environments/dev";
import { staging } from "../../fixtures/environments/staging";

const domain = staging.sendingDomain;
const record = (id: string, name: string, value: string, type: "TXT" | "CNAME" = "TXT") => ({ id, type, name, value, ttl: 300 });
const applied = [
  record("spf", domain, "v=spf1 include:sendgrid.net ~all"),
  record("dmarc", `_dmarc.${domain}`, "v=DMARC1; p=quarantine; np=reject; adkim=r; aspf=r; rua=mailto:dmarc@example.net"),
  record("sendgrid-return-path", `em.${domain}`, "u1.wl.sendgrid.net", "CNAME"),
  record("sendgrid-dkim-1", `s1._domainkey.${domain}`, "s1.u1.wl.sendgrid.net", "CNAME"),
  record("ses-dkim-2", `token._domainkey.${domain}`, "token.dkim.amazonses.com", "CNAME"),
  record("ses-mail-from-spf", `bounce.${domain}`, "v=spf1 include:amazonses.com ~all"),
];
const onlySes = { ...staging, sendingProviders: { primary: "ses" as const } };

const verdict = (outcome: MailOutcome["outcome"], volume: MailOutcome["volume"] = "ordinary"): MailOutcome => ({
  provider: "ses",
  receiver: "gmail",
  volume,
  outcome,
});

interface Wrong {
  /** Of what breaks mail. */
  isHeldBack?: boolean;
  isForeseen?: boolean;
  forecast?: MailOutcome["outcome"];
  real?: MailOutcome["outcome"];
  /** Of what is harmless. */
  harmless?: MailOutcome["outcome"];
}

/** Everything goes as it must, but for what is wrong. */
async function rehearsed(wrong: Wrong = {}, environment = staging) {
  const { isHeldBack = true, isForeseen = true, forecast = "refused", real = "refused", harmless = "inbox" } = wrong;
  const log: string[] = [];
  const breaking = new Set(prepareChanges(environment, applied).changes.flatMap(({ breaksMail, id }) => (breaksMail ? [id] : [])));
  let live: string | undefined;
  const use: ChangeEffects = {
    planChange: async (_, { id }) => {
      const breaks = breaking.has(id);
      const foreseen = { id: "forecast/mail-would-fail", severity: "error" as const, what: "", where: "", remedy: "" };
      const findings = breaks && isForeseen ? [foreseen] : [];
      const outcome = breaks ? forecast : "inbox";
      const verdicts = ["ordinary", "bulk"].map((volume) => ({ ...verdict(outcome, volume as "bulk"), reading: "RFC 7489" }));
      const held = breaks && isHeldBack ? [{ ...foreseen, id: "dns/other" }] : [];
      return {
        ...{ changes: [], outputs: [], records: [], findings: [...(isHeldBack ? findings : []), ...held] },
        forecast: { findings, paths: [{ after: { provider: "ses", verdicts } }] },
      } as unknown as Awaited<ReturnType<ChangeEffects["planChange"]>>;
    },
    makeChange: async (_, edits) => {
      expect(live).toBeUndefined();
      const all = prepareChanges(environment, applied).changes;
      live = all.find((each) => JSON.stringify(each.edits) === JSON.stringify(edits))?.id ?? "";
      log.push(`make ${live}`);
      return async () => {
        log.push(`put back ${live}`);
        live = undefined;
      };
    },
    send: async (_, volume) => [verdict(breaking.has(live ?? "") ? real : harmless, volume)],
  };
  const found: { changes?: TriedChanges } = {};
  const step = { id: (what: string) => what, named: (what: string, title: string) => ({ id: what, title }) };
  const steps = changeSteps(environment, { use, applied: () => applied, found, step }, { plannedAfter: [], madeAfter: [] });
  const records = await runSteps(steps, { now: () => 0 });
  const notes = records.map(({ note }) => note);
  return { log, found, notes, failed: records.flatMap(({ error }) => (error ? [(error as Error).message] : [])) };
}

test("ten changes are tried one at a time, five of them held back, each put back before the next", async () => {
  const { log, notes, failed } = await rehearsed();
  expect(failed).toEqual([]);
  expect(notes).toEqual(["5 of 10 held back", "18 of 18 verdicts as forecast; 2 more rest on a belief"]);
  expect(log).toHaveLength(20);
  expect(log.slice(0, 2)).toEqual(["make no-return-path", "put back no-return-path"]);
});

test.each<[string, Wrong, string]>([
  ["what breaks mail is not held back", { isHeldBack: false, isForeseen: false }, "breaks mail, and was not held back"],
  ["only the guard knew that mail breaks", { isForeseen: false }, "the forecast did not say so; it was held back for dns/other"],
  ["a message fares worse than forecast", { real: "not sent" }, "ordinary: forecast refused, and the message was not sent"],
  ["a message fares better than forecast", { real: "junk" }, "forecast refused, and the message was put into junk"],
  ["what was harmless is not", { harmless: "junk" }, '"SPF lets one more server send" was prepared to be harmless, and was not so'],
  ["what was to break mail does not", { forecast: "inbox", real: "inbox" }, "was prepared to break mail, and was not so"],
])("it fails when %s", async (_, wrong, expected) => {
  const { failed, log } = await rehearsed(wrong);
  expect(failed).toHaveLength(1);
  expect(failed[0]).toContain(expected);
  expect(log.filter((each) => each.startsWith("make")).length).toBe(log.length / 2);
});

test("where SendGrid does not send, its changes are left out, and it is said", async () => {
  const { notes, found, failed } = await rehearsed({}, onlySes);
  expect(failed).toEqual([]);
  expect(notes[0]).toBe("3 of 8 held back, 2 left out");
  expect(found.changes?.leftOut).toEqual([
    { what: "SendGrid's return path is deleted", why: "sendgrid does not send here" },
    { what: "SendGrid's key is misspelt, DMARC made reject", why: "sendgrid does not send here" },
  ]);
});

test("where nothing leaves the capture server nothing is tried, and it is said", async () => {
  const { notes, found, log } = await rehearsed({}, dev);
  expect([found.changes?.tried, log]).toEqual([[], []]);
  expect(notes).toEqual(["left out: nothing leaves the capture server, so no receiver would conclude anything", "left out"]);
});

test("where DNS is kept elsewhere nothing is tried, since changes are made through a DNS host's API, and it is said", async () => {
  const { notes, found, log } = await rehearsed({}, publishedByHand(staging));
  expect([found.changes?.tried, log]).toEqual([[], []]);
  expect(notes).toEqual(["left out: its DNS is published by hand, and they are made through the DNS host's API", "left out"]);
});

test("above reject there is no policy to raise to", () => {
  const rejecting = applied.map((each) => (each.id === "dmarc" ? { ...each, value: "v=DMARC1; p=reject; adkim=r; aspf=r" } : each));
  expect(prepareChanges(staging, rejecting).leftOut).toEqual([
    { what: "DMARC is raised one step", why: "its policy is reject, above which there is none" },
  ]);
});
