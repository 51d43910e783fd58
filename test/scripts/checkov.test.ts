import { accepted } from "../../scripts/checkov/accepted";
import { compareWithAccepted } from "../../scripts/checkov/compare";

const failed = (check_id: string, resource: string) => ({
  check_id,
  check_name: "Ensure it",
  file_path: "/email-prod/cdk.tf.json",
  resource,
});
const reasons = [{ check: "CKV_AWS_1", resources: ["audit_bucket", "audit_trail"], reason: "it is meant" }];

test("a finding with a reason passes, however checkov writes its address", () => {
  const found = [failed("CKV_AWS_1", "aws_s3_bucket.audit_bucket"), failed("CKV_AWS_1", "resource.audit_trail")];
  expect(compareWithAccepted(found, reasons)).toEqual({ unexplained: [], stale: [] });
});

test("a reason counts for its check and its resource alone, and is stale when there is nothing to explain", () => {
  const found = [failed("CKV_AWS_2", "aws_s3_bucket.audit_bucket"), failed("CKV_AWS_1", "aws_s3_bucket.state_bucket")];
  expect(compareWithAccepted(found, reasons)).toEqual({
    unexplained: [
      "CKV_AWS_2 audit_bucket (/email-prod/cdk.tf.json): Ensure it",
      "CKV_AWS_1 state_bucket (/email-prod/cdk.tf.json): Ensure it",
    ],
    stale: ["CKV_AWS_1 audit_bucket", "CKV_AWS_1 audit_trail"],
  });
});

test("every accepted finding has a reason, and is listed once", () => {
  expect(accepted.filter(({ reason, resources }) => reason.length < 20 || resources.length === 0)).toEqual([]);
  const pairs = accepted.flatMap(({ check, resources }) => resources.map((resource) => `${check} ${resource}`));
  expect(new Set(pairs).size).toBe(pairs.length);
});
