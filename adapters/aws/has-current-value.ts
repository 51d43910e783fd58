/** Whether a secret has a current value, which is not read. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html */
import { z } from "zod";
import { awsJsonCall, jsonServices } from "./json-call";
import type { AwsServiceSettings } from "./signed-call";

const described = z.looseObject({ VersionIdsToStages: z.record(z.string(), z.array(z.string())).nullish() });

export async function hasCurrentValue(name: string, settings: AwsServiceSettings): Promise<boolean> {
  const call = awsJsonCall(jsonServices.secretsManager, settings);
  const { VersionIdsToStages } = await call("DescribeSecret", { SecretId: name }, described);
  return Object.values(VersionIdsToStages ?? {}).some((stages) => stages.includes("AWSCURRENT"));
}
