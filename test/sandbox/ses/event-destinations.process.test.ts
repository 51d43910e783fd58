import type { EventDestinationDefinition } from "@aws-sdk/client-sesv2";
import { askQuery } from "../aws/roles";
import { type AwsWorld, startAwsWorld } from "../aws/world";

const set = "twinpost-test";
const toTopic: EventDestinationDefinition = {
  Enabled: true,
  MatchingEventTypes: ["SEND", "BOUNCE", "DELIVERY_DELAY", "DELIVERY"],
  SnsDestination: { TopicArn: "arn:aws:sns:eu-central-1:480312345678:events" },
};

let world: AwsWorld;
beforeAll(async () => {
  world = await startAwsWorld();
  await world.admin.ses.createConfigurationSet({ ConfigurationSetName: set });
  await askQuery(world, world.aws.account("480312345678"), "sns", { Action: "CreateTopic", Name: "events", Version: "2010-03-31" });
});
afterAll(() => world.stop());

const create = (EventDestinationName: string, EventDestination = toTopic) =>
  world.admin.ses.createConfigurationSetEventDestination({ ConfigurationSetName: set, EventDestinationName, EventDestination });
const update = (EventDestinationName: string, EventDestination = toTopic) =>
  world.admin.ses.updateConfigurationSetEventDestination({ ConfigurationSetName: set, EventDestinationName, EventDestination });
const remove = (EventDestinationName: string) =>
  world.admin.ses.deleteConfigurationSetEventDestination({ ConfigurationSetName: set, EventDestinationName });
const destinations = async () =>
  (await world.admin.ses.getConfigurationSetEventDestinations({ ConfigurationSetName: set })).EventDestinations;

test("a destination is made, changed and deleted; its types come back in alphabetical order", async () => {
  await create("topic");
  expect(await destinations()).toEqual([
    { ...toTopic, Name: "topic", MatchingEventTypes: ["BOUNCE", "DELIVERY", "DELIVERY_DELAY", "SEND"] },
  ]);

  await update("topic", { ...toTopic, Enabled: false, MatchingEventTypes: ["SEND"] });
  expect(await destinations()).toMatchObject([{ Name: "topic", Enabled: false, MatchingEventTypes: ["SEND"] }]);

  await remove("topic");
  expect(await destinations()).toEqual([]);
});

test("what does not exist, exists already or is not possible is refused in AWS's words", async () => {
  const { SnsDestination: _, ...nowhere } = toTopic;
  await create("first");

  for (const TopicArn of [
    "arn:aws:sns:eu-central-1:480312345678:gone",
    "arn:aws:sns:eu-west-1:480312345678:events",
    "arn:aws:sns:eu-central-1:999999999999:events",
  ]) {
    const missing = { ...toTopic, SnsDestination: { TopicArn } };
    await expect(create("other", missing)).rejects.toMatchObject({ name: "BadRequestException" });
    await expect(update("first", missing)).rejects.toMatchObject({ name: "BadRequestException" });
  }

  await expect(create("first")).rejects.toMatchObject({ name: "AlreadyExistsException" });
  await expect(create("other", nowhere)).rejects.toMatchObject({ name: "BadRequestException" });
  await expect(create("other", { ...toTopic, MatchingEventTypes: ["READ" as "SEND"] })).rejects.toMatchObject({
    name: "BadRequestException",
  });
  await expect(update("none")).rejects.toMatchObject({ name: "NotFoundException" });
  await expect(remove("none")).rejects.toMatchObject({ name: "NotFoundException" });
  await Promise.all(Array.from({ length: 9 }, (_each, index) => create(`more-${index}`)));
  await expect(create("eleventh")).rejects.toMatchObject({ name: "LimitExceededException" });
});
