import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect } from "../../wiring/connections";
import { verifyEffects } from "../../wiring/verify";
import { verify } from "../../workflows/verify";
import { fixtureEnv } from "../fixtures/declared";
import { staging } from "../fixtures/environments/staging";

test("keeps a short time-out when no DNS server answers", async () => {
  const mute = createSocket("udp4").bind(0, "127.0.0.1");
  await once(mute, "listening");
  const resolver = `127.0.0.1:${mute.address().port}`;
  const env = { ...fixtureEnv, TWINPOST_DNS_RESOLVERS: `${resolver},${resolver}` };
  const connections = connect({ env, directory: "" }, () => {});
  const records = Array.from({ length: 15 }, (_, index) => {
    const name = `n${index}.${staging.sendingDomain}`;
    return { id: name, type: "TXT" as const, name, value: "v=1", ttl: 300 };
  });
  const startedAt = performance.now();
  const request = { sendingDomain: staging.sendingDomain, records, timeoutMs: 2_000 };
  const { findings } = await verify(request, verifyEffects(staging, connections, 2_000));
  mute.close();
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect(new Set(findings.map(({ id }) => id))).toEqual(new Set(["dns/no-answer"]));
});
