/** Plans that would break or weaken mail are held back, each for its reason; plans that do neither pass. */
import { guard as guardPlan, isHeldBack, judgePlan } from "../../changes/guard";
import { readPlanJson } from "../../changes/plan";
import { content, destructive, reject, safe, spf, strictDmarc } from "./guarded-plans";
import { create, mailFrom, type ResourceChange, remove, sesIdentity, terraformPlan, unknown, update } from "./terraform-plan";

const own = { account: "111122223333", domains: ["mail.example.com"], zones: ["example.com"] };
const guard = (json: unknown) => guardPlan(readPlanJson(json), own);

const found = (...changes: ResourceChange[]): string[] =>
  guard(terraformPlan(...changes)).map(({ id, where }) => `${id} ${where.slice(where.indexOf(".") + 1)}`);

test("the tables hold at least 25 plans of each kind", () => {
  expect(destructive.length).toBeGreaterThanOrEqual(25);
  expect(safe.length).toBeGreaterThanOrEqual(25);
});

describe("holds back", () => {
  test.each(destructive)("%s", (_, changes, expected) => {
    expect(found(...changes).sort()).toEqual([...expected].sort());
    expect(isHeldBack(judgePlan(readPlanJson(terraformPlan(...changes)), { own }))).toBe(true);
  });
});

describe("lets pass", () => {
  test.each(safe)("%s", (_, changes) => {
    expect(found(...changes)).toEqual([]);
  });
});

test("says what would change, from what to what, where, and what to do", () => {
  expect(guard(terraformPlan(update(strictDmarc, content(reject.replace("reject", "none")))))).toEqual([
    {
      id: "dmarc/policy-weakened",
      severity: "error",
      where: "cloudflare_dns_record.dns_dmarc",
      what: 'DMARC of "_dmarc.mail.example.com" would be weaker: p=reject -> p=none, sp=reject -> sp=none, np=reject -> np=none',
      remedy: expect.stringContaining("which sender is not aligned"),
    },
  ]);
});

test("what is known only after the apply counts as lost, and is said so", () => {
  const changes = [update(sesIdentity(), { configuration_set_name: unknown }), update(mailFrom, { mail_from_domain: unknown })];
  expect(guard(terraformPlan(...changes)).map(({ id, what }) => `${id}: ${what}`)).toEqual([
    'resource/attribute: the SES identity "mail.example.com": configuration_set_name "twinpost-prod" -> known after the apply',
    'return-path/target-changed: the SES return path "bounce.mail.example.com": mail_from_domain "bounce.mail.example.com" -> known after the apply',
  ]);
});

test("a reason lets a plan pass, and is kept only where something needed one", () => {
  const forced = judgePlan(readPlanJson(terraformPlan(remove(spf))), { own, force: "the domain is retired" });
  expect(forced).toMatchObject({ findings: [{ id: "spf/deleted" }], forcedBecause: "the domain is retired" });
  expect(isHeldBack(forced)).toBe(false);
  expect(judgePlan(readPlanJson(terraformPlan(create(spf))), { own, force: "the domain is retired" })).toEqual({
    changes: [{ address: "cloudflare_dns_record.dns_spf", type: "cloudflare_dns_record", action: "create" }],
    outputs: [],
    records: [{ action: "create", address: "cloudflare_dns_record.dns_spf", after: expect.objectContaining({ type: "TXT", role: "SPF" }) }],
    findings: [],
  });
});

test("no value beyond those of the rules leaves the plan", () => {
  const plan = terraformPlan(...destructive.flatMap(([, changes]) => changes));
  const given = JSON.stringify(judgePlan(readPlanJson(plan), { own }));
  expect(JSON.stringify(plan)).toMatch(/MIIEvQ-a-private-key.*arn:aws:kms/);
  expect(given).not.toMatch(/private-key|Statement|zone_id|comment/);
});

test("refuses what is not a plan, instead of finding nothing in it", () => {
  expect(() => guard({ resource_changes: [{ address: "x" }] })).toThrow();
  expect(() => guard("error: no plan")).toThrow();
});
