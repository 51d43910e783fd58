/** A command in a message is for the environment that the verb acted on: with its name it can be pasted. */
import { groups } from "./verbs";

/** @param text with commands between backticks. */
export function withEnv(text: string, env: string | undefined): string {
  if (env === undefined) return text;
  return text.replace(/`npx twinpost ([a-z-]+)([^`]*)`/g, (command, name: string, rest: string) => {
    const verb = groups.flatMap(({ verbs }) => verbs).find((each) => each.name === name);
    const takesOne = verb?.options().some(({ long, mandatory }) => long === "--env" && mandatory);
    return takesOne && !/ --env\b/.test(rest) ? `\`npx twinpost ${name} --env ${env}${rest}\`` : command;
  });
}
