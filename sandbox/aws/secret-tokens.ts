/**
 * PutSecretValue that is repeated: "If a version with this value already exists and the version of the SecretString and SecretBinary values
 * are the same as those in the request, then the request is ignored. … If that version's content differs, the operation fails because you
 * can't modify an existing version" (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html, ClientRequestToken).
 * moto does so too, but not for a version that is pending: that one it stores anew, with the labels of the request alone, so that a secret
 * may be left without a current version.
 */

interface Put {
  SecretId?: string;
  ClientRequestToken?: string;
  SecretString?: string;
  SecretBinary?: string;
}

interface Stored {
  ARN: string;
  Name: string;
  VersionId: string;
  VersionStages?: string[];
  SecretString?: string;
  SecretBinary?: string;
}

/**
 * @param ask puts another question to moto. @returns undefined when the version is new: then it is moto's to answer.
 */
export async function answerRepeatedPut(
  body: Buffer,
  ask: (operation: string, input: object) => Promise<{ status: number; body: Buffer | string }>,
) {
  const put = JSON.parse(body.toString()) as Put;
  if (!put.ClientRequestToken) return undefined;
  const found = await ask("GetSecretValue", { SecretId: put.SecretId, VersionId: put.ClientRequestToken });
  if (found.status !== 200) return undefined;
  const { ARN, Name, VersionId, VersionStages, SecretString, SecretBinary } = JSON.parse(String(found.body)) as Stored;
  const headers = { "content-type": "application/x-amz-json-1.1" };
  if (SecretString === put.SecretString && SecretBinary === put.SecretBinary)
    return { status: 200, headers, body: JSON.stringify({ ARN, Name, VersionId, VersionStages }) };
  const message = `You can't use ClientRequestToken ${VersionId} because that value is already in use for a version of secret ${ARN}.`;
  return { status: 400, headers, body: JSON.stringify({ __type: "ResourceExistsException", message }) };
}
