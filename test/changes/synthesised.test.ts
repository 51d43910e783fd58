import { type ExpectedStack, functionCodeOf, synthesisedFaults } from "../../changes/synthesised";

const expected: ExpectedStack = {
  ...{ bucket: "twinpost-state-111122223333-eu-west-1", key: "email-staging/terraform.tfstate" },
  plugins: { "hashicorp/aws": "5.100.0", "cloudflare/cloudflare": "5.14.0" },
};

// biome-ignore lint/suspicious/noExplicitAny: edited by path in each case.
type Stack = any;

/** As `npm run synth` writes it (cdktf 0.21.0). */
const stack = (edit: (stack: Stack) => void = () => {}): Stack => {
  const made = {
    "//": { metadata: { version: "0.21.0" } },
    data: { aws_iam_policy_document: { x: { statement: [] } } },
    output: { records: { value: [] } },
    provider: {
      aws: [{ region: "eu-west-1", allowed_account_ids: ["111122223333"], default_tags: [{ tags: { environment: "staging" } }] }],
      cloudflare: [{ base_url: "${" + "var.cloudflare_base_url}" }],
    },
    resource: { aws_sns_topic: { alarms: { name: "x" } } },
    terraform: {
      backend: { s3: { bucket: expected.bucket, encrypt: true, key: expected.key, region: "eu-west-1", use_lockfile: true } },
      required_providers: {
        aws: { source: "aws", version: "5.100.0" },
        cloudflare: { source: "cloudflare/cloudflare", version: "5.14.0" },
      },
      required_version: ">= 1.11.0",
    },
    variable: { cloudflare_base_url: { default: null, nullable: true, type: "string" } },
  };
  edit(made);
  return made;
};

test("a stack as it is synthesised has no fault", () => {
  expect(synthesisedFaults(stack(), expected)).toEqual([]);
});

/** The digest is of "code". */
const withFunction = (change: object = {}): Stack =>
  stack((one) =>
    Object.assign(one.resource, {
      aws_lambda_function: {
        x: {
          filename: "functions/webhook.zip",
          source_code_hash: "ViqwAvzuVHMiHlhxVgQkK7eF4Tk/yMyw1HX0Iwm/FSs=",
          lifecycle: { precondition: [{ condition: "${" + 'filebase64sha256("${' + 'path.module}/functions/webhook.zip") == "x"}' }] },
          ...change,
        },
      },
    }),
  );

test("a function's code is one file beside the stack, of the digest that the stack names", () => {
  expect(synthesisedFaults(withFunction(), expected)).toEqual([]);
  expect(functionCodeOf(withFunction())).toEqual([
    { file: "functions/webhook.zip", digest: "ViqwAvzuVHMiHlhxVgQkK7eF4Tk/yMyw1HX0Iwm/FSs=" },
  ]);
});

test.each<[string, object]>([
  ["another file as its code", { filename: "/proc/self/environ" }],
  ["a file above the stack", { filename: "../functions/webhook.zip" }],
  ["code from a bucket", { filename: undefined, s3_bucket: "somebody-elses", s3_key: "code.zip" }],
  ["an image", { filename: undefined, image_uri: "somebody/elses" }],
  ["a digest of another file", { description: "${" + 'filebase64sha256("/home/runner/.aws/credentials")}' }],
  ["the content of its own file", { description: "${" + 'filebase64("${' + 'path.module}/functions/webhook.zip")}' }],
])("a function with %s is refused", (_, change) => {
  expect(synthesisedFaults(withFunction(change), expected)).toHaveLength(1);
});

test.each<[string, (stack: Stack) => void]>([
  ["another type of resource", (one) => Object.assign(one.resource, { null_resource: { x: {} } })],
  ["a program", (one) => Object.assign(one.resource.aws_sns_topic.alarms, { provisioner: [{ "local-exec": { command: "id" } }] })],
  ["a connection", (one) => Object.assign(one.resource.aws_sns_topic.alarms, { connection: {} })],
  ["data from a program", (one) => Object.assign(one.data, { external: { x: { program: ["id"] } } })],
  ["data from a secret", (one) => Object.assign(one.data, { aws_secretsmanager_secret_version: { x: { secret_id: "y" } } })],
  ["a module", (one) => Object.assign(one, { module: { x: { source: "git::https://example.com/x" } } })],
  ["locals", (one) => Object.assign(one, { locals: {} })],
  ["an ephemeral resource", (one) => Object.assign(one, { ephemeral: {} })],
  ["an import", (one) => Object.assign(one, { import: [] })],
  ["another plugin", (one) => Object.assign(one.terraform.required_providers, { evil: { source: "evil/evil", version: "1.0.0" } })],
  ["another version of a plugin", (one) => Object.assign(one.terraform.required_providers.aws, { version: "5.99.0" })],
  [
    "a plugin of our name from elsewhere",
    (one) => Object.assign(one.terraform.required_providers.aws, { source: "example.com/hashicorp/aws" }),
  ],
  ["another address of a service", (one) => Object.assign(one.provider.cloudflare[0], { base_url: "https://evil.example" })],
  [
    "an expression as an address",
    (one) => Object.assign(one.provider.cloudflare[0], { base_url: "${" + 'join("", ["https:", "//evil"])}' }),
  ],
  ["other endpoints of AWS", (one) => Object.assign(one.provider.aws[0], { endpoints: [{ sts: "http://127.0.0.1" }] })],
  ["another role", (one) => Object.assign(one.provider.aws[0], { assume_role: [{ role_arn: "x" }] })],
  ["a variable with a value", (one) => Object.assign(one.variable.cloudflare_base_url, { default: "https://evil.example" })],
  ["another state", (one) => Object.assign(one.terraform.backend.s3, { key: "email-prod/terraform.tfstate" })],
  ["another bucket", (one) => Object.assign(one.terraform.backend.s3, { bucket: "mallory" })],
  ["another address of the state", (one) => Object.assign(one.terraform.backend.s3, { endpoint: "https://evil.example" })],
  ["another kind of backend", (one) => Object.assign(one.terraform, { backend: { http: { address: "https://evil.example" } } })],
  [
    "a file that an expression reads",
    (one) => Object.assign(one.resource.aws_sns_topic.alarms, { name: "${" + 'file("/proc/self/environ")}' }),
  ],
  ["a file that a template reads", (one) => Object.assign(one.output.records, { value: "${" + 'base64encode(filebase64("/x"))}' })],
])("%s is a fault", (_, edit) => {
  expect(synthesisedFaults(stack(edit), expected)).not.toEqual([]);
});

test.each([undefined, null, [], "x", {}])("%j is no stack", (json) => {
  expect(synthesisedFaults(json, expected)).not.toEqual([]);
});
