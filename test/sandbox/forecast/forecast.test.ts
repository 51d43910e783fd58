/**
 * Ten prepared changes: what the forecast of the plan says is what the receivers do once the change is made and a message sent, by each provider,
 * to each receiver, for ordinary and for bulk senders. Five of them break mail, and the safety gate holds each back.
 */
import { isHeldBack } from "../../../changes/guard";
import { forecast } from "../../../workflows/forecast";
import { unwatched } from "../../../workflows/phase";
import { plan } from "../../../workflows/plan";
import { scoreForecast } from "../../../workflows/score-forecast";
import { create, keep, type ResourceChange, record, remove, terraformPlan, txt, update } from "../../changes/terraform-plan";
import { type ForecastWorld, type LiveRecord, publish, startForecastWorld } from "./world";

let world: ForecastWorld;
beforeAll(async () => {
  world = await startForecastWorld();
  for (let index = 1; index <= 11; index++) {
    const name = `sender${index}.example`;
    world.zones.open(name, []).set("spf", { name, ttl: 300, type: "TXT", strings: ["v=spf1 ip4:192.0.2.1 -all"] });
  }
}, 30_000);
afterAll(() => world.stop());

/** New values by id; undefined deletes. */
type Edit = Record<string, string | undefined>;

const dmarc = (policy: string, more = ""): string => `v=DMARC1; p=${policy}; adkim=r; aspf=r; rua=mailto:dmarc@example.com${more}`;
const many = (count: number): string => Array.from({ length: count }, (_, index) => `include:sender${index + 1}.example`).join(" ");

interface Change {
  what: string;
  dmarc: string;
  edit(domain: string): Edit;
  /** Published by somebody else, not by Terraform. */
  foreign?(domain: string): LiveRecord;
  finding?: string;
}

const safe: Change[] = [
  { what: "DMARC is raised once both providers are proven", dmarc: dmarc("none"), edit: () => ({ dmarc: dmarc("reject") }) },
  {
    what: "SPF of the From name lets another sender in",
    dmarc: dmarc("quarantine"),
    edit: () => ({ spf: "v=spf1 include:sendgrid.net include:amazonses.com include:sender1.example ~all" }),
  },
  { what: "reports go elsewhere", dmarc: dmarc("reject"), edit: () => ({ dmarc: dmarc("reject").replace("dmarc@", "reports@") }) },
  {
    what: "alignment becomes strict, which DKIM satisfies",
    dmarc: dmarc("reject"),
    edit: () => ({ dmarc: "v=DMARC1; p=reject; adkim=s; aspf=s; rua=mailto:dmarc@example.com" }),
  },
  { what: "the From name gets a TLS-RPT record", dmarc: dmarc("none"), edit: () => ({ tls: "v=TLSRPTv1; rua=mailto:tls@example.com" }) },
];

const breaking: Change[] = [
  {
    what: "SendGrid's return path goes",
    dmarc: dmarc("reject"),
    edit: () => ({ sendgrid_return_path: undefined }),
    finding: "forecast/mail-would-fail",
  },
  { what: "one of SES's keys goes", dmarc: dmarc("none"), edit: () => ({ ses_dkim_2: undefined }), finding: "forecast/mail-would-fail" },
  {
    what: "a DKIM CNAME of SendGrid is misspelt",
    dmarc: dmarc("quarantine"),
    edit: () => ({ sendgrid_dkim_1: "s1.domainkey.u1.wl.sendgrid.example" }),
    finding: "forecast/mail-would-fail",
  },
  {
    what: "SPF of SES's return path needs too many look-ups",
    dmarc: dmarc("reject"),
    edit: () => ({ ses_spf: `v=spf1 ${many(10)} include:amazonses.com ~all` }),
    finding: "spf/too-many-lookups",
  },
  {
    what: "a second DMARC record stands beside one of somebody else",
    dmarc: "",
    edit: () => ({ dmarc: dmarc("none") }),
    foreign: (domain) => ({ id: "foreign", type: "TXT", name: `_dmarc.${domain}`, value: "v=DMARC1; p=none" }),
    finding: "forecast/second-record",
  },
];

