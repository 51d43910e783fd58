/**
 * S3, whose actions are called otherwise than its calls. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 * By path only: the bucket is the first part of it.
 */
import { type Asked, need, nothing, type Permission, type Resource, tagsOf } from "../permission";

const keys = [
  /^s3:(prefix|delimiter|max-keys|ResourceAccount|VersionId|authType|signatureversion|if-match|if-none-match|LocationConstraint)$/i,
  /^s3:x-amz-(acl|copy-source|metadata-directive|server-side-encryption|server-side-encryption-aws-kms-key-id|storage-class|content-sha256)$/i,
  /^s3:(RequestObjectTag\/.*|RequestObjectTagKeys)$/i,
];

/** By what the address asks for beside bucket or object: "Get…", "Put…" and "Delete…" go before it. */
const ofBucket: Record<string, string> = {
  accelerate: "AccelerateConfiguration",
  acl: "BucketAcl",
  analytics: "AnalyticsConfiguration",
  cors: "BucketCORS",
  encryption: "EncryptionConfiguration",
  "intelligent-tiering": "IntelligentTieringConfiguration",
  inventory: "InventoryConfiguration",
  lifecycle: "LifecycleConfiguration",
  location: "BucketLocation",
  logging: "BucketLogging",
  metrics: "MetricsConfiguration",
  notification: "BucketNotification",
  "object-lock": "BucketObjectLockConfiguration",
  ownershipControls: "BucketOwnershipControls",
  policy: "BucketPolicy",
  policyStatus: "BucketPolicyStatus",
  publicAccessBlock: "BucketPublicAccessBlock",
  replication: "ReplicationConfiguration",
  requestPayment: "BucketRequestPayment",
  tagging: "BucketTagging",
  versioning: "BucketVersioning",
  website: "BucketWebsite",
};
/** Taking away any other is putting it, as "add, replace or delete" of the action says: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html. */
const deletable = /^(BucketPolicy|BucketWebsite)$/;
const ofObject: Record<string, string> = {
  acl: "ObjectAcl",
  tagging: "ObjectTagging",
  retention: "ObjectRetention",
  "legal-hold": "ObjectLegalHold",
};
const verbs: Record<string, string> = { GET: "Get", HEAD: "Get", PUT: "Put", DELETE: "Delete" };

export function s3({ call, bucketPolicy }: Asked): Permission[] | undefined {
  const { method = "GET", url = "/", headers } = call.request;
  const { pathname, searchParams } = new URL(url, "http://gateway");
  const [bucket = "", ...path] = decodeURIComponent(pathname).replace(/^\//, "").split("/");
  const key = path.join("/");
  const more = { keys, context: contextOf(call, searchParams) };
  if (bucket === "") return method === "GET" ? [need("s3:ListAllMyBuckets", nothing, more)] : undefined;
  const known = bucketPolicy(bucket);
  const resource = (arn: string): Resource => ({ arn, ...known });
  const inBucket = resource(`arn:aws:s3:::${bucket}`);
  const object = (name: string): Resource => resource(`arn:aws:s3:::${bucket}/${name}`);
  if (key === "") {
    if (method === "POST" && searchParams.has("delete")) {
      const named = [...call.body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, name = ""]) => name);
      return named.map((name) => need("s3:DeleteObject", object(name), more));
    }
    const action = actionOnBucket(method, searchParams);
    return action ? [need(`s3:${action}`, inBucket, more)] : undefined;
  }
  const actions = actionsOnObject(method, searchParams);
  const source = copySource(headers["x-amz-copy-source"]);
  const withTags = method === "PUT" && headers["x-amz-tagging"] !== undefined ? ["PutObjectTagging"] : [];
  const withAcl = method === "PUT" && headers["x-amz-acl"] !== undefined && !searchParams.has("acl") ? ["PutObjectAcl"] : [];
  return (
    actions && [
      ...[...actions, ...withTags, ...withAcl].map((action) => need(`s3:${action}`, object(key), more)),
      ...(source ? [need("s3:GetObject", { arn: `arn:aws:s3:::${source}` }, more)] : []),
    ]
  );
}

/** Whether an object is missing is told to those who may list its bucket; to others it is forbidden. */
export const listing = (bucket: string, { bucketPolicy }: Pick<Asked, "bucketPolicy">): Permission => {
  return need("s3:ListBucket", { arn: `arn:aws:s3:::${bucket}`, ...bucketPolicy(bucket) }, { keys });
};

function actionOnBucket(method: string, parameters: URLSearchParams): string | undefined {
  const asked = Object.keys(ofBucket).find((name) => parameters.has(name));
  if (asked) {
    const what = ofBucket[asked] ?? "";
    const verb = method === "DELETE" && !deletable.test(what) ? "Put" : verbs[method];
    return verb && `${verb}${what}`;
  }
  if (method === "HEAD") return "ListBucket";
  if (method === "PUT") return "CreateBucket";
  if (method === "DELETE") return "DeleteBucket";
  if (method !== "GET") return undefined;
  if (parameters.has("versions")) return "ListBucketVersions";
  return parameters.has("uploads") ? "ListBucketMultipartUploads" : "ListBucket";
}

function actionsOnObject(method: string, parameters: URLSearchParams): string[] | undefined {
  const version = parameters.has("versionId") ? "Version" : "";
  const asked = Object.keys(ofObject).find((name) => parameters.has(name));
  const verb = verbs[method];
  if (asked) return verb ? [`${verb}${version ? (ofObject[asked] ?? "").replace("Object", "ObjectVersion") : ofObject[asked]}`] : undefined;
  if (parameters.has("uploadId") && method === "GET") return ["ListMultipartUploadParts"];
  if (parameters.has("uploadId") && method === "DELETE") return ["AbortMultipartUpload"];
  if (method === "POST") return parameters.has("uploads") || parameters.has("uploadId") ? ["PutObject"] : undefined;
  if (method === "PUT") return ["PutObject"];
  return verb ? [`${verb}Object${version}`] : undefined;
}

const copySource = (header: string | string[] | undefined): string | undefined =>
  header === undefined ? undefined : decodeURIComponent(String(header)).replace(/^\//, "").replace(/\?.*$/, "");

function contextOf({ account, request: { headers } }: Asked["call"], parameters: URLSearchParams): Record<string, string | string[]> {
  const listed = ["prefix", "delimiter", "max-keys"].filter((name) => parameters.has(name));
  const given = Object.entries(headers).filter(([name]) =>
    /^x-amz-(acl|copy-source|metadata-directive|server-side|storage-class|content-sha)/.test(name),
  );
  const tags = tagsOf(Object.fromEntries(new URLSearchParams(String(headers["x-amz-tagging"] ?? ""))));
  return {
    "s3:ResourceAccount": account,
    "aws:ResourceAccount": account,
    "s3:authType": parameters.has("X-Amz-Signature") ? "REST-QUERY-STRING" : "REST-HEADER",
    "s3:signatureversion": "AWS4-HMAC-SHA256",
    ...Object.fromEntries(listed.map((name) => [`s3:${name}`, parameters.get(name) ?? ""])),
    ...Object.fromEntries(given.map(([name, value]) => [`s3:${name}`, String(value)])),
    ...Object.fromEntries(
      ["if-match", "if-none-match"].filter((name) => headers[name]).map((name) => [`s3:${name}`, String(headers[name])]),
    ),
    ...(parameters.has("versionId") ? { "s3:VersionId": parameters.get("versionId") ?? "" } : {}),
    ...(Object.keys(tags).length > 0 ? { "s3:RequestObjectTagKeys": Object.keys(tags) } : {}),
  };
}
