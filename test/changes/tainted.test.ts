/** An interrupted apply leaves what it was making tainted: a key that nothing was given yet holds nothing (F14 of the first contact). */
import { guard } from "../../changes/guard";
import { readPlanJson } from "../../changes/plan";
import { shownAttributes } from "../../changes/shown-attributes";
import { create, keep, kmsKey, type ResourceChange, replace, secret, terraformPlan } from "./terraform-plan";

const own = { account: "111122223333", domains: ["mail.example.com"], zones: ["example.com"] };
const key = "aws_kms_key.secrets_key";
const where = `${kmsKey.type}.${kmsKey.name}`;
const tainted = (change: ResourceChange) => ({ ...change, action_reason: "replace_because_tainted" });

/** As Terraform shows what the stack declares: the secret names the key. */
const declaring = (...changes: ResourceChange[]) => ({
  ...terraformPlan(...changes),
  configuration: {
    provider_config: {},
    root_module: {
      resources: [
        { address: where, mode: "managed", type: kmsKey.type, expressions: { description: { constant_value: "x" } } },
        {
          address: `${secret.type}.${secret.name}`,
          mode: "managed",
          type: secret.type,
          expressions: { kms_key_id: { references: [`${where}.arn`, where] } },
        },
      ],
    },
  },
});
const losses = (json: object) => guard(readPlanJson(json), own).filter(({ id }) => id === "encryption-key/replaced");

test("the fixture's key is the one that is meant", () => {
  expect(where).toBe(key);
});

test("a tainted key whose users were never made is replaced: nothing is lost, and the plan says so", () => {
  const plan = declaring(tainted(replace(kmsKey)), create(secret));
  expect(losses(plan)).toEqual([]);
  expect(shownAttributes(plan).find(({ address }) => address === where)?.attributes[0]?.path).toMatch(/^tainted: .* nothing is lost$/);
});

test.each<[string, object]>([
  ["a secret was given it", declaring(tainted(replace(kmsKey)), keep(secret))],
  ["a secret that had it is replaced as well", declaring(tainted(replace(kmsKey)), replace(secret))],
  ["nothing that the stack declares names it", terraformPlan(tainted(replace(kmsKey)), create(secret))],
])("a tainted key is held back where %s, and the finding says that it is tainted", (_, plan) => {
  const [finding] = losses(plan);
  expect(finding?.what).toContain("tainted");
  expect(finding?.remedy).toContain("docs/first-day.md");
});

test("a key that is whole is held back, whoever is made beside it", () => {
  const [finding] = losses(declaring(replace(kmsKey), create(secret)));
  expect(finding).toBeDefined();
  expect(finding?.what).not.toContain("tainted");
});
