import { type DestroyEffects, destroy } from "../../workflows/destroy";
import { unwatched } from "../../workflows/phase";
import { remove, secret, terraformPlan } from "../changes/terraform-plan";
import { own } from "./plan-world";

const request = { own, file: "destroy.tfplan", act: true, force: "it is retired", environment: "prod" };

function world(changes: Partial<DestroyEffects["environment"]> = {}, isEmpty = false) {
  const called: string[] = [];
  const call = (name: string) => async () => {
    called.push(name);
  };
  const use: DestroyEffects = {
    terraform: {
      requireVersion: async () => "1.11.4",
      synthesise: async () => {},
      init: async () => {},
      planDestroy: async () => ({ isEmpty }),
      showPlan: async () => terraformPlan(remove(secret)),
      apply: call("apply"),
    },
    environment: {
      requireAccount: call("account"),
      findKeys: async () => [{ kind: "SES SMTP access key", name: "AKIA1", revoke: call("revoke AKIA1") }],
      unprotect: call("unprotect"),
      forget: call("forget"),
      ...changes,
    },
    dns: { resolve: async () => ({ server: "", aliases: [], values: [], outcome: "no-such-name" }) },
    log: { narrate: () => {}, now: () => new Date("2026-11-23T12:00:00Z"), watch: unwatched },
  };
  return { use, called };
}

test("revokes the keys before it applies: IAM deletes no user who has one; then it forgets", async () => {
  const { use, called } = world();
  expect(await destroy(request, use)).toMatchObject({ destroyed: true, forcedBecause: "it is retired", stays: [{ until: "2026-12-23" }] });
  expect(called).toEqual(["account", "revoke AKIA1", "unprotect", "apply", "forget"]);
});

test.each([
  ["only says what it would do", { ...request, act: false }],
  ["is held back without a reason", { own, file: request.file, act: true, environment: "prod" }],
])("%s: nothing is revoked", async (_, asked) => {
  const { use, called } = world();
  expect(await destroy(asked, use)).toMatchObject({ destroyed: false, keys: [{ name: "AKIA1" }] });
  expect(called).toEqual(["account"]);
});

test("looks at nothing in another account", async () => {
  const { use, called } = world({ requireAccount: () => Promise.reject(new Error("logged in elsewhere")) });
  await expect(destroy(request, use)).rejects.toThrow("logged in elsewhere");
  expect(called).toEqual([]);
});

test("a key that cannot be revoked ends it before anything is applied", async () => {
  const revoke = () => Promise.reject(new Error("SendGrid answered 500"));
  const { use, called } = world({ findKeys: async () => [{ kind: "SendGrid API key", name: "k", revoke }] });
  await expect(destroy(request, use)).rejects.toThrow("SendGrid answered 500");
  expect(called).toEqual(["account"]);
});

test("an interrupted one is finished by another: nothing to apply, the rest is forgotten", async () => {
  const { use, called } = world({ findKeys: async () => [] }, true);
  expect(await destroy(request, use)).toMatchObject({ destroyed: true, changes: [] });
  expect(called).toEqual(["account", "forget"]);
});
