/** Types that take in what becomes of messages: queues, functions, and the address to which a provider posts. */
import { codeFile, functionNames, isEventArchive } from "../../declaration/names/events";
import { isUnknown } from "../../mail/dns/record";
import { text } from "../values";
import { tagRules } from "./access";
import { type Adopting, lookedUp, named } from "./adopting";
import { atLeast, free, noFewer, nothing, ofName, once, only, type Rule, told } from "./rule";
import { isDeleted, type TypeRules } from "./type-rules";

const id = { id: free, arn: free };
const functions = `twinpost-[\\w-]+-(${functionNames.join("|")})`;
const ofOurFunction = ofName(new RegExp(`(^|:)${functions}$`));
const listens = told("events/not-taken", only(true, undefined));

/** What its stack sets. A variable that nobody knows could tell a function to believe another's signatures. */
const variables = [
  ...["ADDRESS_KEY", "ENVIRONMENT", "EVENT_QUEUE", "EVENT_TABLE", "EVENT_TOPIC", "STREAMS", "WEBHOOK_KEYS"],
  ...["FRONTEND_URL", "HEARTBEAT", "PROVIDERS", "PROVIDER_REGION", "SENDING_DOMAIN", "SUBUSER", "WEBHOOK_URL"],
];

/** A bucket in which an environment archives; the function's role writes into its own alone. */
const archive: Rule = { isHarmless: ({ willBe }) => willBe === undefined || isUnknown(willBe) || isEventArchive(text(willBe)) };

/** A queue from which an application hears; the function's role sends to its own environment's alone. */
const outcomes: Rule = {
  isHarmless: ({ willBe }) =>
    willBe === undefined ||
    isUnknown(willBe) ||
    /^https:\/\/sqs\.[a-z0-9-]+\.amazonaws\.com\/\d{12}\/twinpost-[\w-]+-outcomes$/.test(text(willBe)),
};

/** That owns it. */
const sameAccount: Rule = { isHarmless: ({ willBe, was }) => was === undefined || willBe === was };

const queueUrl: Adopting = {
  how: "named",
  same: ["name"],
  importId: ({ name }, { account, region }) =>
    typeof name === "string" ? `https://sqs.${region}.amazonaws.com/${account}/${name}` : undefined,
};

/** A service of AWS that calls the function, for a resource of ours. */
const caller: Rule = only("apigateway.amazonaws.com", "events.amazonaws.com", "sns.amazonaws.com");

