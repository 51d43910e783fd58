import { OperatorError } from "../../declaration/operator-error";
import type { ApplyEvent } from "../../evidence/apply-event";
import type { Watch } from "../../workflows/phase";
import { watchedApply } from "../../workflows/watched-apply";

const goOn = "npx twinpost plan --env prod";
const changes = [
  { address: "aws_kms_key.key", action: "replace" as const },
  { address: "aws_iam_user.user", action: "create" as const },
  { address: "aws_sns_topic.topic", action: "forget" as const },
];
const event = (kind: ApplyEvent["kind"], address: string, action: ApplyEvent["action"], seconds = 0): ApplyEvent => ({
  ...{ kind, address, action, seconds },
});

/** Terraform tells these, then ends so. */
async function watched(events: readonly ApplyEvent[], error?: OperatorError) {
  const told: string[] = [];
  const watch: Watch = {
    now: () => 0,
    observe: (each) => void told.push(each.kind === "noted" ? `note ${each.note}` : each.kind === "ended" ? `ended ${each.status}` : ""),
    say: (line) => void told.push(line.trim().replace(/\s+/g, " ")),
  };
  const apply = async (_file: string, tell?: (event: ApplyEvent) => void): Promise<void> => {
    for (const each of events) tell?.(each);
    if (error) throw error;
  };
  const thrown = await watchedApply({ file: "p", changes, goOn }, { terraform: { apply }, watch }).then(
    () => undefined,
    (caught: OperatorError) => caught,
  );
  return { told: told.filter(Boolean), thrown };
}

test("each resource is told when it is done, with its place: a replacement is two steps, what is forgotten none", async () => {
  const { told, thrown } = await watched([
    event("started", "aws_kms_key.key", "delete"),
    event("done", "aws_kms_key.key", "delete", 2),
    event("started", "aws_kms_key.key", "create"),
    event("started", "aws_iam_user.user", "create"),
    event("done", "aws_kms_key.key", "create", 1),
    event("done", "aws_iam_user.user", "create", 3),
  ]);
  expect(thrown).toBeUndefined();
  expect(told.filter((line) => !line.startsWith("note"))).toEqual([
    "1/3 2 s - aws_kms_key.key",
    "2/3 1 s + aws_kms_key.key",
    "3/3 3 s + aws_iam_user.user",
    "ended done",
  ]);
  expect(told).toContain("note 1 of 3: aws_kms_key.key, aws_iam_user.user");
});

test("what takes long is told after 10, 20 and 40 seconds, then each minute", async () => {
  const every = Array.from({ length: 20 }, (_, each) => 10 * (each + 1));
  const { told } = await watched([
    ...every.map((seconds) => event("going on", "aws_iam_user.user", "create", seconds)),
    // Another's time is its own.
    event("going on", "aws_kms_key.key", "delete", 60),
  ]);
  expect(told.filter((line) => /^\d+ s /.test(line)).map((line) => line.split(" ").filter((word) => word !== "s"))).toEqual([
    ["10", "+", "aws_iam_user.user", "goes", "on"],
    ["20", "+", "aws_iam_user.user", "goes", "on"],
    ["40", "+", "aws_iam_user.user", "goes", "on"],
    ...["60", "120", "180"].map((seconds) => [seconds, "+", "aws_iam_user.user", "still", "being", "made"]),
    ["60", "-", "aws_kms_key.key", "still", "being", "deleted"],
  ]);
});

describe("half way", () => {
  const begun = [
    event("started", "aws_kms_key.key", "delete"),
    event("done", "aws_kms_key.key", "delete"),
    event("started", "aws_kms_key.key", "create"),
    event("failed", "aws_kms_key.key", "create"),
    event("started", "aws_iam_user.user", "create"),
  ];

  test("says how far it came, what it was in the middle of, and how to go on", async () => {
    const { told, thrown } = await watched(begun, new OperatorError("terraform apply failed", "mend it"));
    expect(thrown?.message).toBe("terraform apply failed");
    const lines = (thrown?.remedy ?? "").split("\n  ");
    expect(lines[0]).toMatch(/^1 of 3 .*: aws_kms_key\.key, aws_iam_user\.user$/);
    expect(lines[1]).toBe("mend it");
    expect(lines[2]).toContain(`\`${goOn}\``);
    expect(told).toContain("0 s + aws_kms_key.key FAILED");
    expect(told.at(-1)).toBe("ended failed");
  });

  test("an interruption stays one, and its way on is not said twice", async () => {
    const cause = new Error("aborted");
    const { thrown } = await watched(begun, new OperatorError("interrupted", `run \`${goOn}\` again`, { cause }));
    expect(thrown?.cause).toBe(cause);
    expect(thrown?.remedy?.split(goOn)).toHaveLength(2);
  });

  test("what was refused before it began is thrown as it is", async () => {
    const refused = new OperatorError("the state is locked", undefined, { changedNothing: true });
    expect((await watched([], refused)).thrown).toBe(refused);
  });
});
