/** A stack whose state lies in the account's bucket, locked by an object beside it, and whose addresses are the construct paths. */
import { S3Backend, type TerraformElement, TerraformStack } from "cdktf";
import type { Construct, Node } from "constructs";
import { stateBucket, stateKey } from "../environments/names";
import type { Environment } from "../environments/schema";

export abstract class StackInS3 extends TerraformStack {
  constructor(scope: Construct, name: string, aws: Environment["aws"]) {
    super(scope, name);
    new S3Backend(this, { bucket: stateBucket({ aws }), key: stateKey(name), region: aws.region, encrypt: true });
    this.addOverride("terraform.backend.s3.use_lockfile", true);
    this.addOverride("terraform.required_version", ">= 1.11.0");
  }

  /** Addresses are a contract and people read them in plans: the construct path as it is, without cdktf's hash. Ids hold no "_". */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const { path } = "node" in element ? element.node : element;
    return path.split("/").slice(1).join("_");
  }
}
