/**
 * SendGrid posts what becomes of messages to an address: an HTTP API that takes nothing but that, and a function that believes what is signed with
 * this webhook's key, and queues it. A function's own URL would need a permission that the AWS plugin 5.100.0 cannot express.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import { Apigatewayv2Route } from "@cdktf/provider-aws/lib/apigatewayv2-route";
import { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Construct } from "constructs";
import { eventQueueUrl, webhookApi, webhookPath } from "../../declaration/names/events";
import type { Environment } from "../../declaration/schema/environment";
import { EventFunction } from "../constructs/event-function";
import { DataSendgridEventWebhook, SendgridEventWebhook } from "./sendgrid-bindings";

/** Opens and clicks are not tracked. */
const posted = ["processed", "deferred", "delivered", "bounce", "dropped", "spam_report", "unsubscribe", "group_unsubscribe"];

/** A post of SendGrid's holds up to some thousand events, every 30 s; what is refused comes again for a day. */
const throttling = { throttlingRateLimit: 100, throttlingBurstLimit: 200 };

export class SendgridEvents extends Construct {
  /** To which SendGrid posts. */
  readonly address: string;

  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    const { name } = environment;
    const api = new Apigatewayv2Api(this, "api", {
      name: webhookApi(name),
      description: `Twinpost ${name}: SendGrid posts events here`,
      protocolType: "HTTP",
    });
    this.address = `${api.apiEndpoint}${webhookPath}`;
    const webhook = new SendgridEventWebhook(this, "webhook", {
      url: this.address,
      friendlyName: webhookApi(name),
      events: posted,
    });
    const key = new DataSendgridEventWebhook(this, "webhook-key", webhook.id).publicKey;
    const taker = new EventFunction(this, "function", {
      environment,
      name: "webhook",
      purpose: "Takes signed posts of SendGrid's into the queue of events",
      variables: { TWINPOST_EVENT_QUEUE: eventQueueUrl(environment), TWINPOST_WEBHOOK_KEYS: key },
    });
    this.leadTo(taker, api);
  }

  private leadTo(taker: EventFunction, api: Apigatewayv2Api): void {
    new Apigatewayv2Route(this, "route", { apiId: api.id, routeKey: `POST ${webhookPath}`, target: this.integrate(taker, api) });
    new Apigatewayv2Stage(this, "stage", { apiId: api.id, name: "$default", autoDeploy: true, defaultRouteSettings: throttling });
    new LambdaPermission(this, "may-call", {
      statementId: "http-api",
      action: "lambda:InvokeFunction",
      functionName: taker.functionName,
      principal: "apigateway.amazonaws.com",
      sourceArn: `${api.executionArn}/*/*${webhookPath}`,
    });
  }

  /** @returns what a route leads to. API Gateway calls a function by POST, whatever came. */
  private integrate(taker: EventFunction, api: Apigatewayv2Api): string {
    const { id } = new Apigatewayv2Integration(this, "integration", {
      apiId: api.id,
      integrationType: "AWS_PROXY",
      integrationMethod: "POST",
      integrationUri: taker.invokeArn,
      payloadFormatVersion: "2.0",
    });
    return `integrations/${id}`;
  }
}
