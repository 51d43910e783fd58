/** What a shell meets that still points at a sandbox which has ended, or is older than what is declared now: the way back, in place of the usual one. */
import { sandboxSetting } from "./where";

/** Set by `sandbox env` alone: a rehearsal's own verbs have nobody to start it again. */
const shellSetting = "TWINPOST_SANDBOXES";

/** @param said in words. @param env `--env`. @returns what to do; undefined where the sandbox is not to blame. */
export function sandboxRemedy(said: string, env: string | undefined, settings: NodeJS.ProcessEnv): string | undefined {
  const name = settings[sandboxSetting];
  if (!name || !settings[shellSetting]) return undefined;
  const option = name === "default" ? "" : ` --name ${name}`;
  const again = `eval "$(npx twinpost sandbox env${option})"`;
  if (/ECONNREFUSED|connection refused/i.test(said))
    return `the sandbox "${name}" has ended, or was started again with other ports: start it if it is not running (\`npx twinpost sandbox${option}\`), then \`${again}\` here`;
  // Cloudflare's error 7003, in the words of its API, of its plugin and of `doctor`.
  if (/there is no zone|could not route to/i.test(said))
    return `the sandbox "${name}" is older than ${env === undefined ? "what is declared" : `"${env}"`}: end it with Ctrl-C, start it again, then \`${again}\` here`;
  return undefined;
}
