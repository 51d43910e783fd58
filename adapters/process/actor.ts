/** Who acts, as far as it is known without asking anybody. */
import { userInfo } from "node:os";

type Settings = Readonly<Record<string, string | undefined>>;

/**
 * The person who started a run at GitHub, else the login at AWS, else the user of this machine.
 * @param arn of the login at AWS, where it was asked for already.
 */
export function whoActs({ GITHUB_ACTIONS, GITHUB_ACTOR }: Settings, arn?: string): string {
  if (GITHUB_ACTIONS === "true" && GITHUB_ACTOR) return `github:${GITHUB_ACTOR}`;
  return arn ? `aws:${arn}` : `local:${localUser()}`;
}

/** In a container the user may have no name. */
function localUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
