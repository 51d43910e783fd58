/** Where Terraform's state lies, and what a stack gives as outputs. A contract: changing a name loses the state. */
import type { Environment } from "../schema/environment";

/** One bucket per account and region; S3 names are global, so the account makes it unique. */
export const stateBucket = ({ aws }: Pick<Environment, "aws">): string => `twinpost-state-${aws.account}-${aws.region}`;
export const isStateBucket = (bucket: string): boolean => /^twinpost-state-\d{12}-[a-z0-9-]+$/.test(bucket);
export const stateKey = (stack: string): string => `${stack}/terraform.tfstate`;

/** The output of a stack with its DNS records. */
export const recordsOutput = "records";
