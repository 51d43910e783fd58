/** What a target gets of an event. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html */
export interface Target {
  Id: string;
  Arn: string;
  /** JSON that is given instead of the event. */
  Input?: string;
  InputPath?: string;
  InputTransformer?: { InputPathsMap?: Record<string, string>; InputTemplate: string };
}

/** As text: JSON, or what a template makes of it. */
export function inputOf({ Input, InputPath, InputTransformer }: Target, event: object): string {
  if (Input !== undefined) return Input;
  if (InputPath !== undefined) return JSON.stringify(at(event, InputPath) ?? null);
  if (!InputTransformer) return JSON.stringify(event);
  const { InputPathsMap = {}, InputTemplate } = InputTransformer;
  const filled = InputTemplate.replace(/<([\w.-]+)>/g, (whole, name: string) => {
    if (name === "aws.events.event.json" || name === "aws.events.event") return JSON.stringify(event);
    const path = InputPathsMap[name];
    if (path === undefined) return whole;
    const value = at(event, path);
    // A value that is not there is left out; text goes in as it is, everything else as JSON.
    if (value === undefined) return "";
    return typeof value === "string" ? value : JSON.stringify(value);
  });
  return filled;
}

/** "$.detail.userIdentity.arn", "$.resources[0]" */
function at(event: object, path: string): unknown {
  const steps = path.replace(/^\$\.?/, "").match(/[^.[\]]+/g) ?? [];
  return steps.reduce<unknown>(
    (value, step) => (typeof value === "object" && value !== null ? (value as Record<string, unknown>)[step] : undefined),
    event,
  );
}
