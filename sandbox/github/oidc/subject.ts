/**
 * The subject of a job's token: where the job runs, then what it runs for. Repositories made since 15 July 2026 name themselves and their owner
 * with ids, since names can be given up and taken over; others may choose to. Organisations and repositories may choose other claims.
 * https://docs.github.com/en/actions/reference/security/oidc, github/docs#45221. Unsure: that renaming or transferring turns ids on at
 * once (not imitated), and that "repo" keeps its ids in a chosen template.
 */
import type { Repository, SubjectTemplate } from "../state";

export interface SubjectSource {
  repository: Repository;
  organisation: SubjectTemplate | undefined;
  /** Of the same job. */
  claims: Readonly<Record<string, string>>;
}

const immutableSince = Date.parse("2026-07-15T00:00:00Z");

export function subjectOf({ repository, organisation, claims }: SubjectSource): string {
  const { subject } = repository;
  const keys = (subject.isDefault ? undefined : (subject.keys ?? organisation?.keys)) ?? ["repo", "context"];
  const parts: Record<string, string> = { repo: subjectPrefix(repository, organisation), context: contextOf(claims) };
  return keys.map((key) => parts[key] ?? `${key}:${escaped(claims[key] ?? "")}`).join(":");
}

/** "repo:owner/name", with ids or without. */
export function subjectPrefix(repository: Repository, organisation: SubjectTemplate | undefined): string {
  const { owner, name, id } = repository;
  return isImmutable(repository, organisation) ? `repo:${owner.login}@${owner.id}/${name}@${id}` : `repo:${owner.login}/${name}`;
}

export const isImmutable = ({ subject, createdAt }: Repository, organisation: SubjectTemplate | undefined): boolean =>
  subject.isImmutable ?? organisation?.isImmutable ?? Date.parse(createdAt) >= immutableSince;

/** An environment comes before the event, and the event before the ref. */
function contextOf({ environment, event_name, ref = "" }: Readonly<Record<string, string>>): string {
  if (environment !== undefined) return `environment:${escaped(environment)}`;
  return event_name === "pull_request" ? "pull_request" : `ref:${ref}`;
}

const escaped = (value: string): string => value.replaceAll(":", "%3A");
