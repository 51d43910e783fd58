/** Environments differ by their data alone. No file of ours knows one by its name: test/structure/environment-names.test.ts. */
import { Testing } from "cdktf";
import type { Environment } from "../../declaration/schema/environment";
import { EmailStack } from "../../stacks/email-stack";
import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import { testingApp } from "./testing-app";

const synthesise = (environment: Environment): string => Testing.synth(new EmailStack(testingApp(), environment), false);

test.each<Environment>([dev, staging, prod])("the name of $name changes nothing but names", (environment) => {
  const name = new RegExp(`(?<![A-Za-z0-9.])${environment.name}(?![A-Za-z0-9.])`, "g");
  const renamed = synthesise({ ...environment, name: "renamed-entirely" });
  expect(renamed.replaceAll("renamed-entirely", "<name>").split("\n")).toEqual(
    synthesise(environment).replaceAll(name, "<name>").split("\n"),
  );
});
