/**
 * The product's main promise, on the real thing: one rehearsal of staging with trouble on, real Terraform included; then, on the same sandbox,
 * each way in which mail can break, one at a time, to see that it is noticed.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEndpoints } from "../../adapters/endpoints";
import { submitMessage } from "../../adapters/smtp/submission";
import { main } from "../../cli/main";
import { awsClients, readSendingCredentials, submissionOf } from "../../cli/wiring/credentials";
import { type Stage, stageRehearsal } from "../../cli/wiring/rehearsal";
import type { World } from "../../cli/world";
import { staging } from "../../environments/staging";
import type { Delivery } from "../../workflows/seed-test";
import { type Rehearsal, rehearse } from "../../workflows/rehearse";
import type { Verification } from "../../workflows/verify";
import { filesWith, secretsOf } from "./secret-search";

jest.setTimeout(150_000);

const directory = mkdtempSync(join(tmpdir(), "rehearsal-"));
let printed = "";
const world: World = {
  env: process.env,
  stdout: { write: (text) => (printed += text) },
  stderr: { write: () => {} },
  directory,
  twinpost: main,
};
let stage: Stage;
let rehearsal: Rehearsal;

beforeAll(async () => {
  stage = stageRehearsal(staging, { env: "staging", seed: "twinpost", terraformPlugins: "stand-ins" }, world);
  rehearsal = await rehearse(staging, stage.effects);
  stage.report(rehearsal);
});

afterAll(async () => {
  await stage.end();
  rmSync(directory, { recursive: true });
});

const verified = async (): Promise<Verification> => (await stage.effects.verb("verify", "--timeout", "1")) as Verification;
const delivered = async (): Promise<Delivery[]> => (await stage.effects.verb("seed-test", "--timeout", "5")) as Delivery[];
const shortcomings = (deliveries: Delivery[], provider: string): string[][] =>
  deliveries.filter((each) => each.provider === provider).map((each) => each.shortcomings);
