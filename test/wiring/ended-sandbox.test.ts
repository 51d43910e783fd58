import { sandboxRemedy } from "../../wiring/ended-sandbox";

const shell = { TWINPOST_SANDBOX: "default", TWINPOST_SANDBOXES: "/x" };
const refused = "S3 GetObject failed with ECONNREFUSED: no complete answer from 127.0.0.1:4566";

test.each<[string, NodeJS.ProcessEnv, RegExp]>([
  [refused, shell, /ended.*`eval "\$\(npx twinpost sandbox env\)"`/],
  ["dial tcp 127.0.0.1:4566: connect: connection refused", shell, /ended/],
  [refused, { ...shell, TWINPOST_SANDBOX: "two" }, /sandbox env --name two/],
  ["there is no zone 7c1e9a5b", shell, /older than "qa"/],
  ["Could not route to /zones/x, perhaps your object identifier is invalid?", shell, /older than "qa"/],
])("%s", (said, env, remedy) => expect(sandboxRemedy(said, "qa", env)).toMatch(remedy));

test.each<[string, NodeJS.ProcessEnv]>([
  [refused, {}],
  [refused, { TWINPOST_SANDBOX: "2026-11-28-prod" }],
  ["the token is expired", shell],
])("not to blame: %s", (said, env) => expect(sandboxRemedy(said, "qa", env)).toBeUndefined());