const resource = ({ id, type, name, value }: LiveRecord) =>
  type === "TXT" ? txt(id, name, value) : record(id, name, type, value, type === "MX" ? { priority: 10 } : {});

/** The plan as terraform shows it. */
function planned(records: readonly LiveRecord[], edit: Edit, domain: string) {
  const changes = records.map((each): ResourceChange => {
    if (!(each.id in edit)) return keep(resource(each));
    const value = edit[each.id];
    return value === undefined ? remove(resource(each)) : update(resource(each), { content: each.type === "TXT" ? `"${value}"` : value });
  });
  const added = Object.entries(edit).filter(([id]) => !records.some((each) => each.id === id));
  return terraformPlan(
    ...changes,
    ...added.map(([id, value = ""]) => create(resource({ id, type: "TXT", name: nameOf(id, domain), value }))),
  );
}

const nameOf = (id: string, domain: string): string => (id === "dmarc" ? `_dmarc.${domain}` : `_smtp._tls.${domain}`);

test.each([...safe, ...breaking].map((change, index) => ({ ...change, domain: `mail.case${index}.example` })))(
  "$what",
  async ({ dmarc: policy, edit: editOf, foreign, finding, domain }) => {
    const account = await world.setUp(domain, policy);
    const edit = editOf(domain);
    const records = account.records.filter(({ value }) => value !== "");
    if (foreign) {
      account.zone.delete("dmarc");
      publish(account.zone, foreign(domain));
    }
    const paths = [
      { provider: "sendgrid" as const, authorDomain: domain, returnPath: `em.${domain}` },
      { provider: "ses" as const, authorDomain: domain, returnPath: `bounce.${domain}` },
    ];

    const result = await plan(
      { file: "p", own: { account: "111122223333", domains: [domain], zones: [] } },
      {
        terraform: {
          pluginSource: "",
          requireVersion: async () => "",
          synthesise: async () => {},
          init: async () => {},
          plan: async () => ({ isEmpty: false }),
          showPlan: async () => planned(records, edit, domain),
        },
        plans: { digest: () => "", keep: () => {}, forget: () => {} },
        dns: { forecast: (changes) => forecast({ domains: [domain], paths, records: changes }, world), resolve: world.resolve },
        log: { narrate: () => {}, watch: unwatched },
      },
    );

    // By the forecast alone: the safety gate holds more, such as a sender that mail does not suffer from.
    expect(result.forecast?.findings.some(({ severity }) => severity === "error")).toBe(finding !== undefined);
    // The command ends with 3 then (cli/plan.ts), and apply refuses.
    if (finding) expect(isHeldBack(result)).toBe(true);
    if (finding) expect(result.forecast?.findings.map(({ id, severity }) => `${severity} ${id}`)).toContain(`error ${finding}`);

    const after = records.flatMap((each) =>
      each.id in edit ? (edit[each.id] === undefined ? [] : [{ ...each, value: edit[each.id] ?? "" }]) : [each],
    );
    for (const [id, value] of Object.entries(edit)) {
      if (value === undefined) account.zone.delete(id);
      else publish(account.zone, after.find((each) => each.id === id) ?? { id, type: "TXT", name: nameOf(id, domain), value });
    }
    await world.lookAgain(account);

    const verdicts = result.forecast?.paths.flatMap((path) =>
      path.after.verdicts.map((verdict) => ({ ...verdict, provider: path.after.provider })),
    );
    const said = verdicts?.filter(({ reading }) => reading === "RFC 7489");
    const forecasted = Object.fromEntries(
      said?.map(({ provider, receiver, volume, outcome }) => [`${provider} ${receiver} ${volume}`, outcome]) ?? [],
    );
    expect(Object.keys(forecasted)).toHaveLength(12);
    expect(await world.send(domain)).toEqual(forecasted);

    if (!result.forecast) throw new Error("nothing was forecast");
    const applied = after.map((each) => ({ ...each, ttl: 300 }));
    const score = await scoreForecast({ forecast: result.forecast, paths, records: applied }, world);
    const believed = verdicts?.filter(({ provider, outcome }) => provider === "ses" && outcome === "not sent").length ?? 0;
    expect(score).toMatchObject({ held: 24 - believed, missed: 0, believed, decided: 0, open: 0 });
  },
  20_000,
);
