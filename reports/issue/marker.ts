/**
 * The first line of an issue of ours, which nobody sees: what it is about, and what it told last. It stands in Base64, so nothing in it can end it.
 * Anybody may write such a line: who wrote the issue is looked at, too.
 */
import { z } from "zod";

/** What an issue is about: "drift" of "prod". */
export interface IssueSubject {
  kind: "drift" | "token" | "verification" | "rotation" | "schedule";
  /** A target; of a schedule the file of its workflow. */
  of: string;
}

const marker = z.object({ kind: z.string(), of: z.string(), state: z.enum(["found", "unknown"]), fingerprint: z.string() });
export type IssueMarker = z.infer<typeof marker>;

const start = "<!-- twinpost-issue:1:";

export const issueMarker = (told: IssueMarker): string => `${start}${Buffer.from(JSON.stringify(told)).toString("base64")} -->`;

/** @returns undefined for an issue without a marker, or with one that cannot be read. */
export function readIssueMarker(body: string): IssueMarker | undefined {
  const [, base64] = /^<!-- twinpost-issue:1:([A-Za-z0-9+/=]{1,2000}) -->/.exec(body) ?? [];
  if (base64 === undefined) return undefined;
  try {
    return marker.safeParse(JSON.parse(Buffer.from(base64, "base64").toString("utf8"))).data;
  } catch {
    return undefined;
  }
}

export const isAbout = ({ kind, of }: IssueSubject, told: IssueMarker | undefined): boolean => told?.kind === kind && told.of === of;
