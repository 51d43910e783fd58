import http from "node:http";
import type { Duplex } from "node:stream";
import tls from "node:tls";
import { type ConnectProxy, startConnectProxy } from "../../../sandbox/sendgrid/proxy";
import { type SendgridWorld, startSendgridWorld } from "./world";

let world: SendgridWorld;
let proxy: ConnectProxy;
beforeAll(async () => {
  world = await startSendgridWorld();
  proxy = await startConnectProxy({ authority: world.surroundings.authority, targets: { "api.sendgrid.com": world.sendgrid.url } });
});
afterAll(async () => {
  await proxy.stop();
  await world.stop();
});

interface Tunnel {
  status: number | undefined;
  socket: Duplex;
}

const connect = (authority: string) =>
  new Promise<Tunnel>((resolve, reject) => {
    const request = http.request(proxy.url, { method: "CONNECT", path: authority });
    request.once("connect", (response, socket) => resolve({ status: response.statusCode, socket }));
    request.once("error", reject);
    request.end();
  });

interface Call extends http.RequestOptions {
  ca?: string;
  body?: string;
}

const ask = (socket: Duplex, { ca, body, ...options }: Call) =>
  new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const secured = tls.connect({ socket, servername: "api.sendgrid.com", ca });
    secured.once("error", reject);
    const request = http.request({ host: "api.sendgrid.com", createConnection: () => secured, ...options }, async (response) => {
      let text = "";
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode, body: text });
    });
    request.once("error", reject);
    request.end(body);
  });

test("a TLS client that trusts the sandbox reaches the stand-in through a tunnel", async () => {
  const { status, socket } = await connect("api.sendgrid.com:443");
  expect(status).toBe(200);

  const headers = { Authorization: `Bearer ${world.sendgrid.adminKey}`, "Content-Type": "application/json" };
  const ca = world.surroundings.authority.pem;
  const answer = await ask(socket, { method: "POST", path: "/v3/api_keys", headers, ca, body: '{"name":"through the proxy"}' });

  expect(answer.status).toBe(201);
  expect(JSON.parse(answer.body)).toMatchObject({ name: "through the proxy" });
});

test("a TLS client that does not trust the sandbox's authority fails", async () => {
  const { socket } = await connect("api.sendgrid.com:443");

  await expect(ask(socket, { path: "/v3/scopes" })).rejects.toThrow(/certificate/);
});

test.each(["registry.terraform.io:443", "api.sendgrid.com:80", "127.0.0.1:443"])("%s is refused", async (authority) => {
  const { status, socket } = await connect(authority);
  socket.destroy();

  expect(status).toBe(403);
});

test("it proxies nothing but tunnels", async () => {
  const response = await fetch(`${proxy.url}/`);

  expect(response.status).toBe(403);
});
