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
const { routes, state } = ses.at("480312345678", "eu-central-1");
afterAll(() => ses.stop());

const account = async (): Promise<unknown> => (await routes.request("/v2/email/account")).json();

test("the account has production access, until a test takes it back to SES's own sandbox", async () => {
  expect(await account()).toMatchObject({
    ProductionAccessEnabled: true,
    EnforcementStatus: "HEALTHY",
    SendingEnabled: true,
    SendQuota: { Max24HourSend: 50_000, MaxSendRate: 50, SentLast24Hours: 0 },
  });
  Object.assign(state.sendingAccount, { productionAccess: false, max24HourSend: 200, maxSendRate: 1 });
  expect(await account()).toMatchObject({ ProductionAccessEnabled: false, SendQuota: { Max24HourSend: 200, MaxSendRate: 1 } });
});
