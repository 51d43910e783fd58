import { emptyEntry } from "../../evidence/journal";
import { readRotation } from "../../evidence/rotation";
import type { SentMail } from "../../mail/providers/warmth";
import type { MailRecord } from "../../mail/records/mail-record";
import { plain } from "../../reports/layout";
import { told } from "../../reports/status/json";
import { readinessOf } from "../../reports/status/readiness";
import { statusText } from "../../reports/status/text";
import { readStatus, type StatusEffects } from "../../workflows/status";
import { dev } from "../fixtures/environments/dev";
import { staging } from "../fixtures/environments/staging";

const spf: MailRecord = { id: "spf", type: "TXT", name: "mail.example.com", value: "v=spf1 ~all", ttl: 300 };
const dmarc: MailRecord = { ...spf, id: "dmarc", name: "_dmarc.mail.example.com", value: "v=DMARC1; p=none" };
const now = new Date("2026-11-23T12:00:00Z");
const ago = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
const servers = { sendgrid: { host: "smtp.sendgrid.net", port: 587 }, ses: { host: "email-smtp.example", port: 587 } };

type Groups = "dns" | "providers" | "recorded";
type Changes = Partial<Omit<StatusEffects, Groups>> & { [Group in Groups]?: Partial<StatusEffects[Group]> };

/** No rotation is under way, and no key is left over. */
const resting: Awaited<ReturnType<StatusEffects["providers"]["standing"]["rotation"]>> = {
  seen: { now, keys: [], versions: [], application: { uses: "unknown" }, alarm: false, rollouts: [] },
  rotation: undefined,
  next: { dueAt: undefined, why: "test" },
};

const noReceivers = { unknown: "no receivers" };
const sentBySes: SentMail = {
  messages: 120,
  of: "environment",
  receivers: { google: noReceivers, microsoft: noReceivers, gateway: noReceivers },
};
const sentBySendgrid: SentMail = { messages: 880, of: "subuser", receivers: { google: 500, microsoft: 300, gateway: noReceivers } };

/** An environment that is well. */
function world({ dns, providers, recorded, ...changes }: Changes = {}): StatusEffects {
  const answer = async (name: string) => [
    {
      server: "ns",
      aliases: [],
      outcome: "answer" as const,
      values: [spf, dmarc].filter((each) => each.name === name).map(({ value }) => value),
    },
  ];
  const ready = async () => ({ ready: true, reasons: [] });
  return {
    applied: async () => ({ writtenAt: ago(2), resources: 22, records: [spf, dmarc] }),
    dns: { published: answer, visible: answer, ...dns },
    providers: {
      lastSeen: ready,
      issuedAt: async () => ago(24 * 40),
      sent: async (provider) => (provider === "ses" ? sentBySes : sentBySendgrid),
      submission: (provider) => (provider === "ses" ? servers.ses : servers.sendgrid),
      standing: { rotation: async () => resting, switches: async () => ({}), tokens: async () => [] },
      ...providers,
    },
    activeServer: async () => servers.sendgrid,
    recorded: {
      verification: async () => ({ at: ago(3), source: "sandbox", by: "local:alice", errors: 0 }),
      release: async () => ({ none: "nothing was applied there, as far as it is recorded", reviewsDue: [] }),
      events: { last: async () => ago(1), queue: async () => ({ waiting: 0, dead: 0 }), ringing: async () => [] },
      ...recorded,
    },
    ...changes,
  };
}

type Providers = StatusEffects["providers"];

/** SES as told, and nothing wrong with others. */
const onlySes =
  (state: Providers["lastSeen"]): Providers["lastSeen"] =>
  (provider) =>
    (provider === "ses" ? state : world().providers.lastSeen)(provider);

const screen = async (changes: Changes = {}): Promise<string> => plain(statusText([await readStatus(staging, world(changes))], now));

test("shows an environment that is well on one screen", async () => {
  expect(await screen()).toMatchInlineSnapshot(`
"                       STAGING
sends as               mail.staging.example.net
applied                2 h ago, 22 resources
DNS records            all 2 right
primary                sendgrid: ready
standby                ses: ready
active                 sendgrid
standby sent           120 in 30 d, 12 %
primary's credentials  40 d
standby's credentials  40 d
last event             1 h ago
events waiting         0
alarms                 quiet
verified               3 h ago (sandbox), no errors

staging: cannot be known of ses: whether it reached Google, Microsoft, a company's gateway: no receivers

the providers' own trouble: https://status.sendgrid.com, https://health.aws.amazon.com/health/status
"
`);
});

test("tells events that wait, that died, and alarms that ring; what cannot be read is unknown, with the reason", async () => {
  const events = {
    last: async () => undefined,
    queue: async () => ({ waiting: 12, dead: 3, oldestSeconds: 1000 }),
    ringing: async () => ["twinpost-staging-bounce-rate", "twinpost-staging/ses-failures-page"],
  };
  const text = await screen({ recorded: { events } });
  for (const told of ["none in 3 d", "12, oldest 17 min, 3 DEAD LETTERS", "2 RING", "ses-failures-page", "redrive --env staging"])
    expect(text).toContain(told);
  const denied = async () => {
    throw new Error("no permission");
  };
  const unread = await screen({ recorded: { events: { ...events, queue: denied, ringing: denied } } });
  expect(unread).toContain("unknown: events waiting, alarms\n  no permission");
});

