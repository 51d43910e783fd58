/**
 * The GitHub Actions job that this process runs in: https://docs.github.com/en/actions/reference/workflows-and-actions/variables. What a pull
 * request's author may have written (a branch's name, the event's texts) is data here, and never a word of a command.
 */
import { readBoundedFile } from "../adapters/limits";
import { OperatorError } from "../declaration/operator-error";

export interface GithubJob {
  /** "owner/name". */
  repository: string;
  event: { name: string; payload: unknown };
  /** What triggered the run; in a pull request it is the merge of its head into its base, which exists nowhere else. */
  sha: string;
  ref: string;
  run: {
    id: string;
    attempt: number /** The workflow's file, "plan.yml"; its name where GitHub does not say the file. */;
    workflow: string;
  };
  /** A login. */
  actor: string;
  apiUrl: string;
  token?: string;
}

type Settings = Readonly<Record<string, string | undefined>>;

/** @returns undefined outside a job. @throws OperatorError with exit code 2 when a job does not say what every job does. */
export function githubJob(env: Settings): GithubJob | undefined {
  if (env.GITHUB_ACTIONS !== "true") return undefined;
  const token = env.GITHUB_TOKEN;
  return {
    repository: required(env, "GITHUB_REPOSITORY"),
    event: { name: required(env, "GITHUB_EVENT_NAME"), payload: payloadOf(env.GITHUB_EVENT_PATH) },
    sha: required(env, "GITHUB_SHA"),
    ref: env.GITHUB_REF ?? "",
    run: { id: required(env, "GITHUB_RUN_ID"), attempt: attemptOf(env.GITHUB_RUN_ATTEMPT), workflow: workflowOf(env) },
    actor: env.GITHUB_ACTOR ?? "",
    apiUrl: env.GITHUB_API_URL?.replace(/\/$/, "") || "https://api.github.com",
    ...(token ? { token } : {}),
  };
}

function required(env: Settings, name: string): string {
  const value = env[name];
  if (value) return value;
  throw new OperatorError(
    `${name} is not set, though GITHUB_ACTIONS says that this is a job of GitHub Actions`,
    "every job has it; outside a job unset GITHUB_ACTIONS",
    { exitCode: 2 },
  );
}

function payloadOf(path: string | undefined): unknown {
  if (!path) return undefined;
  try {
    return JSON.parse(readBoundedFile(path)) as unknown;
  } catch (cause) {
    throw new OperatorError(
      `GITHUB_EVENT_PATH: "${path}" cannot be read as JSON`,
      "it is the file of the event that GitHub gives to every job",
      {
        cause,
        exitCode: 2,
      },
    );
  }
}

/** A re-run has the same id, and the next attempt. */
const attemptOf = (text: string | undefined): number => (/^[1-9]\d{0,8}$/.test(text ?? "") ? Number(text) : 1);

/** "owner/name/.github/workflows/plan.yml@refs/heads/main". */
const workflowOf = ({ GITHUB_WORKFLOW_REF = "", GITHUB_WORKFLOW }: Settings): string =>
  /\/\.github\/workflows\/([^/@]+)@/.exec(GITHUB_WORKFLOW_REF)?.[1] ?? (GITHUB_WORKFLOW || "unknown");
