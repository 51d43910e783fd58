/**
 * A function of an environment: its code as bytes of this version, its log group of 30 days, its variables (none is a secret), and its role,
 * which is the account's (function-roles.ts) and known by its name alone. Nothing of it may reserve concurrency: a young account has ten in all.
 * https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
 */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { TerraformStack } from "cdktf";
import { addCustomSynthesis } from "cdktf/lib/synthesize/synthesizer";
import { Construct } from "constructs";
import { codeFile, type FunctionName, functionLogGroup, functionName, functionRoleArn } from "../../declaration/names/events";
import type { Environment } from "../../declaration/schema/environment";
import { codeOf } from "../assets/function-code";

export interface EventFunctionProps {
  environment: Environment;
  name: FunctionName;
  /** For people who look at it in AWS. */
  purpose: string;
  variables: Readonly<Record<string, string>>;
  seconds?: number;
}

export class EventFunction extends Construct {
  readonly arn: string;
  readonly functionName: string;
  /** For API Gateway. */
  readonly invokeArn: string;

  constructor(scope: Construct, id: string, { environment, name, purpose, variables, seconds = 30 }: EventFunctionProps) {
    super(scope, id);
    const code = codeOf(name);
    const digest = createHash("sha256").update(code).digest("base64");
    this.keepCode(name, code);
    const logs = new CloudwatchLogGroup(this, "logs", { name: functionLogGroup(environment.name, name), retentionInDays: 30 });
    const made = new LambdaFunction(this, "function", {
      functionName: functionName(environment.name, name),
      description: `Twinpost ${environment.name}: ${purpose}`,
      role: functionRoleArn(environment, name),
      filename: codeFile(name),
      sourceCodeHash: digest,
      handler: "handler.handler",
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      memorySize: 256,
      timeout: seconds,
      environment: { variables: { TWINPOST_ENVIRONMENT: environment.name, ...variables } },
      loggingConfig: { logFormat: "Text", logGroup: logs.name },
      lifecycle: {
        // A plan holds the digest and not the code: what is uploaded later must be the code that was planned. Asked again by the apply.
        precondition: [
          {
            condition: `\${filebase64sha256("\${path.module}/${codeFile(name)}") == "${digest}"}`,
            errorMessage: `${codeFile(name)} is not the code that was planned: plan again`,
          },
        ],
      },
    });
    this.arn = made.arn;
    this.functionName = made.functionName;
    this.invokeArn = made.invokeArn;
  }

  /** Beside the synthesised stack, from where Terraform runs. */
  private keepCode(name: FunctionName, code: Uint8Array): void {
    addCustomSynthesis(this, {
      onSynthesize: ({ manifest, outdir }) => {
        const file = join(outdir, manifest.forStack(TerraformStack.of(this)).workingDirectory, codeFile(name));
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, code);
      },
    });
  }
}
