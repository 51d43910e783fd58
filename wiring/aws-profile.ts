/**
 * Whose login is used for which AWS account: `TWINPOST_PROFILE_<account>` names a profile of the AWS configuration on this machine. So one
 * `aws sso login` serves every account, and `status` sees them all. What a profile is called differs from person to person, so no file of
 * the project names it; without one, the login of the shell is used for every account.
 */

type Env = Readonly<Record<string, string | undefined>>;

/** Keys in the shell come first, as for every tool of AWS: a sandbox's too. */
export const profileOf = (account: string, env: Env): string | undefined =>
  env.AWS_ACCESS_KEY_ID ? undefined : env[`TWINPOST_PROFILE_${account}`] || undefined;

/** For terraform, which takes the same login. */
export function withProfile<Settings extends Env>(account: string, env: Settings): Settings {
  const profile = profileOf(account, env);
  return profile ? { ...env, AWS_PROFILE: profile } : env;
}
