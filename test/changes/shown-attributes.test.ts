import { statementDifferences } from "../../changes/policies/statement-differences";
import { shownAttributes } from "../../changes/shown-attributes";
import { kmsKey, secret, terraformPlan, update } from "./terraform-plan";

const statement = (Sid: string, Action: string[], more: object = {}) => ({ Sid, Effect: "Allow", Action, Resource: "*", ...more });
const policy = (...Statement: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement });
const root = { Principal: { AWS: "arn:aws:iam::111122223333:root" } };

describe("of a policy, its statements", () => {
  test("that come, go and change, each in one line", () => {
    const was = policy(statement("Owner", ["kms:*"], root), statement("Old", ["kms:Decrypt"]), statement("Use", ["kms:Encrypt"]));
    const willBe = policy(
      statement("Use", ["kms:Encrypt", "kms:Decrypt"]),
      statement("Owner", ["kms:*"], root),
      statement("New", ["kms:Sign"]),
    );
    expect(statementDifferences(was, willBe)).toEqual([
      { name: "Old", before: "allow to kms:Decrypt on *" },
      { name: "Use", before: "allow to kms:Encrypt on *", after: "allow to kms:Decrypt, kms:Encrypt on *" },
      { name: "New", after: "allow to kms:Sign on *" },
    ]);
  });

  test("whatever their order, and a list of one or the one", () => {
    const one = policy({ Effect: "Deny", Action: "s3:*", Resource: ["b", "a"], Principal: "*" });
    const other = policy({ Effect: "Deny", Action: ["s3:*"], Resource: ["a", "b"], Principal: { AWS: ["*"] } });
    expect(statementDifferences(one, other)).toEqual([]);
  });

  test("with principals, what is negated, and conditions", () => {
    const [difference] =
      statementDifferences(
        undefined,
        policy({
          Effect: "Deny",
          NotPrincipal: { AWS: "arn:aws:iam::111122223333:role/app" },
          NotAction: "kms:Describe*",
          NotResource: "arn:x",
          Condition: { StringEquals: { "aws:SourceAccount": ["2", "1"] } },
        }),
      ) ?? [];
    expect(difference?.after).toBe(
      "deny everybody but AWS:arn:aws:iam::111122223333:role/app to do everything but kms:Describe* on everything but arn:x if StringEquals aws:SourceAccount 1, 2",
    );
  });

  test("none, where one cannot be read", () => {
    expect(statementDifferences("no policy", policy())).toBeUndefined();
  });

  test("in a plan, instead of two long texts", () => {
    const before = { ...kmsKey, attributes: { ...kmsKey.attributes, policy: policy(statement("Owner", ["kms:*"], root)) } };
    const change = update(before, { policy: policy(statement("Owner", ["kms:*"], root), statement("More", ["kms:Decrypt"])) });
    expect(shownAttributes(terraformPlan(change))).toEqual([
      { address: "aws_kms_key.secrets_key", attributes: [{ path: 'policy "More"', after: "allow to kms:Decrypt on *" }] },
    ]);
  });
});

test("of other JSON only the parts that differ, and no more than a few", () => {
  const alarm = (...widgets: number[]) => JSON.stringify({ title: "mail", widgets });
  const dashboard = {
    type: "aws_cloudwatch_dashboard",
    name: "d",
    attributes: { dashboard_name: "d", dashboard_body: alarm(1, 2) },
  };
  const parts = (body: string) => shownAttributes(terraformPlan(update(dashboard, { dashboard_body: body })))[0]?.attributes;
  expect(parts(alarm(1, 3))).toEqual([{ path: "dashboard_body: widgets.1", before: "2", after: "3" }]);
  expect(parts(alarm(...Array.from({ length: 12 }, (_, index) => index + 9)))?.at(-1)).toEqual({ path: "dashboard_body: and 6 more" });
});

test("a tag is told once, though the provider has it twice; one of the provider's own is told", () => {
  const before = { ...secret, attributes: { ...secret.attributes, tags: { team: "a" }, tags_all: { team: "a", environment: "prod" } } };
  const paths = (attributes: object) =>
    shownAttributes(terraformPlan(update(before, { ...attributes })))[0]?.attributes.map(({ path }) => path);
  expect(paths({ tags: { team: "b" }, tags_all: { team: "b", environment: "prod" } })).toEqual(["tags.team"]);
  expect(paths({ tags_all: { team: "a", environment: "dev" } })).toEqual(["tags_all.environment"]);
});
