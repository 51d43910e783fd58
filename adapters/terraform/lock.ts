/**
 * Who has a state's lock: as Terraform says it when it cannot take it, and as it lies in S3 for those who only read. A plan takes no lock: it
 * changes nothing, and whoever may take a lock may also take away that of an apply which is under way.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { S3 } from "@aws-sdk/client-s3";
import { z } from "zod";
import { OperatorError } from "../../declaration/operator-error";
import { jsonOf } from "../../mail/json";
import { findInAws } from "../aws/call";
import type { StatePlace } from "./errored-state";

export interface Lock {
  id: string;
  /** "user@host". */
  who: string;
  created: string;
}

/** @returns undefined when it does not say who has the lock, as when S3 could not be asked. */
export function readLock(stderr: string): Lock | undefined {
  const field = (name: string): string => new RegExp(`^[\\s│]*${name}:\\s+(\\S.*?)\\s*$`, "m").exec(stderr)?.[1] ?? "";
  const id = field("ID");
  return id ? { id, who: field("Who"), created: field("Created") } : undefined;
}

/**
 * A run that was killed together with its terraform leaves its lock behind; one that goes on needs it, so a person has to look first. What
 * it made and could not store is in no state: `adopt` finds it.
 */
export const lockRemedy = ({ id, who, created }: Lock, { environment, stackDirectory, terraformData }: StatePlace): string =>
  [
    `${who} has the lock since ${created}: if that run goes on, wait for it and try again`,
    "only if you have made sure that it has ended (no such process there, the job is over), release its lock, in this shell:",
    `cd '${stackDirectory}' && TF_DATA_DIR='${terraformData}' terraform force-unlock ${id}`,
    "if it was an apply, what it made last may be missing from the state; so after that, in this order:",
    `\`npx twinpost adopt --env ${environment}\`, which prepares the import of what is there already`,
    `\`npx twinpost plan --env ${environment}\`, and apply it`,
  ].join("\n  ");

const lockSchema = z.object({ ID: z.string(), Who: z.string(), Created: z.string() });

/** @param key of the state. @returns undefined when nobody has it, or what lies there is none of Terraform's. https://developer.hashicorp.com/terraform/language/backend/s3#state-locking */
export async function readLockObject(
  s3: S3,
  { bucket, key, account }: { bucket: string; key: string; account: string },
): Promise<Lock | undefined> {
  const object = { Bucket: bucket, Key: `${key}.tflock`, ExpectedBucketOwner: account };
  const text = await findInAws("S3 GetObject", ["NoSuchKey", "NoSuchBucket"], async () => {
    const { Body } = await s3.getObject(object);
    return (await Body?.transformToString()) ?? "";
  });
  const lock = lockSchema.safeParse(jsonOf(text)).data;
  return lock && { id: lock.ID, who: lock.Who, created: lock.Created };
}

/** As long as Terraform waits for a lock that it takes. */
const patienceMs = 60_000;
const pauseMs = 2_000;

/** @throws OperatorError when somebody still has it after a minute. */
export async function waitUntilUnlocked(
  holder: () => Promise<Lock | undefined>,
  place: StatePlace,
  sleep: (ms: number) => Promise<unknown> = pause,
) {
  for (let waited = 0; ; waited += pauseMs) {
    const lock = await holder();
    if (!lock) return;
    if (waited >= patienceMs)
      throw new OperatorError("the state is locked, so what a plan would see may be half of an apply", lockRemedy(lock, place));
    await sleep(pauseMs);
  }
}
