/** Whether a secret has a current value, which is not read. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html */
import { z } from "zod";
import { awsJsonCall, type JsonServiceSettings } from "./json-call";

const described = z.looseObject({ VersionIdsToStages: z.record(z.string(), z.array(z.string())).nullish() });

export async function hasCurrentValue(name: string, settings: JsonServiceSettings): Promise<boolean> {
  const call = awsJsonCall({ title: "Secrets Manager", name: "secretsmanager", target: "secretsmanager", version: "1.1" }, settings);
  const { VersionIdsToStages } = await call("DescribeSecret", { SecretId: name }, described);
  return Object.values(VersionIdsToStages ?? {}).some((stages) => stages.includes("AWSCURRENT"));
}
