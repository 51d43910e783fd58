/**
 * Every call that reaches a stand-in, by its shape only: method, route pattern and status, never a header, a body or a value.
 * An unknown route is remembered apart: a rehearsal that met one has failed, since the real service might have done something there.
 */
import { appendFileSync } from "node:fs";

export interface RequestEntry {
  service: string;
  /** "POST /v3/api_keys/{id}" or an AWS action such as "CreateAccessKey"; the shape, without values. */
  operation: string;
  status: number;
  ms: number;
  /** True when trouble answered instead of the stand-in. */
  trouble?: boolean;
}

export class RequestLog {
  readonly entries: RequestEntry[] = [];
  readonly unknown = new Set<string>();
  /** What somebody was not allowed to do: "secretsmanager:GetSecretValue on arn:… by arn:…". */
  readonly denied = new Set<string>();

  /** @param file where each entry is appended as one line of JSON; kept in memory only when absent. */
  constructor(readonly file?: string) {}

  add(entry: RequestEntry): void {
    this.entries.push(entry);
    if (this.file) appendFileSync(this.file, `${JSON.stringify(entry)}\n`);
  }

  addDenied(action: string, resource: string, who: string): void {
    this.denied.add(`${action} on ${resource} by ${who}`);
  }

  addUnknown(service: string, operation: string): void {
    this.unknown.add(`${service}: ${operation}`);
  }
}

/** A path without its values, for routes that nobody knows: ids and names become "{}". */
export const pathShape = (path: string): string =>
  path.replace(/[^/]+/g, (segment) => (/^(v\d+|[a-z][a-z_-]{1,23})$/.test(segment) ? segment : "{}"));
