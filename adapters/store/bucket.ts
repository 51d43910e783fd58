/**
 * Evidence in the state bucket, for every machine and job: one object for each record, added and never changed. `If-None-Match: *` makes S3 refuse
 * a key that is there (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html), and the bucket's policy demands it.
 * What cannot be read, or is not what its key says, counts as none, and why is told.
 */
import type { S3 } from "@aws-sdk/client-s3";
import { evidenceKey, evidencePrefix } from "../../declaration/names/evidence";
import { OperatorError } from "../../declaration/operator-error";
import { type Evidence, type EvidenceKind, parseEvidence, type Source, writeEvidence } from "../../evidence/evidence";
import { AwsError, callAws, findInAws } from "../aws/call";

export interface EvidenceBucket {
  /** @throws OperatorError when it cannot be written, or another record has its key. */
  add(evidence: Evidence): Promise<void>;
  /** Undefined when there is none, and when the newest one cannot be read: an older one may say what is no longer so. */
  newest<Kind extends EvidenceKind>(kind: Kind, target: string): Promise<Evidence<Kind> | undefined>;
  /** Newest first, without those that cannot be read. */
  list<Kind extends EvidenceKind>(kind: Kind, target: string, limit: number): Promise<Evidence<Kind>[]>;
  /** The same with those that cannot be read. */
  entries<Kind extends EvidenceKind>(kind: Kind, target: string, limit: number): Promise<Entry<Kind>[]>;
}

type Entry<Kind extends EvidenceKind> = Evidence<Kind> | { unreadable: string };
const isReadable = <Kind extends EvidenceKind>(entry: Entry<Kind>): entry is Evidence<Kind> => !("unreadable" in entry);

export interface EvidenceBucketSettings {
  s3: S3;
  bucket: string;
  /** That owns the bucket. */
  account: string;
  /** Records of other sources are passed over, as if they were not there. */
  counts(source: Source): boolean;
  /** Told why a record does not count. */
  tell(reason: string): void;
}

/** S3 answers 409 when two writes of a key meet. */
const mostAttempts = 5;
/** At once. */
const batch = 10;

export function openEvidenceBucket({ s3, bucket, account, counts, tell }: EvidenceBucketSettings): EvidenceBucket {
  const place = { Bucket: bucket, ExpectedBucketOwner: account };

  async function add(evidence: Evidence): Promise<void> {
    const Key = evidencePrefix(evidence.kind, evidence.target) + evidenceKey(evidence);
    const Body = writeEvidence(evidence);
    for (let attempt = 1; ; attempt++) {
      try {
        const request = { ...place, Key, Body, IfNoneMatch: "*", ContentType: "application/json" };
        await callAws("S3 PutObject", () => s3.putObject(request));
        return;
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        if (error.status === 412) {
          // The SDK sends it again when an answer is lost: then it is ours that is there.
          if ((await textOf(Key)) === Body) return;
          throw new OperatorError(`evidence ${bucket}/${Key} is there already, and says something else`, "run this again");
        }
        if (error.status !== 409 || attempt === mostAttempts) throw error;
      }
    }
  }

  async function entries<Kind extends EvidenceKind>(kind: Kind, target: string, limit: number): Promise<Entry<Kind>[]> {
    const keys = (await keysBelow(evidencePrefix(kind, target))).sort().reverse();
    const found: Entry<Kind>[] = [];
    for (let next = 0; next < keys.length && found.length < limit; ) {
      const some = keys.slice(next, next + Math.min(batch, limit - found.length));
      next += some.length;
      const read = await Promise.all(some.map((key) => readEntry(key, kind, target)));
      found.push(...read.filter((entry) => entry !== undefined));
    }
    return found;
  }

  async function keysBelow(Prefix: string): Promise<string[]> {
    const keys: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const request = { ...place, Prefix, ...(ContinuationToken ? { ContinuationToken } : {}) };
      const page = await findInAws("S3 ListObjectsV2", ["NoSuchBucket"], () => s3.listObjectsV2(request));
      keys.push(...(page?.Contents ?? []).flatMap(({ Key }) => Key ?? []));
      ContinuationToken = page?.IsTruncated ? page.NextContinuationToken : undefined;
    } while (ContinuationToken);
    return keys;
  }

  async function textOf(Key: string): Promise<string | undefined> {
    const found = await findInAws("S3 GetObject", ["NoSuchKey", "NoSuchBucket"], async () => {
      const { Body } = await s3.getObject({ ...place, Key });
      return { text: (await Body?.transformToString()) ?? "" };
    });
    return found?.text;
  }

  /** @returns undefined for one of a source that does not count. */
  async function readEntry<Kind extends EvidenceKind>(key: string, kind: Kind, target: string): Promise<Entry<Kind> | undefined> {
    const text = await textOf(key);
    const read = text === undefined ? { unreadable: "it is gone" } : parseEvidence(text, { kind, target });
    const told = (reason: string) => tell(`evidence ${bucket}/${key} counts as none: ${reason}`);
    if ("unreadable" in read) {
      told(read.unreadable);
      return read;
    }
    const expected = evidencePrefix(kind, target) + evidenceKey(read);
    if (key !== expected) {
      const unreadable = `it was recorded as ${expected}`;
      told(unreadable);
      return { unreadable };
    }
    if (counts(read.source)) return read;
    told(`a stand-in answered (source "${read.source}")`);
    return undefined;
  }

  return {
    add,
    entries,
    list: async (kind, target, limit) => {
      const all = await entries(kind, target, Number.POSITIVE_INFINITY);
      return all.filter(isReadable).slice(0, limit);
    },
    newest: async (kind, target) => {
      const [first] = await entries(kind, target, 1);
      return first && isReadable(first) ? first : undefined;
    },
  };
}