export const eventTypes = {
  aws_apigatewayv2_api: {
    called: "address of the webhook",
    name: "name",
    adopting: lookedUp("name"),
    loss: "event-source",
    attributes: {
      ...{ ...id, ...tagRules, name: once, description: free, protocol_type: only("HTTP"), api_endpoint: free, execution_arn: free },
      ...{ cors_configuration: nothing, body: nothing, target: nothing, disable_execute_api_endpoint: only(false, undefined) },
    },
  },
  aws_apigatewayv2_integration: {
    called: "integration of the webhook",
    name: "integration_uri",
    adopting: lookedUp("integration_uri"),
    loss: "event-source",
    attributes: {
      ...{ ...id, api_id: once, integration_type: only("AWS_PROXY"), integration_uri: once, payload_format_version: only("2.0") },
      ...{ integration_method: free, timeout_milliseconds: free, request_parameters: nothing, response_parameters: nothing },
      ...{ credentials_arn: nothing, connection_id: nothing },
    },
    goesWith: ({ before }, all) => isDeleted(all, "aws_apigatewayv2_api", "id", before.api_id),
  },
  aws_apigatewayv2_route: {
    called: "route of the webhook",
    name: "route_key",
    adopting: lookedUp("route_key"),
    loss: "event-source",
    attributes: { ...id, api_id: once, route_key: once, target: once, authorization_type: only("NONE", undefined), authorizer_id: nothing },
    goesWith: ({ before }, all) => isDeleted(all, "aws_apigatewayv2_api", "id", before.api_id),
  },
  aws_apigatewayv2_stage: {
    called: "stage of the webhook",
    name: "name",
    adopting: lookedUp("name"),
    loss: "event-source",
    // API Gateway deploys it again by itself.
    volatile: ["deployment_id"],
    attributes: {
      ...{ ...id, ...tagRules, api_id: once, name: once, auto_deploy: only(true), deployment_id: free, invoke_url: free },
      ...{ execution_arn: free, access_log_settings: nothing, stage_variables: nothing, route_settings: nothing },
      "default_route_settings.throttling_rate_limit": atLeast(1),
      "default_route_settings.throttling_burst_limit": atLeast(1),
    },
    goesWith: ({ before }, all) => isDeleted(all, "aws_apigatewayv2_api", "id", before.api_id),
  },
  aws_cloudwatch_log_group: {
    called: "log of the function",
    name: "name",
    adopting: named("name"),
    isRemade: true,
    goesWith: () => true,
    attributes: { ...id, ...tagRules, name: free, retention_in_days: atLeast(30), skip_destroy: free, kms_key_id: once },
  },
  aws_lambda_event_source_mapping: {
    called: "feed of the function",
    name: "function_name",
    adopting: lookedUp("function_name", "event_source_arn"),
    loss: "event-source",
    // What it last did. Whether it is switched on, `enabled` says.
    volatile: ["last_modified", "last_processing_result", "state", "state_transition_reason"],
    attributes: {
      ...{ ...id, ...tagRules, function_arn: free, last_modified: free, last_processing_result: free, state: free, uuid: free },
      ...{ state_transition_reason: free, batch_size: free, maximum_batching_window_in_seconds: free },
      ...{ enabled: listens, event_source_arn: once, function_name: once, filter_criteria: nothing },
      // Without it, one message that cannot be taken brings back its whole batch.
      function_response_types: noFewer,
      "scaling_config.maximum_concurrency": atLeast(2),
    },
    goesWith: ({ before }, all) => isDeleted(all, "aws_lambda_function", "function_name", before.function_name),
  },
  aws_lambda_function: {
    called: "function",
    name: "function_name",
    adopting: named("function_name"),
    loss: "event-source",
    givesAccess: true,
    volatile: ["last_modified"],
    attributes: {
      ...{ ...id, ...tagRules, invoke_arn: free, qualified_arn: free, qualified_invoke_arn: free, last_modified: free, version: free },
      ...{ description: free, memory_size: free, timeout: free, architectures: free, publish: free, skip_destroy: free },
      ...{ function_name: ofOurFunction, role: ofName(new RegExp(`:role/${functions}$`)), handler: only("handler.handler") },
      // What changes with a version of Twinpost: its sources are reviewed, and the apply compares the file with what was planned.
      ...{ filename: only(...functionNames.map(codeFile)), source_code_hash: free, source_code_size: free, code_sha256: free },
      ...{ runtime: only("nodejs22.x"), layers: nothing, vpc_config: nothing, file_system_config: nothing, dead_letter_config: nothing },
      // All of them are unknown as long as one is: the key of a webhook that is made with the function.
      "environment.variables": { isHarmless: ({ willBe, isNew }) => isNew && isUnknown(willBe) },
      ...{ "environment.variables.TWINPOST_ACCOUNT": sameAccount, "environment.variables.TWINPOST_ARCHIVE": archive },
      "environment.variables.TWINPOST_OUTCOME_QUEUE": outcomes,
      ...Object.fromEntries(variables.map((name) => [`environment.variables.TWINPOST_${name}`, free])),
      ...{ "logging_config.log_format": free, "logging_config.log_group": once, reserved_concurrent_executions: only(-1, undefined) },
    },
  },
  aws_lambda_permission: {
    called: "permission to call the function",
    name: "function_name",
    // By its name Terraform's import of one that is not there fails, instead of saying so.
    adopting: lookedUp("function_name", "statement_id"),
    loss: "event-source",
    givesAccess: true,
    attributes: {
      ...{ id: free, statement_id: once, action: only("lambda:InvokeFunction"), principal: caller, function_name: ofOurFunction },
      ...{
        source_arn: once,
        source_account: once,
        principal_org_id: nothing,
        event_source_token: nothing,
        function_url_auth_type: nothing,
      },
    },
    goesWith: ({ before }, all) => isDeleted(all, "aws_lambda_function", "function_name", before.function_name),
  },
  aws_sqs_queue: {
    called: "queue of events",
    name: "name",
    adopting: queueUrl,
    loss: "event-queue",
    givesAccess: true,
    policy: { attribute: "policy", kind: "queue" },
    attributes: {
      ...{ ...id, ...tagRules, url: free, name: once, visibility_timeout_seconds: atLeast(180), redrive_policy: once },
      ...{ message_retention_seconds: atLeast(14 * 24 * 3600), sqs_managed_sse_enabled: only(true), kms_master_key_id: nothing },
      ...{ delay_seconds: free, receive_wait_time_seconds: free, fifo_queue: only(false, undefined), redrive_allow_policy: once },
    },
  },
} as const satisfies Record<string, TypeRules>;
