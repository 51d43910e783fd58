/** The stack of an environment as it is synthesised, and staging's. */
import { Testing } from "cdktf";
import { EmailStack } from "../../stacks/email-stack";
import { staging } from "../fixtures/environments/staging";
import { testingApp } from "./testing-app";

export interface Synthesised {
  resource: Record<string, Record<string, Record<string, unknown>>>;
  terraform: { backend: { s3: Record<string, unknown> }; required_providers: Record<string, { source: string; version: string }> };
  provider: Record<string, Record<string, unknown>[]>;
  output: { records: { value: { type: string; name: string; value: string }[] }; unsubscribe_group?: { value: object } };
}

export const synthesise = (environment: typeof staging): Synthesised =>
  JSON.parse(Testing.synth(new EmailStack(testingApp(), environment), false)) as Synthesised;

export const stack = synthesise(staging);
export const resourcesOf = (type: string) => Object.values(stack.resource[type] ?? {});
