/** Keys that take time to work and to end, without moto. */
import { AccessKeys } from "../../../sandbox/aws/access-keys";
import type { Call } from "../../../sandbox/aws/call";

const account = "480312345678";
const id = "AKIAEXAMPLE";
const made = `<AccessKey><UserName>u</UserName><AccessKeyId>${id}</AccessKeyId><SecretAccessKey>s&amp;1</SecretAccessKey></AccessKey>`;

function world({ lagMs = 0 } = {}) {
  let now = 0;
  const keys = new AccessKeys(
    () => now,
    () => lagMs,
  );
  return {
    keys,
    call(operation: string, parameters: Record<string, string> = {}, status = 200): void {
      const body = Buffer.from(new URLSearchParams({ UserName: "u", AccessKeyId: id, ...parameters }).toString());
      const answer = { status, headers: {}, body: operation === "CreateAccessKey" ? made : "" };
      keys.learn({ service: "iam", operation, account, body } as Call, answer);
    },
    at: (ms: number): string | undefined => {
      now = ms;
      return keys.find(account, id)?.status;
    },
  };
}

test("a key is its user's, with its secret", () => {
  const { keys, call } = world();
  call("CreateAccessKey");
  expect(keys.find(account, id)).toEqual({ secret: "s&1", status: "Active", userName: "u" });
  expect([keys.ofUser(account, "u"), keys.find("590312345678", id)]).toEqual([[id], undefined]);
});

test.each<[string, [string, Record<string, string>?][], (string | undefined)[]]>([
  ["a new key does not work yet", [["CreateAccessKey"]], [undefined, "Active"]],
  ["one that is switched off works on", [["UpdateAccessKey", { Status: "Inactive" }]], ["Active", "Inactive"]],
  ["a deleted one works on", [["DeleteAccessKey"]], ["Active", undefined]],
  ["one whose user is deleted works on", [["DeleteUser"]], ["Active", undefined]],
])("%s, until the time has passed", (_, calls, [before, after]) => {
  const { call, at } = world({ lagMs: 1000 });
  const isNew = calls[0]?.[0] === "CreateAccessKey";
  if (!isNew) call("CreateAccessKey");
  at(isNew ? 0 : 5000);
  for (const [operation, parameters] of calls) call(operation, parameters);
  const start = isNew ? 0 : 5000;
  expect([at(start + 999), at(start + 1000)]).toEqual([before, after]);
});

test("IAM lists a key at once, and a deleted one no more, whatever works", () => {
  const { keys, call, at } = world({ lagMs: 1000 });
  call("CreateAccessKey");
  expect([keys.ofUser(account, "u"), at(0)]).toEqual([[id], undefined]);
  at(5000);
  call("DeleteAccessKey");
  expect([keys.ofUser(account, "u"), at(5000)]).toEqual([[], "Active"]);
});

test("a call that failed changes nothing", () => {
  const { call, at } = world();
  call("CreateAccessKey");
  call("DeleteAccessKey", {}, 404);
  expect(at(0)).toBe("Active");
});
