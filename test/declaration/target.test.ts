import type { World } from "../../cli/world";
import { stackName } from "../../declaration/names/stacks";
import { findTarget } from "../../declaration/target";
import { rehearsalScope } from "../../rehearsal/scope";
import { requireTokens } from "../../wiring/required-tokens";
import { declared } from "../fixtures/declared";
import { accounts } from "../fixtures/environments/accounts";

const [account] = accounts as [(typeof accounts)[number]];

test("account-<id> is that account's stack: in its region, and its login is enough", () => {
  const named = findTarget(`account-${account.id}`, declared);
  expect(named).toMatchObject({ name: `account-${account.id}`, aws: { account: account.id, region: account.region } });
  expect(stackName(named.name)).toBe(`account-${account.id}`);
});

test("an account that is not declared is told with those that are", () => {
  expect(() => findTarget("account-999999999999", declared)).toThrow(
    `no account is called "account-999999999999", expected "account-${account.id}"`,
  );
});

const output = { write: () => {} };
const world: World = { env: {}, stdout: output, stderr: output, directory: ".", twinpost: async () => 0 as const };

test.each([
  ["staging", "CLOUDFLARE_API_TOKEN", "DNS read and write on the zone, or store one in the environment's secrets (docs/roles.md)"],
  ["organisation", "CLOUDFLARE_API_TOKEN", "DNS read and write on the zone, or store one in the organisation's secrets (docs/roles.md)"],
  [`account-${account.id}`, "SENDGRID_API_KEY", "sender authentication, enforced TLS and API keys"],
])("%s: a missing token is told with the places where it may come from, and no others", (env, variable, scopes) => {
  const remedy = `set it to a token that may change ${scopes}`;
  expect(() => requireTokens(findTarget(env, declared), world)).toThrow(
    expect.objectContaining({ message: `${variable} is not set`, remedy }),
  );
});

test("the tokens of what a stack uses are asked for, before terraform begins", () => {
  expect(() => requireTokens(findTarget("organisation", declared), world)).toThrow("CLOUDFLARE_API_TOKEN is not set");
});

test("everything: each account and the organisation before the environments, each state bucket once, the first environment destroyed", () => {
  const { environments, foundations, buckets, changed, destroyed } = rehearsalScope(declared, "all");
  expect(foundations).toEqual([...accounts.map(({ id }) => `account-${id}`), "organisation"]);
  expect(buckets).toEqual(accounts.map(({ id }) => `account-${id}`));
  expect(environments.map(({ name }) => name)).toEqual(["dev", "staging", "prod"]);
  expect(destroyed?.name).toBe("dev");
  // The first that delivers: what a capture server keeps no receiver judges.
  expect(changed?.name).toBe("staging");
});

test("changes are tried in one environment only where they are asked for", () => {
  expect(rehearsalScope(declared, "prod").changed).toBeUndefined();
  expect(rehearsalScope(declared, "prod", true).changed?.name).toBe("prod");
});
