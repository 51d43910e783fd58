/** Variables in the environment: a flag wins over its own and over those of what would be taken instead; no value breaks a verb that it is not for. */
import { buildProgram } from "../../cli/program";
import { groups } from "../../cli/verbs";
import { fixtureEnv } from "../fixtures/declared";

const verbs = groups.flatMap((group) => group.verbs);

/** @returns what the door is given. */
async function optionsOf(words: string, env: NodeJS.ProcessEnv): Promise<Record<string, unknown>> {
  const name = words.split(" ")[0];
  const verb = verbs.find((each) => each.name === name);
  if (!verb) throw new Error(`no verb ${name}`);
  let given = {};
  jest.spyOn(verb, "open").mockReturnValue({
    run: async (options) => {
      given = options;
      return 0;
    },
  });
  const world = {
    env: { ...fixtureEnv, ...env },
    stdout: { write: () => {} },
    stderr: { write: () => {} },
    directory: "",
    twinpost: async () => 0 as const,
  };
  await buildProgram(world, () => {}).parseAsync(words.split(" "), { from: "user" });
  return given;
}

test.each([
  ["plan", { TWINPOST_ENV: "staging" }, { env: "staging" }],
  ["plan --env dev", { TWINPOST_ENV: "staging" }, { env: "dev" }],
  ["verify --domain example.com", { TWINPOST_ENV: "staging" }, { env: undefined, domain: ["example.com"] }],
  ["verify --env dev", { TWINPOST_DOMAIN: "example.com" }, { env: "dev", domain: undefined }],
  ["verify --env dev", { TWINPOST_FORMAT: "bind", TWINPOST_RECORDS_FORMAT: "bind" }, { format: "text" }],
  ["verify --env dev", { TWINPOST_VERIFY_FORMAT: "html" }, { format: "html" }],
  ["verify --env dev --format html", { TWINPOST_JSON: "1" }, { format: "html", json: undefined }],
  ["verify --env dev --json", { TWINPOST_VERIFY_FORMAT: "html" }, { format: "text", json: true }],
  ["verify --env dev", { TWINPOST_JSON: "1", TWINPOST_VERIFY_FORMAT: "html" }, { format: "html", json: undefined }],
  ["verify --env dev", { TWINPOST_BLOCKLIST: "a.example, b.example" }, { blocklist: ["a.example", "b.example"] }],
  ["verify --env dev --blocklist c.example", { TWINPOST_BLOCKLIST: "a.example" }, { blocklist: ["c.example"] }],
  ["verify --env dev", { TWINPOST_TIMEOUT: "5" }, { timeout: 5 }],
  ["init", { TWINPOST_NAME: "two", TWINPOST_SANDBOX_NAME: "two", TWINPOST_INIT_NAME: "pilot" }, { name: "pilot" }],
  ["sandbox", { TWINPOST_NAME: "two", TWINPOST_INIT_NAME: "pilot" }, { name: "default" }],
  ["sandbox", { TWINPOST_SANDBOX_NAME: "two" }, { name: "two" }],
  ["status", { TWINPOST_JSON: "" }, { json: undefined }],
  ["status", { TWINPOST_JSON: "0" }, { json: undefined }],
  ["status --json", { TWINPOST_JSON: "0" }, { json: true }],
  ["rehearse --env dev", { TWINPOST_CALM: "true", TWINPOST_SEED: "" }, { calm: true, seed: "twinpost" }],
])("twinpost %s with %j", async (words, env, expected) => {
  const given = await optionsOf(words, env);
  for (const [key, value] of Object.entries(expected)) expect([key, given[key]]).toEqual([key, value]);
});

test("variables are those of the world that a verb runs in, not this process's", async () => {
  process.env.TWINPOST_ENV = "prod";
  try {
    expect(await optionsOf("plan", { TWINPOST_ENV: "dev" })).toMatchObject({ env: "dev" });
    await expect(optionsOf("plan", {})).rejects.toMatchObject({ code: "commander.missingMandatoryOptionValue" });
  } finally {
    delete process.env.TWINPOST_ENV;
  }
});

test("one run's mistake is not the next one's", async () => {
  await expect(optionsOf("plan --evn dev", {})).rejects.toMatchObject({ code: "commander.unknownOption" });
  await expect(optionsOf("plan", {})).rejects.toMatchObject({ code: "commander.missingMandatoryOptionValue" });
});
