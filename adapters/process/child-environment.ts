/**
 * The variables that a program of ours is started with: what it needs is listed, everything else stays with us. A shell or a CI job has tokens
 * of many services, and each program, with all that it loads in turn, could use any of them.
 */

/** Where programs, files and certificates are, how to reach the network, and in which language to speak. */
const always =
  /^(PATH|HOME|USER|LOGNAME|SHELL|PWD|TMPDIR|TMP|TEMP|TERM|TZ|LANG|LANGUAGE|LC_[A-Z]+|XDG_[A-Z_]+|SSL_CERT_(FILE|DIR)|(HTTPS?|NO|ALL)_PROXY|(https?|no|all)_proxy|SystemRoot|USERPROFILE|APPDATA|LOCALAPPDATA|PATHEXT|ComSpec)$/;

/** @param also names that this program needs besides. */
export const childEnvironment = (env: NodeJS.ProcessEnv, also: RegExp): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name, value]) => value !== undefined && (always.test(name) || also.test(name))));
