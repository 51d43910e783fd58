/** GitHub as an identity provider of an AWS account, so that jobs need no stored AWS keys. AWS checks its certificate by itself. */
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Construct } from "constructs";
import { githubAudience, githubIssuer } from "../policies/trust";

export class GithubIdentity extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const provider = new IamOpenidConnectProvider(this, "provider", { url: `https://${githubIssuer}`, clientIdList: [githubAudience] });
    this.arn = provider.arn;
  }
}
