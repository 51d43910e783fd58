/**
 * What Terraform last wrote of a stack, read where it lies in S3: needs no `terraform init` and no checkout of what was applied. Version 4
 * of the state format, as Terraform has written it since 0.12; attributes of resources are not looked at.
 */
import type { S3 } from "@aws-sdk/client-s3";
import { z } from "zod";
import { OperatorError } from "../../declaration/operator-error";
import { callAws, findInAws } from "../aws/call";

export interface AppliedState {
  writtenAt: Date | undefined;
  /** Managed ones; none after a destroy. */
  resources: number;
  /** Neither a resource nor an output, as a destroy leaves it. Where a person publishes every record, a stack is its outputs alone. */
  isEmpty: boolean;
  outputs: Record<string, unknown>;
}

const stateSchema = z.object({
  version: z.literal(4),
  outputs: z.record(z.string(), z.object({ value: z.unknown() })),
  resources: z.array(z.object({ mode: z.string() })),
});

/** @returns undefined when there is no state: nothing has been applied. */
export async function readState(
  s3: S3,
  { bucket, key, account }: { bucket: string; key: string; account: string },
): Promise<AppliedState | undefined> {
  const object = { Bucket: bucket, Key: key, ExpectedBucketOwner: account };
  const found = await findInAws("S3 GetObject", ["NoSuchKey", "NoSuchBucket"], async () => {
    const { Body, LastModified } = await s3.getObject(object);
    return { text: (await Body?.transformToString()) ?? "", writtenAt: LastModified };
  });
  if (!found) return undefined;
  const state = parseState(found.text);
  if (!state) throw new OperatorError(`${bucket}/${key}: the state is not understood, expected version 4 of Terraform's format`);
  const outputs = Object.entries(state.outputs).map(([name, { value }]) => [name, value]);
  const resources = state.resources.filter(({ mode }) => mode === "managed").length;
  return {
    writtenAt: found.writtenAt,
    resources,
    isEmpty: resources === 0 && outputs.length === 0,
    outputs: Object.fromEntries(outputs),
  };
}

/** The bucket keeps earlier versions, as of every object. */
export const deleteState = (s3: S3, { bucket, key, account }: { bucket: string; key: string; account: string }): Promise<unknown> =>
  callAws("S3 DeleteObject", () => s3.deleteObject({ Bucket: bucket, Key: key, ExpectedBucketOwner: account }));

/** Without the parser's error, which would quote the state. */
function parseState(text: string): z.infer<typeof stateSchema> | undefined {
  try {
    return stateSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
