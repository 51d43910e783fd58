import type { Environment } from "../../../declaration/schema/environment";
import { type SecretCopy, secretCopiesCheck } from "../../../workflows/doctor/check-secret-copies";
import { staging } from "../../fixtures/environments/staging";

const copied: Environment = { ...staging, secrets: { replicaRegion: "eu-central-1" } };
const inSync = (region: string): SecretCopy => ({ region, status: "InSync", message: "" });
/** All of the environment's secrets alike. */
const look = (environment: Environment, copies: SecretCopy[] | undefined) =>
  secretCopiesCheck(environment, { secretCopies: async () => copies }).look("here");

test("copies in the declared region, and none where none are declared, are as they should be", async () => {
  expect(await look(copied, [inSync("eu-central-1")])).toEqual({ saw: "eu-central-1", findings: [] });
  expect(await look(copied, [{ ...inSync("eu-central-1"), status: "InProgress" }])).toMatchObject({ findings: [] });
  expect(await look(staging, [])).toEqual({ saw: "none", findings: [] });
});

test("before the first apply there is nothing to say", async () => {
  expect(await look(copied, undefined)).toEqual({ saw: "no secrets yet", notYet: true });
});

test.each([
  ["declared no more", staging, [inSync("eu-central-1")], ["doctor/secret-copy-undeclared"]],
  ["missing", copied, [], ["doctor/secret-copy-missing"]],
  ["in another region than declared", copied, [inSync("eu-west-3")], ["doctor/secret-copy-undeclared", "doctor/secret-copy-missing"]],
  ["failed", copied, [{ region: "eu-central-1", status: "Failed", message: "name taken" }], ["doctor/secret-copy-failed"]],
])("a copy that is %s is told, of each secret", async (_, environment, copies, ids) => {
  const { findings = [] } = await look(environment, copies);
  expect(findings.map(({ id }) => id)).toEqual([...ids, ...ids, ...ids]);
});

test("says what to do, with the command", async () => {
  const { findings = [] } = await look(staging, [inSync("eu-west-3")]);
  const command =
    "aws secretsmanager remove-regions-from-replication --secret-id twinpost/staging/application --remove-replica-regions eu-west-3";
  expect(findings[0]).toMatchObject({ id: "doctor/secret-copy-undeclared", where: "here", remedy: expect.stringContaining(command) });
});
