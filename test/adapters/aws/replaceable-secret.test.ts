/** Reading a secret that several programs write, where it is on its way out. */
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { readCurrentSecret } from "../../../adapters/aws/replaceable-secret";

/** As the service says it. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
const marked = Object.assign(new Error("You can't perform this operation on the secret because it was marked for deletion."), {
  name: "InvalidRequestException",
  $fault: "client",
  $metadata: { httpStatusCode: 400 },
});

test("one that is scheduled for deletion is reported as that, with the command that brings it back", async () => {
  const secrets = { getSecretValue: () => Promise.reject(marked) } as unknown as SecretsManager;
  await expect(readCurrentSecret(secrets, "twinpost/staging/application")).rejects.toMatchObject({
    message: 'the secret "twinpost/staging/application" is scheduled for deletion',
    remedy: expect.stringContaining("aws secretsmanager restore-secret --secret-id twinpost/staging/application"),
  });
});
