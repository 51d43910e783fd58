/**
 * SESv2's event destinations: made, changed, listed and deleted; nothing is published to them.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_CreateConfigurationSetEventDestination.html
 */
import type { Hono } from "hono";
import { type ConfigurationSet, type EventDestination, SesError, type SesState } from "./state";

const eventTypes = [
  "BOUNCE",
  "CLICK",
  "COMPLAINT",
  "DELIVERY",
  "DELIVERY_DELAY",
  "OPEN",
  "REJECT",
  "RENDERING_FAILURE",
  "SEND",
  "SUBSCRIPTION",
];
const targets = ["CloudWatchDestination", "EventBridgeDestination", "KinesisFirehoseDestination", "PinpointDestination", "SnsDestination"];

/** Whether there is such a topic, in whichever account. */
export type TopicExists = (arn: string) => Promise<boolean>;

export function addEventDestinations(app: Hono, state: SesState, topicExists: TopicExists): void {
  /** Belief: the words, and that a topic is missed before the next one of the set is counted. */
  async function requireTopic(definition: { SnsDestination?: { TopicArn?: string } }): Promise<void> {
    const { TopicArn: arn } = definition.SnsDestination ?? {};
    if (arn !== undefined && !(await topicExists(arn))) throw new SesError(400, "BadRequestException", `SNS topic <${arn}> not found.`);
  }

  const path = "/v2/email/configuration-sets/:set/event-destinations";

  app.post(path, async (context) => {
    const { EventDestinationName: name, EventDestination: definition } = await context.req.json();
    const { eventDestinations } = state.configurationSet(context.req.param("set"));
    if (eventDestinations.some(({ Name }) => Name === name)) {
      throw new SesError(400, "AlreadyExistsException", `Event destination <${name}> already exists.`);
    }
    if (eventDestinations.length === 10) {
      throw new SesError(400, "LimitExceededException", "a configuration set has ten event destinations at most");
    }
    const destination = checked(name, definition);
    await requireTopic(definition);
    eventDestinations.push(destination);
    return context.json({});
  });
  app.get(path, (context) => context.json({ EventDestinations: state.configurationSet(context.req.param("set")).eventDestinations }));
  app.put(`${path}/:destination`, async (context) => {
    const { EventDestination: definition } = await context.req.json();
    const { set, index } = find(state, context.req.param());
    const destination = checked(context.req.param("destination"), definition);
    await requireTopic(definition);
    set.eventDestinations[index] = destination;
    return context.json({});
  });
  app.delete(`${path}/:destination`, (context) => {
    const { set, index } = find(state, context.req.param());
    set.eventDestinations.splice(index, 1);
    return context.json({});
  });
}

function find(state: SesState, names: { set: string; destination: string }): { set: ConfigurationSet; index: number } {
  const set = state.configurationSet(names.set);
  const index = set.eventDestinations.findIndex(({ Name }) => Name === names.destination);
  if (index < 0) throw new SesError(404, "NotFoundException", `Event destination <${names.destination}> does not exist.`);
  return { set, index };
}

/** Exactly one target; SES gives the types back in alphabetical order, whatever order they came in (hashicorp/aws #36896). */
function checked(name: string, definition: Record<string, unknown>): EventDestination {
  const types = (definition.MatchingEventTypes ?? []) as string[];
  const unknown = types.find((type) => !eventTypes.includes(type));
  if (unknown) throw new SesError(400, "BadRequestException", `Invalid event type <${unknown}>.`);
  if (targets.filter((target) => definition[target]).length !== 1) {
    throw new SesError(400, "BadRequestException", "An event destination must have exactly one target.");
  }
  return { ...definition, Name: name, MatchingEventTypes: [...types].sort() };
}
