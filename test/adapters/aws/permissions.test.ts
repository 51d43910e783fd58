import { accessKeyQuestions, refusedActions, secretQuestions } from "../../../adapters/aws/permissions";
import { jsonError, useAwsService, xml, xmlError } from "./aws-service";

const start = useAwsService("eu-west-1", 1);
const listed = xml("ListAccessKeysResponse", "<AccessKeyMetadata></AccessKeyMetadata>");

test("what IAM refuses is named; what does not exist was allowed", async () => {
  const { aws, asked } = await start(listed, xmlError(403, "AccessDenied"), xmlError(404, "NoSuchEntity"));
  const { "iam:ListAccessKeys": list, "iam:UpdateAccessKey": update, "iam:DeleteAccessKey": remove } = accessKeyQuestions(aws.iam, "u");
  // One after the other, so that the answers above are theirs.
  const refused: string[] = [];
  for (const [action, ask] of Object.entries({ list, update, remove })) if (ask) refused.push(...(await refusedActions({ [action]: ask })));
  expect(refused).toEqual(["update"]);
  expect(asked.map(({ body }) => new URLSearchParams(body).get("AccessKeyId"))).toEqual([
    null,
    "NOKEYNOKEYNOKEYNOKEY",
    "NOKEYNOKEYNOKEYNOKEY",
  ]);
});

test.each([
  [400, "AccessDeniedException", ["secretsmanager:DescribeSecret on a"]],
  [400, "ResourceNotFoundException", []],
])("a secret's answer %i %s", async (status, code, refused) => {
  const { aws } = await start(jsonError(status, code));
  await expect(refusedActions(secretQuestions(aws.secrets, ["a"]))).resolves.toEqual(refused);
});

test.each([
  [500, "InternalServiceError"],
  [400, "ThrottlingException"],
  [400, "ExpiredTokenException"],
])("%i %s says nothing about permissions", async (status, code) => {
  const { aws } = await start(jsonError(status, code));
  await expect(refusedActions(secretQuestions(aws.secrets, ["a"]))).rejects.toMatchObject({ name: "OperatorError" });
});
