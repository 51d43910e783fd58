/** What the GitHub stand-in knows: accounts with their plans, teams, repositories with their environments, and tokens. Knows no HTTP. */
import { randomBytes } from "node:crypto";
import { type Automation, emptyAutomation } from "./automation";
import { type Contents, emptyContents, type FileChange } from "./contents";
import { push } from "./history";
import type { User } from "./user";
import { emptyVerdicts, type Verdicts } from "./verdicts";

type Plan = "free" | "pro" | "team" | "enterprise";
export type Level = "read" | "write";
/** Of a fine-grained token; "metadata" comes with every repository that it covers. */
export type Permission =
  | "actions"
  | "administration"
  | "checks"
  | "contents"
  | "deployments"
  | "environments"
  | "issues"
  | "members"
  | "organization_administration"
  | "organization_plan"
  | "pull_requests"
  | "statuses";

export interface GithubAccount {
  login: string;
  id: number;
  type: "User" | "Organization";
  plan: Plan;
}

export interface Team {
  organisation: string;
  slug: string;
  id: number;
}

export interface Token {
  /** A person's, or a job's GITHUB_TOKEN. */
  kind: "personal" | "job";
  user: User;
  permissions: Partial<Record<Permission, Level>>;
  /** What its user is in the repositories that it covers. */
  role: "admin" | "write";
  /** Names as "owner/name"; undefined means all. */
  repositories: readonly string[] | undefined;
  /** Calls in an hour; `resetsAt` in seconds since 1970. */
  rate: { limit: number; used: number; resetsAt: number /** When it wrote, in the last minute. */; writes: number[] };
}

interface Reviewer {
  type: "User" | "Team";
  id: number;
}

export interface Variable {
  name: string;
  value: string;
  createdAt: string;
  updatedAt: string;
}

export interface EnvironmentSecret {
  name: string;
  /** As it came: nobody here can open it. */
  sealed: string;
  createdAt: string;
  updatedAt: string;
}

export interface GithubEnvironment {
  id: number;
  name: string;
  createdAt: string;
  updatedAt: string;
  reviewers: Reviewer[];
  preventSelfReview: boolean;
  waitTimer: number;
  adminsMayBypass: boolean;
  branches: "all" | "protected" | "custom";
  policies: { id: number; name: string; type: "branch" | "tag" }[];
  /** By name in capitals. */
  variables: Map<string, Variable>;
  secrets: Map<string, EnvironmentSecret>;
}

/** What the subject of a job's token is made of; what is undefined is left to the level above: the organisation, then GitHub. */
export interface SubjectTemplate {
  keys: readonly string[] | undefined;
  /** Whether it names owner and repository with their ids. */
  isImmutable: boolean | undefined;
}

export interface Repository extends Contents, Automation, Verdicts {
  owner: GithubAccount;
  name: string;
  id: number;
  visibility: "public" | "private" | "internal";
  createdAt: string;
  updatedAt: string;
  defaultBranch: string;
  /** "default" is GitHub's template, whatever the organisation's is. */
  subject: SubjectTemplate & { isDefault: boolean };
  /** Ids of users and teams who cannot read it: GitHub takes no reviewers who cannot. */
  strangers: Set<number>;
  /** By name in lower case, since names are not case sensitive. */
  environments: Map<string, GithubEnvironment>;
}

interface KnownRepository
  extends Pick<Repository, "name" | "id" | "visibility">,
    Partial<Pick<Repository, "createdAt" | "defaultBranch" | "workflows">> {
  owner: string;
  /** One after the other; a branch begins where the default branch is then. There is a first one before them. */
  commits?: readonly { branch: string; message: string; files?: readonly FileChange[] }[];
}

export interface KnownToGithub {
  accounts: readonly GithubAccount[];
  teams: readonly Team[];
  repositories: readonly KnownRepository[];
}

export interface TokenOptions extends Partial<Pick<Token, "role" | "kind" | "user" | "repositories">> {
  /** Calls in an hour; GitHub's own unless told. */
  limit?: number;
}

const jobsUser: User = { login: "github-actions[bot]", id: 41_898_282, type: "Bot" };
const someone: User = { login: "octocat", id: 583_231, type: "User" };

export class GithubState {
  readonly accounts = new Map<string, GithubAccount>();
  readonly teams: Team[];
  readonly repositories = new Map<string, Repository>();
  /** Of organisations, by login in lower case. */
  readonly subjects = new Map<string, SubjectTemplate>();
  readonly #tokens = new Map<string, Token>();
  #lastId = 1_000;

  constructor({ accounts, teams, repositories }: KnownToGithub) {
    for (const account of accounts) this.accounts.set(account.login.toLowerCase(), { ...account });
    this.teams = teams.map((team) => ({ ...team }));
    for (const { owner, commits = [], ...repository } of repositories) {
      const account = this.accounts.get(owner.toLowerCase());
      if (!account) throw new Error(`the sandbox has a repository of "${owner}", whom GitHub does not know`);
      const key = `${owner}/${repository.name}`.toLowerCase();
      const createdAt = repository.createdAt ?? `${new Date().toISOString().slice(0, 19)}Z`;
      const made: Repository = {
        ...emptyContents(),
        ...emptyAutomation(),
        ...emptyVerdicts(),
        ...{ defaultBranch: "main", ...repository, createdAt, updatedAt: createdAt, owner: account },
        ...{ strangers: new Set(), environments: new Map() },
        subject: { isDefault: true, keys: undefined, isImmutable: undefined },
      };
      this.repositories.set(key, made);
      const first = { branch: made.defaultBranch, message: "Initial commit" };
      for (const commit of [first, ...commits]) push(made, { ...commit, author: someone, at: createdAt });
    }
  }

  issueToken(permissions: Token["permissions"], options: TokenOptions = {}): string {
    const {
      role = "admin",
      kind = "personal",
      user = kind === "job" ? jobsUser : someone,
      limit = kind === "job" ? 1_000 : 5_000,
    } = options;
    const secret = kind === "job" ? `ghs_${randomBytes(18).toString("hex")}` : `github_pat_${randomBytes(41).toString("hex")}`;
    const rate = { limit, used: 0, resetsAt: 0, writes: [] };
    this.#tokens.set(secret, { kind, user, permissions, role, repositories: options.repositories, rate });
    return secret;
  }

  token(secret: string): Token | undefined {
    return this.#tokens.get(secret);
  }

  /** @param name "owner/name" */
  repository(name: string): Repository | undefined {
    return this.repositories.get(name.toLowerCase());
  }

  team(organisation: string, slug: string): Team | undefined {
    return this.teams.find((team) => team.organisation.toLowerCase() === organisation.toLowerCase() && team.slug === slug.toLowerCase());
  }

  newId(): number {
    return ++this.#lastId;
  }
}

/**
 * What a plan has for a repository. Public ones have everything; private ones have environments and branch policies from Pro and Team on,
 * other rules on Enterprise.
 */
export function featuresOf({ visibility, owner }: Repository): { environments: boolean; rules: boolean } {
  if (visibility === "public" || owner.plan === "enterprise") return { environments: true, rules: true };
  return { environments: owner.plan !== "free", rules: false };
}
