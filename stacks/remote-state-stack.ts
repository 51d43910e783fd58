/** What all stacks share: state in S3 with a lock file, readable addresses. */
import { S3Backend, type TerraformElement, TerraformStack } from "cdktf";
import type { Construct, Node } from "constructs";
import { stateBucket, stateKey } from "../declaration/names/terraform-state";
import type { Environment } from "../declaration/schema/environment";

export abstract class RemoteStateStack extends TerraformStack {
  /** @param name of the stack, its folder in cdktf.out and its key in the bucket. @param place whose bucket holds the state. */
  constructor(scope: Construct, name: string, place: Pick<Environment, "aws">) {
    super(scope, name);
    new S3Backend(this, { bucket: stateBucket(place), key: stateKey(name), region: place.aws.region, encrypt: true });
    this.addOverride("terraform.backend.s3.use_lockfile", true);
    this.addOverride("terraform.required_version", ">= 1.11.0");
  }

  /** Addresses are a contract, and people read them in plans: they are the construct path, without cdktf's hash. Ids hold no "_". */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const { path } = "node" in element ? element.node : element;
    return path.split("/").slice(1).join("_");
  }
}
