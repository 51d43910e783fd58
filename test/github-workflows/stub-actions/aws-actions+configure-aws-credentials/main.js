const { appendFileSync } = require("node:fs");

const input = (name) => process.env[`INPUT_${name.toUpperCase()}`] || undefined;
const { ACTIONS_ID_TOKEN_REQUEST_URL, ACTIONS_ID_TOKEN_REQUEST_TOKEN, AWS_ENDPOINT_URL, GITHUB_ENV } = process.env;

async function main() {
  if (!ACTIONS_ID_TOKEN_REQUEST_URL)
    throw new Error("It looks like you might be trying to authenticate with OIDC. Did you mean to set the `id-token` permission?");
  const role = input("role-to-assume") ?? "";
  const account = role.split(":")[4];
  const allowed = input("allowed-account-ids");
  if (allowed && !allowed.split(/[\s,]+/).includes(account)) throw new Error(`the account of ${role} is not one of ${allowed}`);
  const asked = await fetch(`${ACTIONS_ID_TOKEN_REQUEST_URL}&audience=sts.amazonaws.com`, {
    headers: { authorization: `Bearer ${ACTIONS_ID_TOKEN_REQUEST_TOKEN}` },
  });
  const { value } = await asked.json();
  const answer = await fetch(AWS_ENDPOINT_URL, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      ...{ Action: "AssumeRoleWithWebIdentity", Version: "2011-06-15", RoleArn: role, WebIdentityToken: value },
      ...{ RoleSessionName: input("role-session-name") ?? "GitHubActions", DurationSeconds: "3600" },
    }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`Could not assume role with OIDC: ${/<Message>(.*?)<\/Message>/s.exec(text)?.[1] ?? text}`);
  const of = (name) => new RegExp(`<${name}>(.*?)</${name}>`, "s").exec(text)?.[1] ?? "";
  const variables = {
    ...{ AWS_ACCESS_KEY_ID: of("AccessKeyId"), AWS_SECRET_ACCESS_KEY: of("SecretAccessKey"), AWS_SESSION_TOKEN: of("SessionToken") },
    ...{ AWS_REGION: input("aws-region"), AWS_DEFAULT_REGION: input("aws-region") },
  };
  for (const name of ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]) console.log(`::add-mask::${variables[name]}`);
  for (const [name, each] of Object.entries(variables)) appendFileSync(GITHUB_ENV, `${name}=${each}\n`);
}

main().catch((error) => {
  console.log(`::error::${error.message}`);
  process.exitCode = 1;
});
