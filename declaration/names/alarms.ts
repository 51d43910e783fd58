/** What tells of trouble: topics, alarms, the dashboard. A contract: runbooks and chat rules name them. */
import type { Environment, EnvironmentName } from "../schema/environment";

/** SNS topics: for people, and for programs that follow what became of each message. */
export const alertTopic = (environment: EnvironmentName): string => `twinpost-${environment}-alerts`;
export const sendingEventTopic = (environment: EnvironmentName): string => `twinpost-${environment}-sending-events`;
export const topicArn = ({ aws }: Pick<Environment, "aws">, topic: string): string => `arn:aws:sns:${aws.region}:${aws.account}:${topic}`;

/** CloudWatch's alarms and dashboard. Runbooks and chat rules name them. */
const alarmKinds = ["bounce-rate", "complaint-rate", "failure-rate", "sends-near-limit"] as const;
export type AlarmKind = (typeof alarmKinds)[number];
export const alarmName = (environment: EnvironmentName, kind: AlarmKind): string => `twinpost-${environment}-${kind}`;
export const alarmNames = (environment: EnvironmentName): string[] => alarmKinds.map((kind) => alarmName(environment, kind));
/** One by one: "twinpost-prod-*" would be the alarms of "prod-eu" as well. */
export const alarmArns = ({ aws, name }: Environment): string[] =>
  alarmKinds.map((kind) => `arn:aws:cloudwatch:${aws.region}:${aws.account}:alarm:${alarmName(name, kind)}`);
export const sendingDashboard = (environment: EnvironmentName): string => `twinpost-${environment}`;
