/**
 * A synthesised stack that somebody else made, looked at before Terraform is: it may declare what the stacks declare, and nothing that runs a
 * program, reads files, keeps its state elsewhere, or sends tokens to another address.
 * https://developer.hashicorp.com/terraform/language/syntax/json
 */
import { z } from "zod";
import { codeFile, functionNames } from "../declaration/names/events";
import { knownPlugins } from "./guard-plan";
import { isKnownDataSource, isManagedType } from "./types/managed-types";

const named = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({});
const stack = z.strictObject({
  "//": z.unknown().optional(),
  data: named,
  output: z.record(z.string(), z.unknown()).default({}),
  provider: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))).default({}),
  resource: named,
  terraform: z.strictObject({
    backend: z.strictObject({
      s3: z.strictObject({
        bucket: z.string(),
        encrypt: z.literal(true),
        key: z.string(),
        region: z.string(),
        use_lockfile: z.literal(true),
      }),
    }),
    required_providers: z.record(z.string(), z.strictObject({ source: z.string(), version: z.string() })),
    required_version: z.string().optional(),
  }),
  variable: z.record(z.string(), z.strictObject({ default: z.null(), nullable: z.literal(true), type: z.literal("string") })).default({}),
});
type Stack = z.infer<typeof stack>;

export interface ExpectedStack {
  /** Of its state. */
  bucket: string;
  key: string;
  /** Versions of plugins by source, "hashicorp/aws". */
  plugins: Readonly<Record<string, string>>;
}

/** @returns what must not be there, in words; empty for a stack that may be planned. */
export function synthesisedFaults(json: unknown, expected: ExpectedStack): string[] {
  const read = stack.safeParse(json);
  if (!read.success) return read.error.issues.map(({ path, message }) => `${path.join(".") || "the stack"}: ${message}`);
  return [...resourceFaults(read.data), ...pluginFaults(read.data, expected), ...stateFaults(read.data, expected), ...functionFaults(json)];
}

const lambdaFunction = "aws_lambda_function";

function resourceFaults({ resource, data }: Stack): string[] {
  const resources = Object.entries(resource).flatMap(([type, all]) =>
    Object.entries(all).map(([name, attributes]) => ({ type, address: `${type}.${name}`, attributes })),
  );
  return resources
    .flatMap(({ type, address, attributes }) => [
      ...(isManagedType(type) ? [] : [`${address}: no stack declares resources of this type`]),
      ...["provisioner", "connection"].filter((each) => each in attributes).map((each) => `${address}: a ${each} is none of the stacks'`),
    ])
    .concat(
      // Terraform reads the file and sends it to AWS: any other could be a token's.
      Object.entries(resource[lambdaFunction] ?? {}).flatMap(([name, { filename }]) =>
        functionNames.map(codeFile).includes(String(filename)) ? [] : [`${lambdaFunction}.${name}: its code would be ${String(filename)}`],
      ),
      Object.keys(data).flatMap((type) => (isKnownDataSource(type) ? [] : [`data.${type}: no stack reads data of this type`])),
    );
}

function pluginFaults({ provider, terraform }: Stack, { plugins }: ExpectedStack): string[] {
  const required = Object.entries(terraform.required_providers).map(([name, { source, version }]) => ({
    name,
    source: fullSource(source),
    version,
  }));
  const unknown = required.filter(({ source, version }) => plugins[source] !== version);
  return [
    ...unknown.map(({ name, source, version }) => `required_providers.${name}: ${source} ${version} is none of the stacks' plugins`),
    ...Object.entries(provider).flatMap(([name, blocks]) => {
      const source = required.find((each) => each.name === name)?.source;
      const { settings = [] } = knownPlugins.find((each) => each.source === `registry.terraform.io/${source}`) ?? {};
      return blocks.flatMap((block) =>
        Object.entries(block).flatMap(([setting, value]) =>
          settings.includes(setting) && isPlain(value) ? [] : [`provider.${name}: "${setting}" is not as the stacks set it`],
        ),
      );
    }),
  ];
}

const stateFaults = ({ terraform: { backend } }: Stack, { bucket, key }: ExpectedStack): string[] =>
  backend.s3.bucket === bucket && backend.s3.key === key
    ? []
    : [`terraform.backend: the state would be ${backend.s3.bucket}/${backend.s3.key}, expected ${bucket}/${key}`];

/** No address, and no expression but a variable's name: its default is null, so only the shell sets it. */
const isPlain = (value: unknown): boolean => {
  const text = JSON.stringify(value);
  return !text.includes("://") && !text.replaceAll(/"\$\{var\.\w+\}"/g, "").includes("${");
};

/** What an expression could read from the machine that plans. */
const reading = /[$%]\{[^}]*\b(?:file\w*|templatefile|templatestring|pathexpand|abspath)\s*\(/;

/** The one that the stacks have: the digest of a function's own code. */
const ownCode = new RegExp(`filebase64sha256\\(\\\\"\\$\\{path\\.module\\}/(${functionNames.map(codeFile).join("|")})\\\\"\\)`, "g");

const functionFaults = (json: unknown): string[] =>
  reading.test(JSON.stringify(json).replace(ownCode, "")) ? ["the stack: an expression would read files"] : [];

export interface FunctionCode {
  /** Of the zip, beside the stack. */
  file: string;
  /** SHA-256 in base64. */
  digest: string;
}

/** The functions' code, which lies beside a stack. @param json a stack without faults. */
export function functionCodeOf(json: unknown): FunctionCode[] {
  const { resource } = stack.parse(json);
  return Object.values(resource[lambdaFunction] ?? {}).map(({ filename, source_code_hash: digest }) => ({
    file: String(filename),
    digest: String(digest),
  }));
}

const fullSource = (source: string): string => {
  const short = source.toLowerCase().replace(/^registry\.terraform\.io\//, "");
  return short.includes("/") ? short : `hashicorp/${short}`;
};
