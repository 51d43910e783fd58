import { readQuarantine } from "../../../adapters/aws/quarantine";
import { useAwsService, xml, xmlError } from "./aws-service";

const start = useAwsService("eu-west-1", 1);
const attached = (...names: string[]) =>
  xml(
    "ListAttachedUserPoliciesResponse",
    `<AttachedPolicies>${names.map((name) => `<member><PolicyName>${name}</PolicyName><PolicyArn>arn:aws:iam::aws:policy/${name}</PolicyArn></member>`).join("")}</AttachedPolicies>`,
  );

/** The names: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html, V2 and the first. */
test.each([
  [["AWSCompromisedKeyQuarantine"], ["AWSCompromisedKeyQuarantine"]],
  [["AWSCompromisedKeyQuarantineV3", "ReadOnlyAccess"], ["AWSCompromisedKeyQuarantineV3"]],
  [["ReadOnlyAccess"], []],
  [[], []],
])("of the attached policies %p, those of a quarantine are %p", async (names, found) => {
  const { aws } = await start(attached(...names));
  await expect(readQuarantine(aws.iam, "u")).resolves.toEqual(found);
});

test("a user that is not there is not quarantined; a refusal is no answer", async () => {
  const { aws } = await start(xmlError(404, "NoSuchEntity"), xmlError(403, "AccessDenied"));
  await expect(readQuarantine(aws.iam, "u")).resolves.toEqual([]);
  await expect(readQuarantine(aws.iam, "u")).rejects.toMatchObject({ code: "AccessDenied" });
});
