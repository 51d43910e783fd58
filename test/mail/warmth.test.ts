import { kindOfMailboxProvider } from "../../mail/providers/sendgrid-receivers";
import { judgeWarmth, percent, type SentMail } from "../../mail/providers/warmth";

const sent = (messages: number, changes: Partial<SentMail["receivers"]> = {}, of: SentMail["of"] = "environment"): SentMail => ({
  messages,
  of,
  receivers: { google: 1, microsoft: 1, gateway: 1, ...changes },
});
const judge = (standby: SentMail, primary = sent(900), leastShare = 0.1) => judgeWarmth({ standby, primary, leastShare });

test.each([
  ["exactly the share", sent(100), sent(900), 0.1, 0],
  ["one below it", sent(99), sent(901), 0.099, 1],
  ["nothing at all", sent(0), sent(900), 0, 1],
  ["neither sent anything", sent(0), sent(0), undefined, 1],
  ["all of it, after a switch", sent(900), sent(0), 1, 0],
  ["no Google", sent(100, { google: 0 }), sent(900), 0.1, 1],
  ["nobody in 7 days, and too little", sent(1, { google: 0, microsoft: 0, gateway: 0 }), sent(999), 0.001, 2],
])("%s", (_, standby, primary, share, shortcomings) => {
  const judged = judge(standby, primary);
  expect([judged.share, judged.shortcomings.length]).toEqual([share, shortcomings]);
});

test("what is unknown is told once for each reason, and is no shortcoming", () => {
  const why = { unknown: "why" };
  const { shortcomings, unknown } = judge(sent(100, { google: why, microsoft: why, gateway: { unknown: "other" } }));
  expect(shortcomings).toEqual([]);
  expect(unknown).toEqual([expect.stringMatching(/Google, Microsoft: why$/), expect.stringMatching(/gateway: other$/)]);
});

test("an account's figures may be those of other environments; a subuser's are not", () => {
  expect(judge(sent(100), sent(900, {}, "account")).unknown).toHaveLength(1);
  expect(judge(sent(100), sent(900, {}, "subuser")).unknown).toEqual([]);
});

test("a share of 0 expects nothing", () => {
  expect(judge(sent(0, { google: 0 }), sent(900), 0)).toMatchObject({ share: 0, shortcomings: [], unknown: [] });
});

test.each([
  [0.0995, "10 %"],
  [0.072, "7.2 %"],
  [0.004, "0.4 %"],
  [0, "0 %"],
  [1, "100 %"],
])("%f is shown as %s", (share, text) => {
  expect(percent(share)).toBe(text);
});

test.each([
  ["Gmail", "google"],
  ["Hotmail", "microsoft"],
  ["Microsoft Office 365", "microsoft"],
  ["Yahoo", undefined],
  ["Oliver Mail", undefined],
])("SendGrid's %s is %s", (name, kind) => {
  expect(kindOfMailboxProvider(name)).toBe(kind);
});
