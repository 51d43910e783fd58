/** GitHub in memory, with a repository's environments and whims, for bootstrapGithub. */
import type { GithubEnvironment, NamedReviewer, RepositoryFacts } from "../../declaration/github-environment";
import type { Environment } from "../../declaration/schema/environment";
import { bootstrapGithub, type GithubEffects } from "../../workflows/bootstrap-github";
import type { Change } from "../../workflows/bootstrap-github/difference";
import { accounts } from "../fixtures/environments/accounts";
import { prod } from "../fixtures/environments/prod";

const repository = accounts[0]?.github ?? accounts.map(({ github }) => github)[0];
if (!repository) throw new Error("no repository is declared");

export const ada: NamedReviewer = { kind: "user", id: 1, name: "@ada" };
export const platform: NamedReviewer = { kind: "team", id: 1, name: "@market-edge/platform" };
export const eve: NamedReviewer = { kind: "user", id: 2, name: "@eve" };
const everybody = [ada, platform, eve];

const facts: RepositoryFacts = {
  id: repository.repositoryId,
  ownerId: repository.ownerId,
  visibility: "private",
  mayAdminister: true,
  plan: "enterprise",
};

export interface Whims extends Partial<RepositoryFacts> {
  /** What the plan really has, whatever it says. */
  has?: { environments: boolean; review: boolean };
  /** Reviewers whom it drops without a word. */
  drops?: string[];
  /** It takes branch policies and does not keep them. */
  forgetsBranches?: boolean;
}

/** An environment in the state that a person might have left it in. */
export const environment = (changes: Partial<GithubEnvironment> = {}): GithubEnvironment => ({
  reviewers: [],
  selfReview: "allow",
  waitMinutes: 0,
  mayBypass: true,
  lets: "all",
  patterns: [],
  variables: {},
  ...changes,
});

export function github(
  there: Record<string, GithubEnvironment> = {},
  { has = { environments: true, review: true }, drops = [], forgetsBranches, ...whims }: Whims = {},
) {
  const environments = new Map(Object.entries(there));
  const calls: string[] = [];
  let id = 100;
  const at = (name: string): GithubEnvironment => environments.get(name) ?? fail(`GitHub has no environment ${name}`);
  const effects: GithubEffects = {
    repository: async () => ({ ...facts, ...whims }),
    findReviewer: async (name) => everybody.find((each) => each.name === name),
    environments: {
      read: async (name) => structuredClone(environments.get(name)),
      protect: async (name, { reviewers = [], selfReview = "allow", waitMinutes = 0, mayBypass = true, ...rest }) => {
        calls.push(`protect ${name}`);
        if (!has.environments || (!has.review && (reviewers.length > 0 || waitMinutes > 0))) return false;
        const old = environments.get(name);
        const kept = reviewers.filter((each) => !drops.includes(each.name));
        const patterns = old?.lets === "patterns" ? old.patterns : [];
        const lets = forgetsBranches ? "all" : "patterns";
        environments.set(name, {
          ...environment(),
          ...rest,
          reviewers: kept,
          selfReview,
          waitMinutes,
          mayBypass,
          lets,
          patterns,
          variables: old?.variables ?? {},
        });
        return true;
      },
      allowBranch: async (name, pattern) => {
        calls.push(`let in ${name} ${pattern}`);
        if (at(name).lets === "patterns") at(name).patterns.push({ id: id++, pattern, kind: "branch" });
      },
      removePattern: async (name, pattern) => {
        calls.push(`keep out ${name} ${pattern}`);
        at(name).patterns = at(name).patterns.filter((each) => each.id !== pattern);
      },
      setVariable: async (name, { name: variable, value, isNew }) => {
        calls.push(`set ${name} ${variable}`);
        if (isNew === variable in at(name).variables) fail(`GitHub would refuse ${variable}`);
        at(name).variables[variable] = value;
      },
    },
    log: { narrate: () => {} },
  };
  return { environments, calls, effects };
}

function fail(message: string): never {
  throw new Error(message);
}

export const setUp = (use: GithubEffects, { apply = true, of = prod as Environment } = {}) =>
  bootstrapGithub({ declared: of, kinds: ["apply", "rotate"], repository, apply }, use);
export const kinds = (environments: { name: string; changes: Change[] }[]) =>
  environments.map(({ name, changes }) => [name, ...changes.map(({ kind }) => kind)]);
export const ids = ({ findings }: { findings: { id: string; where: string }[] }) => findings.map((each) => `${each.id} ${each.where}`);
export const main = { id: 7, pattern: "main", kind: "branch" as const };
export const variablesOf = (role: string) => ({
  AWS_ACCOUNT_ID: "444455556666",
  AWS_REGION: "eu-west-1",
  AWS_ROLE_ARN: `arn:aws:iam::444455556666:role/twinpost-prod-${role}`,
});
export const settled = () => ({
  prod: environment({
    lets: "patterns",
    patterns: [main],
    reviewers: [ada, platform],
    selfReview: "prevent",
    variables: variablesOf("apply"),
  }),
  "prod-rotate": environment({ lets: "patterns", patterns: [main], variables: variablesOf("rotate") }),
});
export const every = ["variable", "variable", "variable"];
