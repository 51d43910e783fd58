/**
 * Rotations and a switch as they really go: under load, and with runs that are killed; both providers, one sandbox. `npm run prove` has ten times the
 * senders, four rotations of each provider, and every moment at which a run may die, twenty times over.
 */
import { storePending } from "../../adapters/aws/secret-versions";
import { journalTable } from "../../declaration/names/journal";
import { providerSecret } from "../../declaration/names/secrets";
import { type LoadOutcome, rotateUnderLoad } from "../../rehearsal/load/rotation-under-load";
import { type KilledOutcome, killRotations } from "../../scripts/prove/killed-rotation";
import { pick } from "../../scripts/prove/rotation-kills";
import { staging } from "../fixtures/environments/staging";
import { earlierValues, readFiles, textsWith } from "../rehearsal/secret-search";
import { type SendingWorld, startSending } from "../worlds/sending";

jest.setTimeout(600_000);

let world: SendingWorld;
let load: LoadOutcome;
let killed: KilledOutcome;
/** Every value that SendGrid ever gave out, stored or not. */
const issued: string[] = [];
beforeAll(async () => {
  // What a sender fears most: the message was taken, and nobody says so.
  world = await startSending(["sendgrid DATA", "ses DATA"].map((on) => ({ on, probability: 0.25, lostAnswer: true })));
  const { keys } = world.sandbox.sendgrid.state;
  const create = keys.create.bind(keys);
  keys.create = (...words) => {
    const key = create(...words);
    issued.push(key.secret);
    return key;
  };
});
afterAll(() => world.stop());

test("100 programs send while both providers' credentials are replaced, and through a switch and back: each comes, twice only after a lost answer", async () => {
  const { environment, connections, sandbox } = world;
  const mailboxes = sandbox.receivers.receivers.map(({ url }) => url);
  const options = { senders: 100, everyMs: 20_000, sessionMs: 1_500, modes: ["overlap"], quietMs: 2_000 } as const;
  load = await rotateUnderLoad(options, { environment, connections, mailboxes });
  expect(load).toMatchObject({ failed: [], lost: [] });
  expect(load.duplicates.filter(({ isExplained }) => !isExplained)).toEqual([]);
  expect(load.duplicates).not.toEqual([]);
  // How many there are depends on how busy the machine is; what must not happen to any of them does not.
  expect(load.messages).toBeGreaterThan(30);
  expect(load.done.map(({ what }) => what)).toEqual([
    ...["sendgrid rotated (overlap)", "ses rotated (overlap)", "switched to ses", "switched to sendgrid"],
  ]);
  for (const { messages } of Object.values(load.toMailbox)) expect(messages).toBeGreaterThan(0);
});

test("runs are killed before and after what they change, and one key is left that works; what serves always lets people in", async () => {
  killed = await killRotations(world, (points) => {
    const chosen = pick(points, { seed: 1, share: 0.1 });
    // What is hardest: the key is made, and its value is in the dead run alone.
    return points.filter((point) => chosen.includes(point) || (point.call === "keys.create" && point.when === "after"));
  });
  expect(killed.faults).toEqual([]);
  expect(killed.kills).toBeGreaterThan(5);
  expect(killed.polls).toBeGreaterThan(50);
});

test("no value that was ever issued is in a file, a record or an error", async () => {
  const { secrets, dynamodb } = world.connections.aws(staging);
  const ids = staging.sendingProviders.standby ? (["sendgrid", "ses"] as const) : [];
  const stored = (await Promise.all(ids.map((provider) => earlierValues(secrets, providerSecret("staging", provider))))).flat();
  const values = new Map([...issued, ...stored.map(([, value]) => value)].map((value, index) => [`value ${index}`, value]));
  expect(values.size).toBeGreaterThan(10);
  const { Items = [] } = await dynamodb.scan({ TableName: journalTable("staging") });
  const [value = "", other = ""] = values.values();
  const store = (password: string) =>
    storePending(secrets, providerSecret("staging", "ses"), { password }, "the-same-token-for-two-values-of-a-test");
  await store(value);
  const error = await store(other).then(
    () => new Error("stored"),
    (cause: Error) => cause,
  );
  const texts: [string, string][] = [
    ...readFiles(world.directory),
    ...Items.map((item): [string, string] => ["journal", JSON.stringify(item)]),
    ["load", JSON.stringify(load)],
    ["kills", JSON.stringify(killed)],
    ["error", [error.stack, JSON.stringify(error), String(error.cause), JSON.stringify(error.cause)].join("\n")],
  ];
  expect(error.message).not.toBe("stored");
  expect(textsWith(values, texts)).toEqual([]);
  expect(textsWith(values, [["a file", `{"p":"${encodeURIComponent(value)}"}`]])).not.toEqual([]);
});
