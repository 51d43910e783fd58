/**
 * One rotation of the SES credentials by Twinpost, and by the call sequences of AWS's four-step template and of aws-samples' SES rotation, in turns on
 * the same stand-ins. Their sequences are written down from their sources (README.md has the commits), with the same SDK: what Python and Lambda
 * take to start is not in it. The template has no test and no key of its own, so it makes a password that nothing accepts.
 */
import { randomUUID } from "node:crypto";
import { proveLogin } from "../../adapters/smtp/submission";
import { providerSecret } from "../../declaration/names/secrets";
import { sesSmtpUser } from "../../declaration/names/ses";
import { sesSmtpPassword } from "../../mail/providers/ses";
import { compressedPolicy, rotateToTheEnd } from "../../rehearsal/load/rotations";
import { rehearsedClocks } from "../../rehearsal/rotation";
import { type SendingWorld, startSending } from "../../test/worlds/sending";
import { rotateEffects, usualLoginClocks } from "../../wiring/rotate";

const templateSecret = "bench/template";
const rounds = Number(process.env.ROUNDS ?? 5);

async function main(): Promise<void> {
  const world = await startSending();
  const { environment, connections, sandbox } = world;
  await connections.aws(environment).secrets.createSecret({ Name: templateSecret, SecretString: "first" });
  const policy = { ...compressedPolicy(0), soakMs: 0, proofPauseMs: 0 };
  const twinpost = (clocks: typeof usualLoginClocks) => () =>
    rotateToTheEnd(
      "ses",
      { mode: "now", reason: randomUUID() },
      { policy, effects: () => rotateEffects(environment, "ses", connections, clocks) },
    );
  const candidates: Record<string, () => Promise<void>> = {
    "Twinpost, 3 logins 50 ms apart": twinpost(rehearsedClocks),
    "Twinpost, 10 logins 1 s apart, as for real": twinpost(usualLoginClocks),
    "aws-samples/serverless-mail ses-credential-rotation": () => serverlessMail(world),
    "AWS's rotation template": () => template(world),
  };
  const found = new Map(
    Object.keys(candidates).map((name) => [name, { calls: [] as number[], logins: [] as number[], seconds: [] as number[] }]),
  );
  try {
    for (let round = 0; round < rounds; round++)
      for (const [name, rotate] of Object.entries(candidates)) {
        const before = sandbox.log.entries.length;
        const begun = performance.now();
        await rotate();
        const made = sandbox.log.entries.slice(before);
        const row = found.get(name);
        row?.seconds.push((performance.now() - begun) / 1000);
        row?.logins.push(made.filter(({ operation }) => operation === "AUTH").length);
        row?.calls.push(made.filter(({ service }) => ["secretsmanager", "iam", "dynamodb", "monitoring"].includes(service)).length);
      }
  } finally {
    await world.stop();
  }
  console.log("| | calls to AWS | logins | seconds |\n| --- | --- | --- | --- |");
  for (const [name, { calls, logins, seconds }] of found)
    console.log(`| ${name} | ${median(calls)} | ${median(logins)} | ${median(seconds).toFixed(2)} |`);
}

const median = (numbers: number[]): number => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;

type Place = Pick<SendingWorld, "environment" | "connections" | "sandbox">;

/** Secrets Manager has stored an empty pending version for the token before the first step; the sample writes over it. */
async function serverlessMail({ environment, connections }: Place): Promise<void> {
  const { secrets, iam } = connections.aws(environment);
  const SecretId = providerSecret(environment.name, "ses");
  const UserName = sesSmtpUser(environment.name);
  const describe = () => secrets.describeSecret({ SecretId });
  // createSecret
  await describe();
  const { AccessKey } = await iam.createAccessKey({ UserName });
  const { AccessKeyId: user = "", SecretAccessKey = "" } = AccessKey ?? {};
  const password = sesSmtpPassword({ secretAccessKey: SecretAccessKey, region: environment.aws.region });
  const value = { keyId: user, user, password };
  const { VersionId: token = "" } = await secrets.putSecretValue({
    SecretId,
    SecretString: JSON.stringify(value),
    VersionStages: ["AWSPENDING"],
  });
  // setSecret
  await describe();
  // testSecret
  await describe();
  await secrets.getSecretValue({ SecretId, VersionId: token, VersionStage: "AWSPENDING" });
  const place = connections.endpoints().smtp.ses;
  if (!place) throw new Error("there is no submission server");
  await proveLogin({ ...place, ca: connections.endpoints().privateAuthorities, user, password, retryForMs: 30_000 });
  // finishSecret, but for the commands to its servers
  await describe();
  const current = JSON.parse((await secrets.getSecretValue({ SecretId })).SecretString ?? "{}") as { keyId: string };
  await moveCurrent(SecretId, token, secrets);
  await secrets.getSecretValue({ SecretId });
  await iam.deleteAccessKey({ UserName, AccessKeyId: current.keyId });
}

async function template({ environment, connections }: Place): Promise<void> {
  const { secrets } = connections.aws(environment);
  const SecretId = templateSecret;
  const describe = () => secrets.describeSecret({ SecretId });
  const VersionId = randomUUID();
  // createSecret
  await describe();
  await secrets.getSecretValue({ SecretId, VersionStage: "AWSCURRENT" });
  await secrets.getSecretValue({ SecretId, VersionId, VersionStage: "AWSPENDING" }).catch(() => undefined);
  const { RandomPassword = "" } = await secrets.getRandomPassword({ ExcludeCharacters: "/@\"'\\" });
  await secrets.putSecretValue({ SecretId, ClientRequestToken: VersionId, SecretString: RandomPassword, VersionStages: ["AWSPENDING"] });
  // setSecret and testSecret, which are left to whoever uses it
  await describe();
  await describe();
  // finishSecret
  await describe();
  await moveCurrent(SecretId, VersionId, secrets);
  await secrets.updateSecretVersionStage({ SecretId, VersionStage: "AWSPENDING", RemoveFromVersionId: VersionId });
}

async function moveCurrent(
  SecretId: string,
  to: string,
  secrets: ReturnType<SendingWorld["connections"]["aws"]>["secrets"],
): Promise<void> {
  const { VersionIdsToStages = {} } = await secrets.describeSecret({ SecretId });
  const [from] = Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes("AWSCURRENT")) ?? [];
  const move = { SecretId, VersionStage: "AWSCURRENT", MoveToVersionId: to };
  await secrets.updateSecretVersionStage(from === undefined ? move : { ...move, RemoveFromVersionId: from });
}

void main();
