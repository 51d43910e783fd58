/** Rounds of plans with imports, against a Terraform in memory: what exists, and what of it each plan knows. */
import type { GuardedResource } from "../../changes/guarded-resource";
import type { ResourceImport } from "../../changes/import-blocks";
import { type Plan, readPlanJson } from "../../changes/plan";
import { knownAfterApply } from "../../mail/dns/record";
import { findResources, type RoundEffects } from "../../workflows/adopt/resources";

const place = { account: "444455556666", region: "eu-west-1" };
const topicArn = "arn:aws:sns:eu-west-1:444455556666:twinpost-prod-alerts";

const created = (address: string, after: GuardedResource["after"]): GuardedResource => ({
  ...{ address, type: address.split(".")[0] ?? "", action: "create" },
  ...(after ? { after } : {}),
});

/** A user, its policy, a topic with a policy whose ARN only the topic tells, a key without a name, and a table that is in the state. */
function world(exist: readonly string[], replaced: readonly string[] = []) {
  const planned: string[][] = [];
  const asked: string[] = [];
  const use: RoundEffects<{ plan: Plan }> = {
    async plan(imports: readonly ResourceImport[]) {
      planned.push(imports.map(({ importId }) => importId));
      const absent = imports.filter(({ importId }) => !exist.includes(importId)).map(({ address }) => address);
      if (absent.length > 0) return { absent };
      const has = (address: string) => imports.find((each) => each.address === address);
      const resources = [
        created("aws_iam_user.u", { name: "twinpost-prod-smtp" }),
        created("aws_iam_user_policy.p", { user: "twinpost-prod-smtp", name: "may-send" }),
        created("aws_sns_topic.t", { name: "twinpost-prod-alerts" }),
        created("aws_sns_topic_policy.p", { arn: has("aws_sns_topic.t") ? topicArn : knownAfterApply }),
        created("aws_sns_topic_subscription.s", { topic_arn: topicArn, protocol: "email", endpoint: "o@example.com" }),
        created("aws_kms_key.k", { description: "Twinpost prod" }),
        created("cloudflare_dns_record.r", { zone_id: "z", type: "TXT", name: "mail.example.com" }),
      ].map((each): GuardedResource => {
        const taken = has(each.address);
        if (!taken) return each;
        return { ...each, action: replaced.includes(each.address) ? "replace" : "keep", importId: taken.importId };
      });
      const kept: GuardedResource = { address: "aws_dynamodb_table.j", type: "aws_dynamodb_table", action: "keep", after: { name: "j" } };
      return { plan: { ...readPlanJson({}), resources: [...resources, kept] } };
    },
    async lookUp(type) {
      asked.push(type);
      return type === "aws_kms_key" && exist.includes("key-1") ? "key-1" : undefined;
    },
  };
  return { use, planned, asked };
}

const idsOf = ({ imports }: { imports: readonly ResourceImport[] }) => imports.map(({ importId }) => importId);

test("where nothing exists, one round says so", async () => {
  const { use, planned } = world([]);
  expect(idsOf(await findResources(place, use))).toEqual([]);
  expect(planned).toEqual([[], ["twinpost-prod-smtp", "twinpost-prod-smtp:may-send", topicArn]]);
});

test("what exists is taken, and in a later round what only it makes known; what the state has is left alone", async () => {
  const { use, planned, asked } = world(["twinpost-prod-smtp", topicArn, "key-1"]);
  expect(idsOf(await findResources(place, use))).toEqual(["twinpost-prod-smtp", topicArn, "key-1", topicArn]);
  expect(planned.at(-1)).toEqual(["twinpost-prod-smtp", topicArn, "key-1", topicArn]);
  expect(asked).toEqual(["aws_kms_key"]);
});

test("what could only be replaced is not imported", async () => {
  const { use } = world(["twinpost-prod-smtp"], ["aws_iam_user.u"]);
  const { imports, otherwise } = await findResources(place, use);
  expect(imports).toEqual([]);
  expect(otherwise.map(({ address }) => address)).toEqual(["aws_iam_user.u"]);
});

test("a Terraform that misses what nobody imports is no endless round", async () => {
  const { use } = world(["twinpost-prod-smtp"]);
  const plan: typeof use.plan = async (imports) => (imports.length === 0 ? use.plan(imports) : { absent: ["aws_iam_user.other"] });
  await expect(findResources(place, { ...use, plan })).rejects.toThrow("aws_iam_user.other");
});
