import { findTarget } from "../../declaration/target";
import { type BucketEffects, bootstrapBucket, bootstrapGithubOf } from "../../workflows/bootstrap";
import { declared } from "../fixtures/declared";

const staging = findTarget("staging", declared);
const { account, region } = staging.aws;
const bucket = `twinpost-state-${account}-${region}`;

function world(exists: boolean) {
  const calls: string[] = [];
  const use: BucketEffects = {
    requireAccount: async (expected) => void calls.push(`account ${expected}`),
    exists: async (name) => calls.push(`exists ${name}`) > 0 && exists,
    ensure: async (name) => ({ created: calls.push(`ensure ${name}`) > 0 && !exists }),
  };
  return { use, calls };
}

test.each([true, false])(
  "the bucket, there before or not (%p): only `apply` makes it, and nothing happens before the account is right",
  async (exists) => {
    const { use, calls } = world(exists);
    expect(await bootstrapBucket(staging, false, use)).toEqual({ bucket, region, applied: false, exists });
    expect(await bootstrapBucket(staging, true, use)).toEqual({ bucket, region, applied: true, created: !exists });
    expect(calls).toEqual([`account ${account}`, `exists ${bucket}`, `account ${account}`, `ensure ${bucket}`]);
    const stranger = { ...use, requireAccount: () => Promise.reject(new Error("another account")) };
    calls.length = 0;
    await expect(bootstrapBucket(staging, true, stranger)).rejects.toThrow("another account");
    expect(calls).toEqual([]);
  },
);

test("GitHub is left out of an account, which has no jobs, and without a token", async () => {
  const open = () => Promise.reject(new Error("nobody may ask GitHub"));
  expect(await bootstrapGithubOf(findTarget(`account-${account}`, declared), true, open)).toEqual({
    leftOut: expect.stringContaining(`"account-${account}"`),
    remedy: expect.stringContaining("--env dev"),
  });
  expect(await bootstrapGithubOf(staging, true, undefined)).toMatchObject({ leftOut: "GITHUB_TOKEN is not set" });
});
