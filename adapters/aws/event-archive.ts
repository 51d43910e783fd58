/**
 * The bucket in which what providers told lies as it came. An object is added and never changed: `If-None-Match: *` makes S3 refuse a key that is
 * there (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html), so what comes again lives no longer for it.
 */
import { createHash } from "node:crypto";
import { archiveKey } from "../../declaration/names/events";
import { AwsError } from "./call";
import { type AwsServiceSettings, signedCall } from "./signed-call";

export interface EventArchiveSettings {
  bucket: string;
  /** That owns it: a bucket of the same name in another account gets nothing. */
  account: string;
}

/** Resolves once S3 has it. @throws AwsError */
export function openEventArchive({ bucket, account }: EventArchiveSettings, settings: AwsServiceSettings) {
  return async ({ provider, at, body }: { provider: string; at: number | undefined; body: string }): Promise<void> => {
    const key = archiveKey({ provider, at, digest: createHash("sha256").update(body).digest("hex") });
    try {
      await signedCall(
        {
          ...({ called: "S3 PutObject", service: "s3", method: "PUT", body } as const),
          host: `${bucket}.s3.${settings.region}`,
          // Another endpoint has no name for each bucket.
          path: settings.endpoint ? `/${bucket}/${key}` : `/${key}`,
          headers: { "content-type": "application/json", "if-none-match": "*", "x-amz-expected-bucket-owner": account },
        },
        settings,
      );
    } catch (error) {
      if (!(error instanceof AwsError && error.status === 412)) throw error;
    }
  };
}
