/** SES's suppression list: our adapter against the stand-in. */

import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SESv2 } from "@aws-sdk/client-sesv2";
import { serve } from "@hono/node-server";
import { suppressionReason, takeOffSuppressionList } from "../../../adapters/ses/suppression-list";
import { ZoneStore } from "../../../sandbox/dns/zones";
import { createSes } from "../../../sandbox/ses/start";
import { calm } from "../../../sandbox/trouble";

const ses = createSes(
  { zones: new ZoneStore(), resolver: "127.0.0.1:53", trouble: calm() },
  {
    iam: () => {
      throw new Error("not asked");
    },
  },
);
const { routes } = ses.at("480312345678", "eu-central-1");
let server: ReturnType<typeof serve>;
let client: SESv2;
beforeAll(async () => {
  server = serve({ fetch: routes.fetch, port: 0, hostname: "127.0.0.1" });
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = new SESv2({ endpoint, region: "eu-central-1", credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "s" } });
});
afterAll(async () => {
  server.close();
  client.destroy();
  await ses.stop();
});

const address = "Ada.o'Brien+1@client.example";

test("why an address is on it; taken off, it is not, once and again", async () => {
  expect(await suppressionReason(client, address)).toBeUndefined();
  await client.putSuppressedDestination({ EmailAddress: address, Reason: "COMPLAINT" });
  expect(await suppressionReason(client, address.replace("client", "Client"))).toBe("COMPLAINT");
  await takeOffSuppressionList(client, address);
  await takeOffSuppressionList(client, address);
  expect(await suppressionReason(client, address)).toBeUndefined();
});

test("a reason that SES does not know is refused", async () => {
  await expect(client.putSuppressedDestination({ EmailAddress: address, Reason: "SPAM" as "BOUNCE" })).rejects.toMatchObject({
    name: "BadRequestException",
  });
});
