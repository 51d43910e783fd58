/** What tells of trouble: topics, alarms, the dashboard. A contract: runbooks and chat rules name them. */
import type { Environment, EnvironmentName } from "../schema/environment";

/** SNS topics: for people, in office hours and at any hour, and for programs that follow what became of each message. */
export const alertTopic = (environment: EnvironmentName): string => `twinpost-${environment}-alerts`;
export const pageTopic = (environment: EnvironmentName): string => `twinpost-${environment}-pages`;
export const sendingEventTopic = (environment: EnvironmentName): string => `twinpost-${environment}-sending-events`;
export const topicArn = ({ aws }: Pick<Environment, "aws">, topic: string): string => `arn:aws:sns:${aws.region}:${aws.account}:${topic}`;

/** CloudWatch's alarms and dashboard. Runbooks and chat rules name them. */
const ownAlarmKinds = ["bounce-rate", "complaint-rate", "failure-rate", "sends-near-limit"] as const;
/** On what a provider counts itself. */
export type OwnAlarmKind = (typeof ownAlarmKinds)[number];
export const ownAlarmName = (environment: EnvironmentName, kind: OwnAlarmKind): string => `twinpost-${environment}-${kind}`;
export const ownAlarmNames = (environment: EnvironmentName): string[] => ownAlarmKinds.map((kind) => ownAlarmName(environment, kind));

/** All others (declaration/alarms/). No environment's name has a slash, so that one pattern of IAM names them and none of another environment's. */
export const alarmName = (environment: EnvironmentName, id: string): string => `twinpost-${environment}/${id}`;

/** One by one, but for the last: "twinpost-prod-*" would be the alarms of "prod-eu" as well. */
export const alarmArns = ({ aws, name }: Environment): string[] =>
  [...ownAlarmNames(name), alarmName(name, "*")].map((alarm) => `arn:aws:cloudwatch:${aws.region}:${aws.account}:alarm:${alarm}`);
export const alarmArn = ({ aws, name }: Environment, id: string): string =>
  `arn:aws:cloudwatch:${aws.region}:${aws.account}:alarm:${alarmName(name, id)}`;
/** EventBridge's rule that starts the watch function. */
export const watchRule = (environment: EnvironmentName): string => `twinpost-${environment}-watch`;
export const watchRuleArn = ({ aws, name }: Environment): string => `arn:aws:events:${aws.region}:${aws.account}:rule/${watchRule(name)}`;
export const sendingDashboard = (environment: EnvironmentName): string => `twinpost-${environment}`;
