/** What `init` must know of an AWS account that environments/accounts.ts does not have yet. Pure. */
import { providerNames } from "../../mail/providers/sending-providers";
import { declaredProviders } from "../providers/declared-providers";
import { listed } from "./answers";
import { sendsThrough } from "./mail-questions";
import type { Known, Question } from "./question";

const accountOf = ({ answers, around }: Known) => around.accounts.find(({ id }) => id === answers.account);

/** As long as nobody said which account it is, it may be one that is declared. */
const mayBeDeclared = ({ answers, around }: Known): boolean => answers.account === undefined && around.accounts.length > 0;
const isNew = (known: Known): boolean => accountOf(known) === undefined && !mayBeDeclared(known);
/** One repository deploys to all accounts, as a rule. */
const repositoryOf = ({ around }: Known) => around.accounts[0]?.github;

type Repository = NonNullable<Known["read"]["repository"]>;

/** As the other accounts have it, else as GitHub has it. */
function ofRepository(declared: "owner" | "ownerId" | "name" | "repositoryId" | "branch", from: string): NonNullable<Question["usual"]> {
  return (known) => {
    const other = repositoryOf(known)?.[declared];
    if (other !== undefined) return { text: other, from: "as the other accounts" };
    const read = isTheRead(known) ? known.read.repository?.[declared as keyof Repository] : undefined;
    return read === undefined ? undefined : { text: read, from };
  };
}

/** What was read of a repository is not true of another one. */
function isTheRead({ answers, read }: Known): boolean {
  const { githubOwner = read.repository?.owner, githubRepository = read.repository?.name } = answers;
  return githubOwner === read.repository?.owner && githubRepository === read.repository?.name;
}

const ofGithub: readonly Question[] = [
  {
    key: "githubOwner",
    flag: "--github-owner <name>",
    text: "GitHub user or organisation that owns the repository",
    help: "Of your copy of this repository: its jobs may act in the AWS account.",
    example: "own",
    of: "account",
    path: "github.owner",
    reads: "repository",
    usual: ofRepository("owner", "read from git: remote origin"),
  },
  {
    key: "githubRepository",
    flag: "--github-repository <name>",
    text: "name of the repository, without its owner",
    help: "Of your copy of this repository, as in its address.",
    example: "email",
    of: "account",
    path: "github.name",
    reads: "repository",
    usual: ofRepository("name", "read from git: remote origin"),
    tidy: (text) => text.replace(/\.git$/, ""),
  },
  {
    key: "githubOwnerId",
    flag: "--github-owner-id <number>",
    text: "GitHub's id of the owner",
    help: "`gh api users/<owner> --jq .id` prints it. Somebody else can take over a name, but not an id.",
    example: "1",
    of: "account",
    path: "github.ownerId",
    reads: "repository",
    usual: ofRepository("ownerId", "read from GitHub"),
  },
  {
    key: "githubRepositoryId",
    flag: "--github-repository-id <number>",
    text: "GitHub's id of the repository",
    help: "`gh api repos/<owner>/<name> --jq .id` prints it.",
    example: "1",
    of: "account",
    path: "github.repositoryId",
    reads: "repository",
    usual: ofRepository("repositoryId", "read from GitHub"),
  },
  {
    key: "githubBranch",
    flag: "--github-branch <name>",
    text: "branch that is deployed",
    help: "Jobs of this branch alone may change the environments.",
    example: "main",
    of: "account",
    path: "github.branch",
    usual: (known) => ofRepository("branch", "read from GitHub")(known) ?? { text: "main" },
    flagOnly: true,
  },
  {
    key: "administrators",
    flag: "--administrators <users>",
    text: "IAM users for emergencies, commas between",
    help: "They alone may assume the break-glass role, with MFA. Names of IAM users of the account, or their ARNs (arn:aws:iam::<account>:user/<name>).",
    example: "own",
    of: "account",
    path: "administrators",
    reads: "aws",
    usual: ({ answers, read }) =>
      read.aws?.account === answers.account && /:user\//.test(read.aws?.arn ?? "")
        ? { text: read.aws?.arn ?? "", from: "read from AWS: that is you" }
        : undefined,
    tidy: (text) => listed(text).join(", "),
    fault: (text, { answers: { account } }) => {
      const others = listed(text)
        .flatMap((user) => /^arn:aws[\w-]*:iam::(\d{12}):/.exec(user)?.[1] ?? [])
        .filter((id) => id !== account);
      if (account === undefined || others.length === 0) return undefined;
      return `is of account ${[...new Set(others)].join(" and ")}, but the account is ${account}: expected users of this one (those of an identity account are declared in accounts.ts afterwards, where the safety gate asks for a reason)`;
    },
  },
];

/** In the order in which they are asked. */
export const accountQuestions: readonly Question[] = [
  ...ofGithub.map((question) => ({ ...question, when: isNew })),
  ...providerNames.flatMap((name): Question[] => {
    const { question, field } = declaredProviders[name].newAccount ?? {};
    if (!question || !field) return [];
    return [
      {
        ...question,
        of: "account",
        when: (known) => sendsThrough(known.answers, name) && accountOf(known)?.[field] === undefined && !mayBeDeclared(known),
      },
    ];
  }),
];