test("says who switched and why, which key nobody can use, what a rotation waits for, and how old the oldest token is", async () => {
  const keys = [
    { id: "OLD", createdAt: ago(24 * 91), sends: true, lastUsed: "never" as const },
    { id: "LOST", createdAt: ago(24), sends: true, lastUsed: "never" as const },
  ];
  const versions = [{ id: "v", labels: ["AWSCURRENT"], createdAt: ago(24 * 40), keyId: "OLD" }];
  const notes = { mode: "overlap", reason: "every 90 days", by: "schedule" };
  const rotation = readRotation({
    ...emptyEntry("rotation/ses/000003"),
    steps: [{ writeId: "w", name: "intent", state: "done", at: ago(5), fence: 1, notes }],
  });
  const switched = { from: "sendgrid", to: "ses", reason: "outage", by: "local:alice", at: ago(2), doneAt: ago(2) } as const;
  const standing: StatusEffects["providers"]["standing"] = {
    rotation: async (provider) =>
      provider === "ses"
        ? { seen: { ...resting.seen, keys, versions }, rotation, next: { waitUntil: now, why: "both keys work" } }
        : resting,
    switches: async () => ({ switched, paused: { reason: "abuse", by: "local:bob", at: ago(1) } }),
    tokens: async () => [
      { name: "plan/cloudflare", storedAt: ago(24) },
      { name: "admin/sendgrid", storedAt: ago(24 * 200) },
    ],
  };
  const text = await screen({ providers: { standing } });
  expect(text).toMatch(/^last switch +to ses, 2 h ago, by local:alice$/m);
  expect(text).toMatch(/^oldest token +admin\/sendgrid, 200 d ago$/m);
  expect(text).toMatch(/^standby's credentials +40 d, oldest key 91 d$/m);
  expect(text).toMatch(/^staging: .*PAUSED.*2026-11-23T11:00:00.*local:bob.*abuse$/m);
  expect(text).toMatch(/^staging: rotation\/ses\/000003 \(every 90 days, by schedule\) .*2026-11-23T12:00:00/m);
  expect(text).toMatch(/^staging: ses: key LOST /m);
  expect(told(await readStatus(staging, world({ providers: { standing } }))).providers[1]?.keys).toMatchObject({
    value: { unstored: [{ id: "LOST" }] },
  });
});

test("a standby that sends too little is cold, by the share that the environment declares; what cannot be known is no fault", async () => {
  const cold: Changes = { providers: { sent: async (provider) => ({ ...sentBySendgrid, messages: provider === "ses" ? 5 : 95 }) } };
  const text = await screen(cold);
  expect(text).toMatch(/^standby sent +COLD, 5 in 30 d, 5 %$/m);
  expect(text).toMatch(/^staging: the standby ses sent 5 of 100 messages.*5 %.*10 %/m);
  const { warmth } = await readStatus({ ...staging, warmStandby: { share: 0.05 } }, world(cold));
  expect(warmth).toMatchObject({ value: { share: 0.05, leastShare: 0.05, shortcomings: [] } });
});

test("warmth is unknown when either provider cannot be asked, and nothing without a standby", async () => {
  const sent = async (provider: string) => {
    if (provider === "sendgrid") throw new Error("403");
    return sentBySes;
  };
  const status = await readStatus(staging, world({ providers: { sent } }));
  expect(status.warmth).toEqual({ unknown: "403" });
  expect(status.providers[1]?.sent).toEqual({ value: sentBySes });
  expect(plain(statusText([status], now))).toMatch(/^standby sent +120 in 30 d$/m);
  expect((await readStatus({ ...staging, sendingProviders: { primary: "ses" } }, world())).warmth).toEqual({ value: null });
});

test("tells the id of an unsubscribe group, which the application needs, where there is one", async () => {
  expect(await screen()).not.toContain("unsubscribe");
  const unsubscribeGroup = { id: "21904", name: "Product news" };
  const text = await screen({ applied: async () => ({ writtenAt: ago(2), resources: 22, records: [spf], unsubscribeGroup }) });
  expect(text).toMatch(/^unsubscribe group +Product news \(id 21904\)$/m);
});

test("an environment that was never applied has nothing to ask for", async () => {
  const never = async (): Promise<never> => {
    throw new Error("was asked");
  };
  const text = await screen({
    applied: async () => undefined,
    activeServer: never,
    providers: { issuedAt: never },
    recorded: { verification: async () => undefined },
  });
  expect(text).toMatch(/^applied +never$/m);
  expect(text).toMatch(/^active +none yet$/m);
  expect(text).not.toContain("was asked");
});

test("one unknown hides nothing else, and says why, once for everything with the same reason", async () => {
  const denied = async (): Promise<never> => {
    throw new Error("logged in to another account");
  };
  const text = await screen({ applied: denied, activeServer: denied, providers: { issuedAt: denied, lastSeen: onlySes(denied) } });
  expect(text).toMatch(/^primary +sendgrid: ready$/m);
  expect(text).toMatch(/^standby +ses: unknown$/m);
  expect(text).toMatch(/^verified +3 h ago \(sandbox\), no errors$/m);
  expect(text).toContain(
    "staging: unknown: applied, DNS records, active, sendgrid's credentials, ses, ses's credentials\n  logged in to another account\n",
  );
});

test("says what is not as it must be", async () => {
  const text = await screen({
    dns: { visible: async () => [{ server: "resolver", outcome: "no-data", values: [], aliases: [] }] },
    providers: { lastSeen: onlySes(async () => ({ ready: false, reasons: ["DKIM PENDING"] })) },
    recorded: { verification: async () => ({ at: ago(72), source: "live", by: "local:alice", errors: 2 }) },
  });
  expect(text).toMatch(/^DNS records +ONLY 0 of 2 right$/m);
  expect(text).toMatch(/^standby +ses: NOT READY$/m);
  expect(text).toMatch(/^verified +3 d ago \(live\), 2 ERRORS$/m);
  expect(text).toContain("staging: ses is not ready: DKIM PENDING");
});

test.each([
  [servers.ses, "ses"],
  [{ host: "localhost", port: 25 }, "another server"],
])("the server of the application secret says who is active: %p", async (server, active) => {
  expect((await readStatus(staging, world({ activeServer: async () => server }))).active).toEqual({ value: active });
});

test("nothing is null in JSON, not absent", async () => {
  const status = await readStatus(staging, world({ applied: async () => undefined }));
  expect(JSON.parse(JSON.stringify(status))).toMatchObject({ applied: { value: null }, active: { value: null } });
});

test("says of credentials that they are due, and that they are too old", async () => {
  const issued = (days: number) => screen({ providers: { issuedAt: async () => ago(24 * days) } });
  expect(await issued(89)).toMatch(/^primary's credentials +89 d$/m);
  expect(await issued(90)).toMatch(/^primary's credentials +90 d, due$/m);
  expect(await issued(97)).toMatch(/^primary's credentials +97 d, TOO OLD$/m);
});

test("nobody minds how old the login of a capture server is", async () => {
  const status = await readStatus(dev, world({ providers: { issuedAt: async () => ago(24 * 400) } }));
  expect(plain(statusText([status], now))).toMatch(/^primary's credentials +400 d$/m);
});

test("shows the release and since when, a hold, a freeze and emergencies that wait for a review, and why as JSON", async () => {
  const held = "staging is held by github:ada since 2026-11-23T06:00:00Z: bounces";
  const due = { at: ago(30), by: "github:ada", reason: "it is down now", commit: "c".repeat(40), until: ago(6) };
  const standing = { release: { commit: "a".repeat(40), since: ago(30) }, held, frozen: "2026-11-23", reviewsDue: [due] };
  const changes: Changes = { recorded: { release: async () => standing } };
  const text = await screen(changes);
  for (const row of [/^release +aaaaaaaaaaaa, 30 h ago/m, /^held +HELD$/m, /^frozen +2026-11-23$/m, /^to review +1 EMERGENCIES$/m])
    expect(text).toMatch(row);
  expect(told([await readStatus(staging, world(changes))])[0]).toMatchObject({ release: { value: { held, frozen: "2026-11-23" } } });
});

test("while DNS does not answer, the records are unknown, not wrong", async () => {
  const failed = async () => [{ server: "ns", aliases: [], outcome: "failed" as const, values: [], failure: "timeout" as const }];
  const { records } = await readStatus(staging, world({ dns: { published: failed, visible: failed } }));
  expect(records).toEqual({ unknown: "DNS does not answer" });
});

test("what the status comes to: wrong counts before unknown, and what was never applied is neither", async () => {
  const of = async (changes: Changes) => readinessOf(await readStatus(staging, world(changes)));
  const lame = async () => {
    throw new Error("no login");
  };
  expect(await of({})).toBe("ready");
  expect(await of({ applied: async () => undefined })).toBe("not applied");
  expect(await of({ applied: lame })).toBe("unknown");
  expect(await of({ providers: { lastSeen: onlySes(async () => ({ ready: false, reasons: ["pending"] })) } })).toBe("not ready");
  const verification = async () => ({ at: ago(3), source: "sandbox" as const, by: "local:alice", errors: 2 });
  expect(await of({ applied: lame, recorded: { verification } })).toBe("not ready");
});

test("without a standby there are no credentials of one", async () => {
  const text = plain(statusText([await readStatus(dev, world())], now));
  expect(text).toMatch(/^standby's credentials +-$/m);
});
