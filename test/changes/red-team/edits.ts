/** What the rows of the red team have in common. */
import type { Row } from "../harmful-plans";
import { add, type Edit, find, policy, text } from "../recorded-plan";

export const domain = "mail.example.com";
export const attacker = "attacker.example";
export const account = "444455556666";
export const foreign = "999988887777";
export const spf = "cloudflare_dns_record.dns_spf";
export const dmarc = "cloudflare_dns_record.dns_dmarc";

export const prod = (row: string, found: Row["found"], ...edit: Edit[]): Row => ({ row, stack: "prod", edit, found });
export const acct = (row: string, found: Row["found"], ...edit: Edit[]): Row => ({ row, stack: "account", edit, found });

export const dmarcWith = (from: RegExp | string, to: string): Edit => text(dmarc, (was) => was.replace(from, to));
export const spfWith = (terms: string): Edit => text(spf, (was) => was.replace("~all", `${terms} ~all`));

/** What was applied before is another value than the recorded one. */
export const applied =
  (address: string, edit: Edit): Edit =>
  (plan) => {
    edit(plan);
    const { change } = find(plan, address);
    Object.assign(change, { actions: ["no-op"], before: structuredClone(change.after) });
  };

export const replace =
  (address: string, edit: Edit): Edit =>
  (plan) => {
    edit(plan);
    find(plan, address).change.actions = ["delete", "create"];
  };

/** A CNAME with a target that only the apply decides. */
export const cname =
  (name: string, written: string): Edit =>
  (plan) => {
    add(
      "cloudflare_dns_record",
      "x",
      { name, type: "CNAME", ttl: 300, proxied: false, zone_id: "7c1e9a5b2d3f4061827364554a3b2c1d" },
      { content: true },
    )(plan);
    const { expressions } = plan.configuration.root_module.resources.at(-1) as { expressions: object };
    Object.assign(expressions, { content: { constant_value: written, references: ["x"] } });
  };

interface OutputRecord {
  id: string;
  type: string;
  value?: string;
}

export const output =
  (edit: (records: OutputRecord[]) => OutputRecord[]): Edit =>
  (plan) => {
    const { before } = plan.output_changes.records as { before: OutputRecord[] };
    plan.output_changes.records = { actions: ["update"], before, after: edit(structuredClone(before)) };
  };

export const adding = (address: string, statement: object, attribute?: string): Edit =>
  policy(address, (all) => [...all, statement as Record<string, unknown>], attribute);

/** Of every statement that has the condition. */
export const conditions = (
  address: string,
  edit: (condition: Record<string, Record<string, unknown>>) => object,
  attribute?: string,
): Edit =>
  policy(
    address,
    (all) =>
      all.map((each) => (each.Condition ? { ...each, Condition: edit(each.Condition as Record<string, Record<string, unknown>>) } : each)),
    attribute,
  );

export const document = (...statements: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
