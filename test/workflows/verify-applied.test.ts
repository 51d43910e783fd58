import { findTarget } from "../../declaration/target";
import type { MailRecord } from "../../mail/records/mail-record";
import type { VerifyEffects } from "../../workflows/verify";
import { type VerifyAppliedEffects, verifyApplied } from "../../workflows/verify-applied";
import { declared } from "../fixtures/declared";
import { staging } from "../fixtures/environments/staging";
import { resolverOf } from "../mail/dns-zone";

const record: MailRecord = { id: "spf", type: "TXT", name: staging.sendingDomain, value: "v=spf1 -all", ttl: 300 };

/** @param isLive whether the servers of the zone and the resolvers know the record. */
function effects(isLive: boolean) {
  const done: string[] = [];
  const kept: Parameters<VerifyAppliedEffects["keep"]>[0][] = [];
  const answer = async () => [
    isLive
      ? { server: "ns", outcome: "answer" as const, values: [record.value], aliases: [], ttl: 300 }
      : { server: "ns", outcome: "no-data" as const, values: [], aliases: [] },
  ];
  let time = 0;
  const asks: VerifyEffects = {
    dns: { published: answer, visible: answer, resolve: resolverOf({}).resolve },
    validate: {},
    clock: {
      now: () => time,
      sleep: async (ms) => {
        time += ms;
      },
    },
  };
  const note = (what: string) => void done.push(what);
  const use: VerifyAppliedEffects = {
    applied: async () => {
      note("applied");
      return { records: [record] };
    },
    connect: async () => {
      note("connect");
      return asks;
    },
    watch: () => ({ observe: () => {}, end: () => note("end") }),
    score: async () => {
      note("score");
      return undefined;
    },
    keep: async (result) => {
      note("keep");
      kept.push(result);
    },
  };
  return { use, done, kept };
}

const verifying = (name: string, use: VerifyAppliedEffects) =>
  verifyApplied({ target: findTarget(name, declared), timeoutMs: 1_000, addresses: [], blocklists: [] }, use);

test("what was forecast is scored once every record is settled, and the outcome is kept", async () => {
  const { use, done, kept } = effects(true);
  const { sendingDomain, result } = await verifying("staging", use);
  expect(sendingDomain).toBe(staging.sendingDomain);
  expect(done).toEqual(["applied", "connect", "end", "score", "keep"]);
  expect(kept[0]?.findings.map(({ id }) => id)).toEqual(result.findings.map(({ id }) => id));
});

test("what is not settled is not scored: it would be reported twice", async () => {
  const { use, done } = effects(false);
  await verifying("staging", use);
  expect(done).toEqual(["applied", "connect", "end", "keep"]);
});

test("an account has no records, and nothing is asked", async () => {
  const { use, done } = effects(true);
  await expect(verifying("account-111122223333", use)).rejects.toMatchObject({ exitCode: 2 });
  expect(done).toEqual([]);
});
