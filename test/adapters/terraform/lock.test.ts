import { type Lock, waitUntilUnlocked } from "../../../adapters/terraform/lock";

const place = { environment: "staging", stackDirectory: "/stack", dataDirectory: "/data", terraformData: "/data/terraform" };
const lock: Lock = { id: "6638e41e", who: "runner@fv-az1", created: "2026-11-24 10:00:00.5 +0000 UTC" };

test("a plan waits for an apply that is under way, and takes no lock itself", async () => {
  const holders = [lock, lock, undefined];
  const slept: number[] = [];
  await waitUntilUnlocked(
    async () => holders.shift(),
    place,
    async (ms) => slept.push(ms),
  );
  expect(slept).toHaveLength(2);
});

test("after a minute it says whose the lock is, and how to release it", async () => {
  let waited = 0;
  const waiting = waitUntilUnlocked(
    async () => lock,
    place,
    async (ms) => {
      waited += ms;
    },
  );
  await expect(waiting).rejects.toMatchObject({ remedy: expect.stringMatching(/runner@fv-az1[\s\S]*force-unlock 6638e41e/) });
  expect(waited).toBe(60_000);
});
