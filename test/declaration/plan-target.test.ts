import { planTarget } from "../../declaration/plan-target";

const aws = { account: "111122223333", region: "eu-west-1" };

test.each([
  "AWS_ENDPOINT_URL",
  "AWS_ENDPOINT_URL_S3",
  "AWS_S3_ENDPOINT",
  "TF_AWS_STS_ENDPOINT",
  "TF_REATTACH_PROVIDERS",
  "TWINPOST_CLOUDFLARE_URL",
  "TWINPOST_SENDGRID_URL",
  "TWINPOST_SENDGRID_EU_URL",
])("%s is part of a plan's target, unless it is empty", (name) => {
  expect(planTarget({ aws }, { [name]: "elsewhere" })).toEqual({ awsAccount: aws.account, endpoints: { [name]: "elsewhere" } });
  expect(planTarget({ aws }, { [name]: "" })).toEqual({ awsAccount: aws.account, endpoints: {} });
});

test("a proxy, a login and where credentials come from are not: what verifies certificates reaches the same service through any proxy", () => {
  const env = { HTTPS_PROXY: "http://proxy", AWS_PROFILE: "apply", AWS_EC2_METADATA_SERVICE_ENDPOINT: "http://169.254.169.254" };
  expect(planTarget({ aws }, env)).toEqual({ awsAccount: aws.account, endpoints: {} });
});
